/// What a test of this precision could have seen.
package struct PowerCard: Sendable, Equatable, Codable {
  /// The standard error of the effect.
  package let standardError: Double

  package init(standardError: Double) { self.standardError = standardError }

  /// The smallest effect found with power 0.9 by a two-sided test at 0.05: 3.24 standard errors.
  package var minimumDetectableEffect: Double { 3.24 * standardError }

  /// The smallest margin within which two one-sided tests at 0.05 show equivalence with power 0.9
  /// when the effect is zero: 3.29 standard errors.
  package var smallestEquivalenceMargin: Double { 3.29 * standardError }

  /// The power of a two-sided test at `level` for an effect of this size.
  package func power(effect: Double, level: Double = 0.05) -> Double {
    let bound = NormalDistribution.quantile(1 - level / 2)
    let shift = abs(effect) / standardError
    return NormalDistribution.cumulative(shift - bound)
      + NormalDistribution.cumulative(-shift - bound)
  }

  /// Whether an effect may be called absent: the whole interval inside the margin, and the margin
  /// wide enough that this would have come out with power 0.9.
  package func showsAbsence(_ interval: Interval, margin: Double) -> Bool {
    interval.isInside(margin: margin) && margin >= smallestEquivalenceMargin
  }
}
