/// The line through the median of all pairwise slopes.
///
/// Source: Theil (1950), Sen (1968); the intercept is the median of `y` minus slope times the
/// median of `x`. Cost `count^2 / 2` slopes.
package struct TheilSen: Sendable, Equatable {
  /// The median slope.
  package let slope: Double
  /// The value of the line at zero.
  package let intercept: Double

  /// Fits the line; NaN when all `x` are equal.
  package init(_ x: [Double], _ y: [Double]) {
    precondition(
      x.count == y.count, "A line needs equally many x and y, not \(x.count) and \(y.count).")
    var slopes: [Double] = []
    slopes.reserveCapacity(x.count * max(0, x.count - 1) / 2)
    for first in x.indices {
      for second in 0..<first where x[first] != x[second] {
        slopes.append((y[first] - y[second]) / (x[first] - x[second]))
      }
    }
    slope = Sample.median(slopes)
    intercept = Sample.median(y) - slope * Sample.median(x)
  }
}
