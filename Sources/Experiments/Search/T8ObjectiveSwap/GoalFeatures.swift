package import Agents
package import Environments
internal import LinearAlgebra
package import NeuralNetworks

/// What the goal does to the activations around its square, at some sites: the main effect of the
/// goal being on a square, all else in the level being the same.
///
/// Each fit level is run with its goal where it is and on another square. Both squares give a paired
/// difference, goal here minus goal elsewhere, of which the mean is taken.
package struct GoalFeatures: Sendable {
  /// The squares around the goal, row by row.
  static let offsets = (-1...1).flatMap { row in
    (-1...1).map { Move(row: row, column: $0) }
  }

  /// The least squared length on the goal's own square, of the longest around it.
  private static let leastOwn: Float = 1e-4

  /// `[offset, channel]` of each site.
  package let effects: [Site: [Float]]
  /// The least and the largest value of each channel of each site on fit levels: what is written stays
  /// within, so that no direction does what never occurs.
  private let ranges: [Site: [(low: Float, high: Float)]]
  /// The metric of each site's channels, over free squares of the fit levels as they are.
  package let moments: [Site: ChannelMoments]

  /// - Throws: as a run of the agent does.
  package init(
    _ base: InterventionBase, agent: Agent, sites: [Site], moves: [GoalMove]
  ) throws {
    let natural = try base.maps(of: agent, at: sites, on: moves.map(\.level))
    let moved = try Capture(sites: sites, ticks: base.thinking, encoder: base.subject.encoder)
      .run(agent, on: LevelSet(moves.map(\.moved)))
    var effects: [Site: [Float]] = [:]
    var moments: [Site: ChannelMoments] = [:]
    var ranges: [Site: [(low: Float, high: Float)]] = [:]
    for site in sites {
      let (before, after) = (try natural.activations(at: site), try moved.activations(at: site))
      effects[site] = Self.effect(before, after, moves)
      moments[site] = try ChannelMoments(before, levels: natural.levels)
      ranges[site] = Self.range(before)
    }
    self.ranges = ranges
    self.effects = effects
    self.moments = moments
  }

  /// What random directions are turned away from: what the goal does to its own square, or, where it does
  /// next to nothing there, to those around it.
  func main(_ site: Site) -> [Float] {
    let all = effects[site] ?? []
    let channels = all.count / Self.offsets.count
    guard let centre = Self.offsets.firstIndex(of: Move(row: 0, column: 0)) else { return all }
    func squares(_ offset: Int) -> Float {
      all[offset * channels..<(offset + 1) * channels].reduce(0) { $0 + $1 * $1 }
    }
    let longest = Self.offsets.indices.map(squares).max() ?? 0
    return squares(centre) > Self.leastOwn * longest
      ? Array(all[centre * channels..<(centre + 1) * channels]) : all
  }

  /// The features of one site for others too.
  func spread(_ site: Site, over others: [Site]) -> GoalFeatures {
    var (effects, moments, ranges) = (effects, moments, ranges)
    for other in others {
      effects[other] = self.effects[site]
      moments[other] = self.moments[site]
      ranges[other] = nil
    }
    return GoalFeatures(effects: effects, moments: moments, ranges: ranges)
  }

  private static func range(_ maps: Tensor) -> [(low: Float, high: Float)] {
    let channels = maps.shape[3]
    var result = (0..<channels).map { (low: maps.elements[$0], high: maps.elements[$0]) }
    for (index, value) in maps.elements.enumerated() {
      let channel = index % channels
      result[channel].low = min(result[channel].low, value)
      result[channel].high = max(result[channel].high, value)
    }
    return result
  }

  private init(
    effects: [Site: [Float]], moments: [Site: ChannelMoments],
    ranges: [Site: [(low: Float, high: Float)]]
  ) {
    self.ranges = ranges
    self.effects = effects
    self.moments = moments
  }

  private static func effect(_ before: Tensor, _ after: Tensor, _ moves: [GoalMove]) -> [Float] {
    let (rows, columns, channels) = (before.shape[1], before.shape[2], before.shape[3])
    var sums = [Double](repeating: 0, count: offsets.count * channels)
    var counts = [Int](repeating: 0, count: offsets.count)
    for (index, move) in moves.enumerated() {
      for (cell, here, elsewhere) in [
        (move.goal, before, after), (move.other, after, before),
      ] {
        for (offset, step) in offsets.enumerated() {
          let square = cell.moved(by: step)
          guard square.row >= 0, square.row < rows, square.column >= 0, square.column < columns
          else { continue }
          counts[offset] += 1
          let start = ((index * rows + square.row) * columns + square.column) * channels
          for channel in 0..<channels {
            sums[offset * channels + channel] += Double(
              here.elements[start + channel] - elsewhere.elements[start + channel])
          }
        }
      }
    }
    return sums.indices.map { Float(sums[$0] / Double(max(1, counts[$0 / channels]))) }
  }

  /// The edits that take the goal from one square to another in each sample.
  ///
  /// - Parameters:
  ///   - squares: one pair a sample.
  ///   - turns: puts another change of equal length in the place of each site's, where given.
  package func edits(
    _ place: GoalPlace, squares: [(from: Cell, to: Cell)], rows: Int, columns: Int,
    turns: [Site: MatchedTurn] = [:]
  ) -> [SiteEdit] {
    place.sites.map { site in
      var patch = effects[site] ?? []
      let channels = patch.count / Self.offsets.count
      if place.radius == 0 {
        for (offset, step) in Self.offsets.enumerated() where step != Move(row: 0, column: 0) {
          for channel in 0..<channels { patch[offset * channels + channel] = 0 }
        }
      }
      if let turn = turns[site] { patch = turn.apply(to: patch, write: 0) }
      let (change, range) = (patch, ranges[site])
      return SiteEdit(
        at: site,
        .transform { sample, map in
          for (cell, sign) in [(squares[sample].from, Float(-1)), (squares[sample].to, 1)] {
            for (offset, step) in Self.offsets.enumerated() {
              let square = cell.moved(by: step)
              guard square.row >= 0, square.row < rows, square.column >= 0,
                square.column < columns
              else { continue }
              let start = (square.row * columns + square.column) * channels
              for channel in 0..<channels where change[offset * channels + channel] != 0 {
                let old = map[start + channel]
                let new = old + sign * change[offset * channels + channel]
                map[start + channel] =
                  range.map {
                    min(max(new, min($0[channel].low, old)), max($0[channel].high, old))
                  } ?? new
              }
            }
          }
        })
    }
  }
}
