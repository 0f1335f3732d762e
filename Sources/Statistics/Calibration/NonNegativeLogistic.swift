internal import Foundation

/// Logistic regression whose weights cannot be negative: evidence for a claim can only raise it.
///
/// `p = sigma(b + w'x)` with `w >= 0`, least mean log loss plus `penalty |w|^2 / 2`, found by projected
/// gradient steps with the step size of the loss's curvature bound, so that it always converges to the
/// one optimum.
package struct NonNegativeLogistic: Sendable, Equatable, Codable {
  package let intercept: Double
  package let weights: [Double]

  package init(intercept: Double, weights: [Double]) {
    self.intercept = intercept
    self.weights = weights
  }

  /// Fits rows of equal length.
  ///
  /// - Parameter isBalanced: whether classes have equal weight in the loss whatever their counts; else
  ///   rows have.
  /// - Precondition: as many labels as rows, both classes among them.
  package init(
    rows: [[Double]], isPositive: [Bool], penalty: Double = 0.01, iterations: Int = 20_000,
    isBalanced: Bool = true
  ) {
    precondition(rows.count == isPositive.count, "\(rows.count) rows need as many labels.")
    let positives = Double(isPositive.count { $0 })
    let negatives = Double(rows.count) - positives
    precondition(positives > 0 && negatives > 0, "A fit needs positives and negatives.")
    let columns = rows.first?.count ?? 0
    let share = isPositive.map {
      isBalanced ? $0 ? 0.5 / positives : 0.5 / negatives : 1 / (positives + negatives)
    }
    // The curvature is at most a quarter of the weighted mean of 1 + |x|^2, and the penalty.
    let bound =
      rows.indices.reduce(0.0) { sum, row in
        sum + share[row] * (1 + rows[row].reduce(0) { $0 + $1 * $1 })
      } / 4 + penalty
    let step = 1 / bound
    var (intercept, weights) = (0.0, [Double](repeating: 0, count: columns))
    for _ in 0..<iterations {
      var gradient = weights.map { $0 * penalty }
      var slope = 0.0
      for (row, values) in rows.enumerated() {
        let predicted = Self.sigmoid(
          values.indices.reduce(intercept) { $0 + weights[$1] * values[$1] })
        let error = share[row] * (predicted - (isPositive[row] ? 1 : 0))
        slope += error
        for column in 0..<columns { gradient[column] += error * values[column] }
      }
      var moved = abs(step * slope)
      intercept -= step * slope
      for column in 0..<columns {
        let next = max(0, weights[column] - step * gradient[column])
        moved = max(moved, abs(next - weights[column]))
        weights[column] = next
      }
      if moved < 1e-9 { break }
    }
    self.init(intercept: intercept, weights: weights)
  }

  /// `b + w'x`.
  package func logit(_ row: [Double]) -> Double {
    row.indices.reduce(intercept) { $0 + weights[$1] * row[$1] }
  }

  package func probability(_ row: [Double]) -> Double { Self.sigmoid(logit(row)) }

  private static func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}
