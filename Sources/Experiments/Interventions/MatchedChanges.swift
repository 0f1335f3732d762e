internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

/// The changes that an intervention made, and random ones that are as large.
struct MatchedChanges: Sendable {
  private let run: InterventionRun
  private let settings: InterventionSettings
  /// Of each tick, `[report level, row, column, channel]`.
  private let changes: [Tensor]
  /// The kinds of which there is something random beside the intervention.
  private let spaces: [ChangeSpace]
  /// The largest change, one number a channel.
  private let main: [Double]
  /// The root mean squared length of a change at a changed square and tick.
  let sizes: [MatchedLength: Double]
  /// The share of the squared change that lies among the directions that vary.
  let within: Double

  /// At most so many changes tell how large they are.
  private static let sampled = 4000

  init(
    _ run: InterventionRun, _ changes: [Tensor], settings: InterventionSettings
  ) throws {
    self.run = run
    self.changes = changes
    self.settings = settings
    let channels = run.place.description.channels
    let moments = try SiteMoments(run.agent, at: run.place, on: run.decisions)
    let all = try MatchedLength.allCases.map {
      try ChangeSpace($0, covariance: moments.covariance)
    }
    var (best, main) = (0.0, [Double](repeating: 0, count: channels))
    var vectors: [[Double]] = []
    let count = changes.reduce(0) { $0 + $1.count / max(1, channels) }
    let step = max(1, count / Self.sampled)
    var place = 0
    for tensor in changes {
      for start in stride(from: 0, to: tensor.count, by: channels) {
        var squares: Float = 0
        for channel in 0..<channels {
          squares += tensor.elements[start + channel] * tensor.elements[start + channel]
        }
        if squares > 0 {
          let isLargest = Double(squares) > best
          if isLargest || place % step == 0 {
            let vector = tensor.elements[start..<start + channels].map(Double.init)
            if isLargest { (best, main) = (Double(squares), vector) }
            if place % step == 0 { vectors.append(vector) }
          }
          place += 1
        }
      }
    }
    self.main = main
    var sizes: [MatchedLength: Double] = [:]
    for space in all {
      let squares = vectors.isEmpty ? 0 : Sample.mean(vectors.map(space.squaredLength))
      sizes[space.length] = squares.squareRoot()
    }
    self.sizes = sizes
    let whole = vectors.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    let inside = vectors.reduce(0) { sum, vector in
      let kept = all[1].back.multiplied(
        by: Matrix(rows: all[1].dimensions, columns: 1, elements: all[1].coordinates(vector)))
      return sum + kept.elements.reduce(0) { $0 + $1 * $1 }
    }
    let within = whole > 0 ? inside / whole : 1
    self.within = within
    // A change wholly outside of what varies has no Mahalanobis length.
    spaces = all.filter {
      $0.length == .euclidean || ($0.dimensions > 0 && (sizes[$0.length] ?? 0) > 0)
    }
    samples = vectors
  }

  /// Some of the changes.
  private let samples: [[Double]]

  private func change(_ space: ChangeSpace, _ draw: Int, _ random: RandomStream) throws
    -> RandomChange
  {
    try RandomChange(
      space, away: main,
      drawnFrom: random.split(space.length.rawValue).split(UInt64(draw)))
  }

  /// The squared length of random changes over that of the intervention's, the one farthest from 1
  /// among some draws of each kind.
  func ratios(_ random: RandomStream) -> [MatchedLength: Double] {
    var result: [MatchedLength: Double] = [:]
    let few = samples.prefix(200)
    for space in spaces {
      let own = few.reduce(0) { $0 + space.squaredLength($1) }
      guard own > 0 else { continue }
      var farthest = 1.0
      for draw in 0..<min(settings.draws, 5) {
        guard let turned = try? change(space, draw, random), turned.matrix != nil else { continue }
        let length = few.reduce(0.0) { sum, vector in
          let moved = turned.apply(
            to: vector.map { Float($0) }[...], channels: vector.count, squares: [0], level: 0)
          return sum + space.squaredLength(moved.map(Double.init))
        }
        if abs(length / own - 1) > abs(farthest - 1) { farthest = length / own }
      }
      result[space.length] = farthest
    }
    return result
  }

  /// What random changes of each kind did, by measure.
  ///
  /// - Parameter own: the outputs under the intervention, on all report levels.
  func nulls(
    _ reading: DecisionReading, own: Matrix<Float>, random: RandomStream
  ) throws -> [[DecisionMeasure: MatchedNull]] {
    let count = run.decisions.report.count
    let everywhere = Array(0..<count)
    return try spaces.map { space in
      let draws = try Parallel.tryMap(settings.draws) { draw in
        let numbers = settings.levels(ofDraw: draw, among: count)
        let logits = try run.run(
          numbers, edits(try change(space, draw, random), on: numbers))
        return (
          numbers,
          reading.measures.map { reading.values($0, of: logits, on: numbers) }
        )
      }
      var nulls: [DecisionMeasure: MatchedNull] = [:]
      for (index, measure) in reading.measures.enumerated() {
        nulls[measure] = MatchedNull(
          name: "random changes of \(space.length.phrase)",
          own: reading.values(measure, of: own, on: everywhere),
          outcomes: draws.map { ($0.0, $0.1[index]) })
      }
      return nulls
    }
  }

  private func edits(_ change: RandomChange, on numbers: [Int]) -> [SiteEdit] {
    let place = run.place
    let extent = place.extent(run.decisions.observations.shape)
    let (cells, channels) = (extent[0] * extent[1], extent[2])
    let width = cells * channels
    return zip(place.sites, changes).map { site, tensor in
      var elements: [Float] = []
      elements.reserveCapacity(numbers.count * width)
      for number in numbers {
        let agent = run.decisions.reads[run.decisions.report[number]]
        elements += change.apply(
          to: tensor.elements[number * width..<(number + 1) * width], channels: channels,
          squares: place.squares == .agent ? [agent] : Array(0..<cells), level: number)
      }
      return SiteEdit(
        at: site, .add(Tensor(shape: [numbers.count] + extent, elements: elements)))
    }
  }
}
