package import Statistics

/// An interval from leaving out groups of levels one at a time.
///
/// For figures that are no function of sums over levels, or whose estimate is spoilt by drawing a
/// level twice, as an unbiased estimate of dependence is: a bootstrap pairs a level with its own
/// copy. The groups may differ in size. Source: Busing, Meijer, van der Leeden, *Delete-m jackknife
/// for unequal m* (1999).
package enum GroupJackknife {
  /// - Parameters:
  ///   - value: the figure with all groups.
  ///   - leftOut: the figure without each group.
  ///   - sizes: the number of levels in each group.
  ///   - unit: what the groups are, in the plural.
  /// - Returns: nil with fewer than four groups, or when a figure is not finite.
  package static func interval(
    _ value: Double, leftOut: [Double], sizes: [Int], confidence: Double = 0.95,
    unit: String = "folds of levels"
  ) -> Interval? {
    let count = leftOut.count
    guard count >= 4, value.isFinite, leftOut.allSatisfy(\.isFinite) else { return nil }
    let total = Double(sizes.reduce(0, +))
    var centre = Double(count) * value
    for (size, figure) in zip(sizes, leftOut) { centre -= (1 - Double(size) / total) * figure }
    var variance = 0.0
    for (size, figure) in zip(sizes, leftOut) {
      let ratio = total / Double(size)
      let pseudo = ratio * value - (ratio - 1) * figure
      variance += (pseudo - centre) * (pseudo - centre) / (ratio - 1)
    }
    variance /= Double(count)
    let reach =
      StudentDistribution.quantile(1 - (1 - confidence) / 2, freedom: Double(count - 1))
      * variance.squareRoot()
    return Interval(
      lower: value - reach, upper: value + reach, confidence: confidence,
      method: "jackknife over \(count) \(unit)")
  }
}
