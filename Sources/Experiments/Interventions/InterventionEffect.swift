package import Statistics

/// One measure of an intervention, beside random ones that are as large.
package struct InterventionEffect: Sendable {
  package let measure: DecisionMeasure
  /// What the intervention did, with its interval over levels.
  package let own: BootstrapEstimate
  /// What it did beyond the kind of random change that did most.
  package let beyond: BootstrapEstimate
  package let nulls: [MatchedNull]
  /// The means of the random changes, with their intervals over levels, in the order of the kinds.
  package let random: [BootstrapEstimate]
  /// The largest of the p-values against the kinds of random change; nil without any.
  package let p: Double?

  /// - Parameter isShare: whether a level's values lie in 0 to 1, so that an interval without width
  ///   at an end is that of independent trials.
  init(
    _ measure: DecisionMeasure, own values: [Double], nulls: [MatchedNull], isShare: Bool,
    isIdentity: Bool, with bootstrap: LevelBootstrap
  ) {
    func mean(_ values: [Double]) -> BootstrapEstimate {
      Proportion.bootstrapped(successes: values, trials: values.map { _ in 1 }, with: bootstrap)
    }
    self.measure = measure
    let plain = mean(values)
    own = isShare && !isIdentity ? plain.asShare(units: values.count) : plain
    let against = nulls.hardest?.levels ?? values.map { _ in 0 }
    beyond = mean(zip(values, against).map { $0 - $1 })
    random = nulls.map { mean($0.levels) }
    self.nulls = nulls
    p = nulls.isEmpty ? nil : nulls.p
  }
}
