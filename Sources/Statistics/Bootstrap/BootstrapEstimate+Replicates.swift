extension BootstrapEstimate {
  /// An estimate from a value and its replicates, with the percentile interval; no interval where
  /// more than one replicate in twenty is not finite.
  package init(value: Double, percentileOf replicates: [Double], confidence: Double = 0.95) {
    self.init(
      value: value, replicates: replicates,
      interval: LevelBootstrap.percentile(replicates, confidence))
  }

  /// This estimate minus another, replicate by replicate: both were drawn with the same weights.
  package func minus(_ other: BootstrapEstimate) -> BootstrapEstimate { minus(meanOf: [other]) }

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

  /// This estimate times a number.
  package func times(_ factor: Double) -> BootstrapEstimate {
    BootstrapEstimate(
      value: value * factor, replicates: replicates.map { $0 * factor },
      interval: interval.map {
        Interval(
          lower: min($0.lower * factor, $0.upper * factor),
          upper: max($0.lower * factor, $0.upper * factor), confidence: $0.confidence,
          method: $0.method)
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
