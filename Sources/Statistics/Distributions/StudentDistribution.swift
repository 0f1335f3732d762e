internal import Foundation

/// Student's distribution.
package enum StudentDistribution {
  /// A quantile, by its expansion about the normal one; good to three digits from three degrees of
  /// freedom. Source: Abramowitz and Stegun, 26.7.5.
  ///
  /// - Parameter freedom: degrees of freedom, which need not be whole.
  package static func quantile(_ p: Double, freedom: Double) -> Double {
    let z = NormalDistribution.quantile(p)
    let n = freedom
    let first = (pow(z, 3) + z) / 4
    let second = (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / 96
    let third = (3 * pow(z, 7) + 19 * pow(z, 5) + 17 * pow(z, 3) - 15 * z) / 384
    let fourth =
      (79 * pow(z, 9) + 776 * pow(z, 7) + 1482 * pow(z, 5) - 1920 * pow(z, 3) - 945 * z) / 92160
    return z + first / n + second / (n * n) + third / pow(n, 3) + fourth / pow(n, 4)
  }
}
