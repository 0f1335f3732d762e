internal import Environments
package import LinearAlgebra
internal import Probing
package import Statistics

/// T2: does the plan become better with every tick, at a fixed observation?
///
/// A probe is fitted at each tick; the effect is the slope of the isotonic fit of its increment over
/// ticks, on hard levels, minus the mean slope of the untrained networks, whose decodability also
/// grows while their receptive field does.
package struct RefinementOverTicks: Sendable {
  static let test = "T2 refinement over ticks"

  package let plan: PlanScan
  package let gates: LevelGates
  /// Increments on hard levels at each place: the network's and each untrained one's.
  package let trained: [BootstrapEstimate]
  package let untrained: [[BootstrapEstimate]]
  /// Isotonic slopes in macro-F1 a tick; `nil` for a series of one place.
  package let slope: BootstrapEstimate?
  package let untrainedSlope: BootstrapEstimate?
  /// The effect: the network's slope minus the untrained mean.
  package let effect: BootstrapEstimate?
  /// The number of hard report levels.
  package let hardLevels: Int
  /// The increment of a probe fitted at one place (row) and read at another (column).
  package let transfer: Matrix<Double>
  package let map: DistanceTickMap

  /// - Throws: as a measurement does.
  package init(_ plan: PlanScan, gates: LevelGates, map: DistanceTickMap? = nil) throws {
    self.plan = plan
    self.gates = gates
    let places = plan.series.count
    let networks = plan.captures.sets.count
    let isHard = plan.captures.levels.levels.map {
      Hardness($0).share >= plan.settings.minimumHardness
    }
    let rows = plan.scores.rows { isHard[plan.data.rowLevel[$0]] }
    hardLevels = plan.scores.levels(of: rows)
    let predictions = (0..<networks).flatMap { network in
      (0..<places).map { plan.classes(place: $0, network: network) }
    }
    let increments = plan.scores.increments(predictions, in: rows)
    let byNetwork = (0..<networks).map { Array(increments[$0 * places..<($0 + 1) * places]) }
    trained = byNetwork[0]
    untrained = Array(byNetwork.dropFirst())
    let x = plan.series.numbers.map(Double.init)
    let slopes = places < 2 ? [] : byNetwork.map { Self.slope($0, over: x) }
    slope = slopes.first
    untrainedSlope = BootstrapEstimate.mean(of: Array(slopes.dropFirst()))
    effect = slopes.first.map { $0.minus(meanOf: Array(slopes.dropFirst())) }
    transfer = try Self.transfer(plan)
    self.map = map ?? DistanceTickMap(plan)
  }

  /// The margin inside which a slope counts as none: that of an increment over the whole series.
  package var margin: Double {
    let numbers = plan.series.numbers
    return plan.report.margin / Double(max(1, numbers[numbers.count - 1] - numbers[0]))
  }

  private static func slope(_ series: [BootstrapEstimate], over x: [Double]) -> BootstrapEstimate {
    func slope(_ values: [Double]) -> Double {
      values.allSatisfy(\.isFinite) ? IsotonicRegression(values).slope(over: x) : .nan
    }
    let count = series[0].replicates.count
    return BootstrapEstimate(
      value: slope(series.map(\.value)),
      percentileOf: (0..<count).map { replicate in slope(series.map { $0.replicates[replicate] }) })
  }

  private static func transfer(_ plan: PlanScan) throws -> Matrix<Double> {
    let places = plan.series.count
    let features = try (0..<places).map { try plan.features(place: $0, network: 0) }
    let values = try Parallel.tryMap(places * places) { index -> Double in
      let (fitted, read) = (index / places, index % places)
      let result = plan.report.entries[fitted].result
      if fitted == read { return result.increment.value }
      return try plan.scan.evaluate(result.fitted, on: features[read]).increment.value
    }
    return Matrix(rows: places, columns: places, elements: values)
  }
}
