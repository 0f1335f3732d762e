internal import LinearAlgebra
internal import Probing
internal import Statistics

/// The better of two readers of the same columns: a linear one, and one over fixed random rectified
/// features of them (R7 (b) and (b2)).
enum BaselineChoice {
  /// Fits both and returns the scan over the one that scores better on the report folds.
  ///
  /// Choosing by the report folds can only make increments smaller. The second is fitted with a
  /// coarse grid of penalties first and in full only where it is the better one.
  ///
  /// - Parameters:
  ///   - randomFeatures: how many; 0 leaves the second reader out.
  ///   - types: the type of each row for a control task (R5); `nil` leaves it out.
  ///   - strata: a partition of the rows in which increments are also wanted.
  /// - Returns: the scan, and whether the random features were the better baseline.
  /// - Throws: `ProbingError` as the fit does.
  static func scan(
    _ data: ProbeData, columns: Matrix<Float>, randomFeatures: Int, types: [UInt64]? = nil,
    strata: RowStrata? = nil, settings: IncrementSettings, random: RandomStream
  ) throws -> (scan: IncrementScan, isRandomFeatures: Bool) {
    guard randomFeatures > 0, columns.columns > 0 else {
      var stream = random
      let scan = try IncrementScan(
        data, baseline: columns, settings: settings, strata: strata, types: types, using: &stream)
      return (scan, false)
    }
    var drawing = random.split("random features")
    let second = RandomFeatures.rectified(columns, count: randomFeatures, using: &drawing)
    var rough = settings
    rough.baselineGrid = PenaltyGrid(count: 7, smallest: 1e-4, largest: 1e2)
    rough.permutations = 0
    rough.replicates = 2
    let plans = [(columns, settings), (second, rough)]
    let scans = try Parallel.tryMap(plans.count) { index in
      var stream = random
      return try IncrementScan(
        data, baseline: plans[index].0, settings: plans[index].1, strata: strata, types: types,
        using: &stream)
    }
    guard scans[1].baseline.value > scans[0].baseline.value else { return (scans[0], false) }
    var stream = random
    return (
      try IncrementScan(
        data, baseline: second, settings: settings, strata: strata, types: types, using: &stream),
      true
    )
  }
}
