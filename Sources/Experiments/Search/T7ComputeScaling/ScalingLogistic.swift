internal import Foundation
internal import LinearAlgebra

/// `solved ~ b0 + b1 T + b2 d + b3 T d` over the cells of distance and ticks, by Newton's method with
/// a small penalty, for decisions that change at one tick have no maximum of the likelihood.
///
/// Ticks and distances are centred and divided by their standard deviations; `b3` is the change of
/// the logit slope over ticks, a standard deviation of distance.
struct ScalingLogistic: Sendable {
  /// The penalty on the squares of b1 to b3.
  static let penalty = 1.0

  /// b0 to b3.
  let coefficients: [Double]

  /// - Parameter cells: ticks, distance, starts, solved starts.
  init(_ cells: [(ticks: Double, distance: Double, starts: Double, solved: Double)]) {
    let used = cells.filter { $0.starts > 0 }
    let ticks = Self.standard(used.map(\.ticks))
    let distances = Self.standard(used.map(\.distance))
    var b = [0.0, 0.0, 0.0, 0.0]
    for _ in 0..<25 {
      var gradient = [Double](repeating: 0, count: 4)
      var curvature = Matrix<Double>(rows: 4, columns: 4)
      for index in used.indices {
        let x = [1, ticks[index], distances[index], ticks[index] * distances[index]]
        let logit = zip(b, x).reduce(0) { $0 + $1.0 * $1.1 }
        let p = 1 / (1 + exp(-logit))
        let weight = used[index].starts * p * (1 - p)
        for i in 0..<4 {
          gradient[i] += x[i] * (used[index].solved - used[index].starts * p)
          for j in 0..<4 { curvature[i, j] += weight * x[i] * x[j] }
        }
      }
      for i in 1..<4 {
        gradient[i] -= Self.penalty * b[i]
        curvature[i, i] += Self.penalty
      }
      curvature[0, 0] += 1e-6
      guard
        let step = try? Cholesky(curvature).solve(
          Matrix(rows: 4, columns: 1, elements: gradient))
      else { break }
      let largest = step.elements.map(abs).max() ?? 0
      // Steps of more than two logits leave the range in which the curvature holds.
      let length = min(1, 2 / max(largest, 1e-12))
      for i in 0..<4 { b[i] += length * step[i, 0] }
      if largest < 1e-8 { break }
    }
    coefficients = b
  }

  private static func standard(_ values: [Double]) -> [Double] {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return values.map { variance > 0 ? ($0 - mean) / variance.squareRoot() : 0 }
  }
}
