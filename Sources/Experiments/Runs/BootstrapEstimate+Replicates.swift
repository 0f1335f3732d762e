package import Statistics

extension BootstrapEstimate {
  /// An estimate from a value and its replicates, with the percentile interval; no interval where
  /// more than one replicate in twenty is not finite.
  package init(value: Double, percentileOf replicates: [Double], confidence: Double = 0.95) {
    let finite = replicates.filter(\.isFinite).sorted()
    let tail = (1 - confidence) / 2
    let isDefined = finite.count >= 2 && finite.count * 20 >= replicates.count * 19
    self.init(
      value: value, replicates: replicates,
      interval: isDefined
        ? Interval(
          lower: Sample.quantile(tail, ofSorted: finite),
          upper: Sample.quantile(1 - tail, ofSorted: finite), confidence: confidence,
          method: "percentile") : nil)
  }

  /// This estimate minus the mean of others, replicate by replicate: all were drawn with the same
  /// weights.
  package func minus(meanOf others: [BootstrapEstimate]) -> BootstrapEstimate {
    guard !others.isEmpty else { return self }
    let count = Double(others.count)
    return BootstrapEstimate(
      value: value - others.reduce(0) { $0 + $1.value } / count,
      percentileOf: replicates.indices.map { index in
        replicates[index] - others.reduce(0) { $0 + $1.replicates[index] } / count
      })
  }

  /// The mean of several estimates, replicate by replicate.
  package static func mean(of estimates: [BootstrapEstimate]) -> BootstrapEstimate? {
    guard let first = estimates.first else { return nil }
    let count = Double(estimates.count)
    return BootstrapEstimate(
      value: estimates.reduce(0) { $0 + $1.value } / count,
      percentileOf: first.replicates.indices.map { index in
        estimates.reduce(0) { $0 + $1.replicates[index] } / count
      })
  }
}
