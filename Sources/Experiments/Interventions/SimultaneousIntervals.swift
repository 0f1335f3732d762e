package import Statistics

/// Intervals of several estimates that hold all of them at once in 95 % of samples.
///
/// Each is its estimate with so many standard errors on either side as the largest studentised
/// deviation of the resamples has in 95 % of them (the max statistic). All estimates must have been
/// resampled with the same weights.
package enum SimultaneousIntervals {
  /// One an estimate; nil where a resample has no finite value. An estimate that does not vary gets
  /// an interval without width.
  package static func of(
    _ estimates: [BootstrapEstimate], confidence: Double = 0.95
  ) -> [Interval?] {
    let errors = estimates.map(\.standardError)
    let replicates = estimates.map(\.replicates.count).min() ?? 0
    var largest = [Double](repeating: 0, count: replicates)
    for (estimate, error) in zip(estimates, errors) where error > 0 {
      for replicate in 0..<replicates {
        largest[replicate] = max(
          largest[replicate], abs(estimate.replicates[replicate] - estimate.value) / error)
      }
    }
    let width = Sample.quantile(confidence, ofSorted: largest.sorted())
    return zip(estimates, errors).map { estimate, error in
      guard error.isFinite, estimate.replicates.allSatisfy(\.isFinite) else { return nil }
      return Interval(
        lower: estimate.value - width * error, upper: estimate.value + width * error,
        confidence: confidence, method: "max-statistic bootstrap")
    }
  }
}
