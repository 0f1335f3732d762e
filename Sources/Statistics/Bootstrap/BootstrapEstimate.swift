/// A metric with its bootstrap distribution over units.
package struct BootstrapEstimate: Sendable, Equatable {
  /// The metric on all units.
  package let value: Double
  /// The metric on each resample; NaN where it is not defined.
  package let replicates: [Double]
  /// The interval; `nil` when more than one resample in twenty has no finite value.
  package let interval: Interval?

  package init(value: Double, replicates: [Double], interval: Interval?) {
    self.value = value
    self.replicates = replicates
    self.interval = interval
  }

  /// A share with an interval that is no single point where all units agree: resamples of nothing
  /// but successes say nothing of what was not seen, so that Wilson's interval for as many
  /// independent trials as there are units takes their place.
  package func asShare(units: Int) -> BootstrapEstimate {
    guard let interval, interval.lower == interval.upper, value == 0 || value == 1 else {
      return self
    }
    return BootstrapEstimate(
      value: value, replicates: replicates,
      interval: Proportion.wilson(successes: value * Double(units), trials: Double(units)))
  }

  /// The standard deviation over the resamples with a finite value.
  package var standardError: Double { Sample.standardDeviation(replicates.filter(\.isFinite)) }

  /// The power card of the estimate.
  package var power: PowerCard { PowerCard(standardError: standardError) }

  /// A two-sided p-value for an effect of zero from the share of resamples on its far side.
  ///
  /// Coarse: never below `2 / (replicates + 1)`. Use a permutation where there is one.
  package var twoSidedP: Double {
    let finite = replicates.filter(\.isFinite)
    let below = finite.count { $0 <= 0 }
    let above = finite.count { $0 >= 0 }
    return min(1, 2 * Double(1 + min(below, above)) / Double(1 + finite.count))
  }
}
