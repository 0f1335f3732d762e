internal import Foundation

/// The standard normal distribution.
package enum NormalDistribution {
  /// The probability of a value below `x`.
  package static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The density at `x`.
  package static func density(_ x: Double) -> Double {
    exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }

  /// The value below which a share `p` lies; infinite at 0 and 1, NaN outside.
  ///
  /// Halley's iteration on the cumulative distribution from an asymptotic start; relative error
  /// about 1e-14.
  package static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p > 0.5 { return -quantile(1 - p) }
    var x: Double
    if p > 0.02 {
      x = (p - 0.5) * (2 * Double.pi).squareRoot()
    } else {
      let t = -2 * log(p)
      x = -(t - log(2 * Double.pi * max(1, t - log(2 * Double.pi * t)))).squareRoot()
    }
    for _ in 0..<20 {
      let error = (cumulative(x) - p) / density(x)
      let step = error / (1 + x * error / 2)
      x -= step
      if abs(step) <= 1e-15 * abs(x) { break }
    }
    return x
  }

  /// The two-sided probability of a value at least as far from zero as `z`.
  package static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }
}
