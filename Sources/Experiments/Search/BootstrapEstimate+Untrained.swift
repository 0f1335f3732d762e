package import Statistics

extension BootstrapEstimate {
  /// This estimate minus the mean of those of untrained networks, where that is above zero.
  ///
  /// An untrained network that is worse than nothing is no reason to credit another one with more
  /// than it shows.
  package func minus(untrained: [BootstrapEstimate]) -> BootstrapEstimate {
    guard let mean = BootstrapEstimate.mean(of: untrained), mean.value.isFinite else { return self }
    let floored = BootstrapEstimate(
      value: max(0, mean.value),
      percentileOf: mean.replicates.map { $0.isNaN ? $0 : max(0, $0) })
    return minus(meanOf: [floored])
  }
}
