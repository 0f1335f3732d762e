internal import Foundation
internal import LinearAlgebra

/// How an interval is read off a bootstrap distribution.
package enum BootstrapMethod: String, Sendable, Codable {
  /// The plain quantiles.
  case percentile
  /// Bias-corrected and accelerated; falls back to ``percentile``, and says so, where the
  /// correction is not defined.
  case bca
}

extension LevelBootstrap {
  /// Source: Efron, *Better bootstrap confidence intervals* (1987); acceleration by the jackknife
  /// over units.
  func bca(
    _ value: Double, _ values: [Double], _ sums: Matrix<Double>, _ all: [Double],
    _ confidence: Double, _ metric: (ArraySlice<Double>) -> Double
  ) -> Interval? {
    let finite = values.filter(\.isFinite)
    guard !finite.isEmpty, value.isFinite else { return nil }
    let below = finite.reduce(0.0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) }
    let bias = NormalDistribution.quantile(below / Double(finite.count))
    var jackknife: [Double] = []
    jackknife.reserveCapacity(units)
    var rest = all
    for unit in 0..<units {
      for column in 0..<sums.columns { rest[column] = all[column] - sums[unit, column] }
      jackknife.append(metric(rest[...]))
    }
    let mean = Sample.mean(jackknife)
    let squares = jackknife.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let cubes = jackknife.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    let acceleration = squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0
    guard bias.isFinite, acceleration.isFinite else { return Self.percentile(values, confidence) }
    func share(_ p: Double) -> Double {
      let z = bias + NormalDistribution.quantile(p)
      return NormalDistribution.cumulative(bias + z / (1 - acceleration * z))
    }
    let tail = (1 - confidence) / 2
    return Self.interval(values, share(tail), share(1 - tail), confidence, "BCa")
  }
}
