package import LinearAlgebra

/// The two-level bootstrap: runs are drawn, then levels within each drawn run.
///
/// For claims about a training procedure rather than about one network.
package struct RunBootstrap: Sendable {
  /// The metric of each run averaged over runs, with an interval that covers both levels.
  ///
  /// - Parameters:
  ///   - runs: per-unit sums of `[units, k]`, one matrix a run; the units may differ.
  ///   - metric: takes the `k` totals of a run.
  /// - Throws: ``StatisticsError/tooFewLevels(found:needed:purpose:)`` below two runs or two units.
  package static func estimate(
    _ runs: [Matrix<Double>], replicates: Int = 2000, confidence: Double = 0.95,
    using random: inout RandomStream, metric: (ArraySlice<Double>) -> Double
  ) throws -> BootstrapEstimate {
    guard runs.count >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: runs.count, needed: 2, purpose: "a bootstrap over runs (counted in runs)")
    }
    let value = Sample.mean(runs.map { metric($0.columnTotals()[...]) })
    let inner = try runs.map { run in
      let bootstrap = try LevelBootstrap(units: run.rows, replicates: replicates, using: &random)
      let totals = bootstrap.totals(run)
      return (0..<replicates).map { metric(totals.row($0)) }
    }
    let values = (0..<replicates).map { replicate in
      var sum = 0.0
      for _ in runs.indices { sum += inner[random.below(runs.count)][replicate] }
      return sum / Double(runs.count)
    }
    return BootstrapEstimate(
      value: value, replicates: values,
      interval: LevelBootstrap.percentile(values, confidence))
  }
}
