package import Agents
internal import Environments
internal import LinearAlgebra
package import NeuralNetworks
package import Probing

/// The plan taken out of a network: an eraser for each tick of a place, fitted on the fit levels.
///
/// The concept is what a linear reader of the plan reads of a square: the one optimal move, through
/// as many directions as the rule of one standard error keeps; for a reader that compares
/// neighbours, the channels' directions that carry its weights. An erasure at one tick changes what
/// comes at the next, so the erasers are fitted again to what runs under erasure until no linear
/// reader finds the plan there, three times at most.
package struct PlanErasers: Sendable {
  /// What is changed: every tick of a place, or one.
  package let sites: [Site]
  /// The erasers of each site, applied one after another; none where nothing varies.
  package let erasers: [[Eraser]]
  /// The mean and covariance of the channels at each tick in natural running, over labelled squares
  /// of the fit levels; nil where nothing varies.
  package let moments: [ErasureMoments?]
  /// How many directions of the plan are taken out at once.
  package let rank: Int
  /// The share of the plan's variance that a linear reader of the square leaves unread, before and
  /// under erasure.
  package let unread: (before: Double, after: Double)

  static let mostRounds = 3
  /// Under erasure so much of the plan's variance has to be left unread.
  package static let fewestUnread = 0.9
  /// For a reader that compares neighbours: the share of its readings that is erased.
  static let energy = 0.95

  /// - Throws: as a run of the agent or a fit does.
  package init(
    _ candidate: PlanCandidate, agent: Agent, sites: [Site]
  ) throws {
    let (base, reader) = (candidate.base, candidate.reader)
    self.sites = sites
    let levels = try base.levels.selecting(base.fit)
    let data = try PlanReader.data(levels)
    let last = base.series.last
    let columns: @Sendable (Matrix<Float>) -> Matrix<Float>
    switch (candidate.pairs, reader.kernel) {
    case (nil, .square):
      let directions = try Self.planDirections(base, agent)
      let plan = Self.product(ConceptColumns([data]).columns, directions)
      rank = directions.columns
      columns = { _ in plan }
    case (let pairs, _):
      let maps = try base.maps(of: agent, at: [last], on: base.fit).activations(at: last)
      let read = try Self.readDirections(
        pairs?.allWeights ?? Self.allWeights(reader), ChannelMoments(maps, levels: levels))
      rank = read.columns
      columns = { Self.product($0, read) }
    }
    var erasers = [[Eraser]](repeating: [], count: sites.count)
    var natural: [ErasureMoments?] = []
    var unread = (before: 1.0, after: 1.0)
    for round in 0..<Self.mostRounds {
      let set = try base.maps(
        of: agent, at: sites, on: base.fit,
        edits: Self.edits(erasers, at: sites, base, levels: base.fit))
      var found: [ErasureMoments?] = []
      for (tick, site) in sites.enumerated() {
        let features = try LocalFeatures.gather(set.activations(at: site), .single, for: data)
        let moments = try Self.moments(features, columns(features))
        found.append(moments)
        guard let moments, let eraser = try Self.eraser(moments) else { continue }
        erasers[tick].append(eraser)
      }
      if round == 0 {
        natural = found
        unread.before = try Self.unread(candidate, agent, [], at: [])
      }
      unread.after = try Self.unread(candidate, agent, erasers, at: sites)
      if unread.after >= Self.fewestUnread { break }
    }
    self.erasers = erasers
    self.unread = unread
    moments = natural
  }

  /// The erasers of any concept of the squares, in one round.
  package init(
    _ base: InterventionBase, agent: Agent, sites: [Site],
    concept: (LevelSet, ProbeData) -> ProbeData
  ) throws {
    self.sites = sites
    let levels = try base.levels.selecting(base.fit)
    let data = try PlanReader.data(levels)
    let columns = ConceptColumns([concept(levels, data)]).columns
    let set = try base.maps(of: agent, at: sites, on: base.fit)
    moments = try sites.map { site in
      try Self.moments(
        LocalFeatures.gather(set.activations(at: site), .single, for: data), columns)
    }
    erasers = try moments.map { moments in
      try moments.flatMap { try Self.eraser($0) }.map { [$0] } ?? []
    }
    rank = erasers.compactMap { $0.first?.rank }.max() ?? 0
    unread = (1, 1)
  }

  /// The directions of the plan's classes that can be read, `[moves, rank]`; at least one.
  private static func planDirections(
    _ base: InterventionBase, _ agent: Agent
  ) throws -> Matrix<Double> {
    let moves = base.levels.moves.count
    let maps = try base.maps(of: agent, at: [base.series.last], on: Array(0..<base.levels.count))
      .activations(at: base.series.last)
    let data = try PlanReader.data(base.levels)
    do {
      let fitted = try ReducedRankProbe().fit(
        LocalFeatures.gather(maps, .single, for: data), [data])
      if fitted.rank > 0 { return fitted.targetDirections }
    } catch ProbingError.constantFeatures(_) {}
    return .identity(moves)
  }

  /// The weights of a reader on each square that it sees, as columns, `[channels, parts * moves]`.
  private static func allWeights(_ reader: PlanReader) -> Matrix<Double> {
    let channels = reader.channels
    let parts = reader.weights.rows / channels
    var all = Matrix<Double>(rows: channels, columns: parts * reader.weights.columns)
    for part in 0..<parts {
      for channel in 0..<channels {
        for move in 0..<reader.weights.columns {
          all[channel, part * reader.weights.columns + move] =
            reader.weights[part * channels + channel, move]
        }
      }
    }
    return all
  }

  /// The directions of the channels that carry a reader's weights, `[channels, rank]`.
  private static func readDirections(
    _ all: Matrix<Double>, _ moments: ChannelMoments
  ) throws -> Matrix<Double> {
    let channels = all.rows
    let values = try SingularValues(moments.root.multiplied(by: all))
    let total = values.values.reduce(0) { $0 + $1 * $1 }
    var (rank, sum) = (0, 0.0)
    while rank < min(values.values.count, channels), sum < energy * total {
      sum += values.values[rank] * values.values[rank]
      rank += 1
    }
    let read = moments.inverseRoot.multiplied(by: values.left)
    var result = Matrix<Double>(rows: channels, columns: max(rank, 1))
    for row in 0..<channels {
      for column in 0..<result.columns { result[row, column] = read[row, column] }
    }
    return result
  }

  private static func product(_ rows: Matrix<Float>, _ columns: Matrix<Double>) -> Matrix<Float> {
    rows.converted(to: Double.self).multiplied(by: columns).converted(to: Float.self)
  }

  private static func moments(
    _ features: Matrix<Float>, _ columns: Matrix<Float>
  ) throws -> ErasureMoments? {
    guard let first = features.elements.first, features.elements.contains(where: { $0 != first })
    else { return nil }
    var joined: [Float] = []
    joined.reserveCapacity(features.elements.count + columns.elements.count)
    for row in 0..<features.rows {
      joined.append(contentsOf: features.row(row))
      joined.append(contentsOf: columns.row(row))
    }
    let width = features.columns + columns.columns
    let statistics = try GramEngine.statistics(
      of: Matrix(rows: features.rows, columns: width, elements: joined),
      GramDescriptor(reference: [Double](repeating: 0, count: width)))
    return try ErasureMoments(statistics, features: features.columns)
  }

  /// No eraser where features or concept do not vary.
  private static func eraser(_ moments: ErasureMoments) throws -> Eraser? {
    do {
      let eraser = try Leace().fit(moments)
      return eraser.rank > 0 ? eraser : nil
    } catch ErasureError.constantConcept {
      return nil
    } catch ProbingError.constantFeatures(_) {
      return nil
    }
  }

  private static func unread(
    _ candidate: PlanCandidate, _ agent: Agent, _ erasers: [[Eraser]], at sites: [Site]
  ) throws -> Double {
    let base = candidate.base
    let all = Array(0..<base.levels.count)
    let maps = try base.maps(
      of: agent, at: [base.series.last], on: all,
      edits: edits(erasers, at: sites, base, levels: all)
    ).activations(at: base.series.last)
    if candidate.pairs != nil { return try PlanPairs(maps, base: base).unread }
    do {
      return try PlanReader(
        maps, at: base.series.last, kernel: .square, levels: base.levels,
        data: PlanReader.data(base.levels)
      ).heldOutError
    } catch ProbingError.constantFeatures(_) {
      return 1
    }
  }

  /// The edits of erasers of each site, on squares of samples of some levels.
  ///
  /// - Parameter squares: of each level; all free ones when nil.
  package static func edits(
    _ erasers: [[Eraser]], at sites: [Site], _ base: InterventionBase, levels: [Int],
    squares: [[Int]]? = nil
  ) -> [SiteEdit] {
    let free =
      squares
      ?? levels.map { level in
        let walls = base.levels.levels[level].grid.walls
        return walls.indices.filter { !walls[$0] }
      }
    return zip(sites, erasers).compactMap { site, erasers in
      guard !erasers.isEmpty else { return nil }
      let flat = erasers.map(SquareEraser.init)
      return SiteEdit(
        at: site,
        .transform { sample, map in
          for eraser in flat { eraser.apply(to: map, at: free[sample]) }
        })
    }
  }
}

/// An eraser in single precision, applied to squares of a map where they lie.
struct SquareEraser: Sendable {
  private let means: [Float]
  private let removed: [Float]
  private let readOut: [Float]
  private let rank: Int

  init(_ eraser: Eraser) {
    means = eraser.means.map(Float.init)
    removed = eraser.removed.elements.map(Float.init)
    readOut = eraser.readOut.elements.map(Float.init)
    rank = eraser.rank
  }

  func apply(to map: UnsafeMutableBufferPointer<Float>, at cells: [Int]) {
    let channels = means.count
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rank) { read in
      means.withUnsafeBufferPointer { means in
        readOut.withUnsafeBufferPointer { readOut in
          removed.withUnsafeBufferPointer { removed in
            for cell in cells {
              let start = cell * channels
              for direction in 0..<rank {
                var sum: Float = 0
                for channel in 0..<channels {
                  sum +=
                    readOut[direction * channels + channel]
                    * (map[start + channel] - means[channel])
                }
                read[direction] = sum
              }
              for channel in 0..<channels {
                var sum: Float = 0
                for direction in 0..<rank {
                  sum += removed[channel * rank + direction] * read[direction]
                }
                map[start + channel] -= sum
              }
            }
          }
        }
      }
    }
  }
}
