package import LinearAlgebra

/// Per-unit sums from which the share of explained variance follows.
///
/// Column 0 counts rows; for target `t`, columns `3t + 1`, `3t + 2`, `3t + 3` sum its values
/// (minus a fixed reference), their squares, and the squared errors.
package struct RegressionSums: Sendable, Equatable {
  /// The number of targets.
  package let targets: Int
  /// What is subtracted from each target.
  package let references: [Double]
  /// The sums, `[units, 1 + 3 targets]`.
  package private(set) var sums: Matrix<Double>

  /// - Parameter references: a constant near each target's mean, subtracted to keep digits.
  package init(units: Int, references: [Double]) {
    targets = references.count
    self.references = references
    sums = Matrix(rows: units, columns: 1 + 3 * references.count)
  }

  /// Adds one row of predictions and actual values, one a target.
  package mutating func add(
    unit: Int, predicted: ArraySlice<Double>, actual: ArraySlice<Double>
  ) {
    let start = unit * sums.columns
    sums.elements[start] += 1
    for target in 0..<targets {
      let truth = actual[actual.startIndex + target]
      let value = truth - references[target]
      let error = truth - predicted[predicted.startIndex + target]
      sums.elements[start + 3 * target + 1] += value
      sums.elements[start + 3 * target + 2] += value * value
      sums.elements[start + 3 * target + 3] += error * error
    }
  }

  /// `1 - RSS / TSS`, both summed over targets, TSS about the mean of the rows counted; NaN when
  /// the targets do not vary.
  package static func rSquared(_ totals: ArraySlice<Double>) -> Double {
    let start = totals.startIndex
    let count = totals[start]
    var residual = 0.0
    var total = 0.0
    for place in stride(from: start + 1, to: totals.endIndex, by: 3) {
      total += totals[place + 1] - totals[place] * totals[place] / count
      residual += totals[place + 2]
    }
    return total > 0 ? 1 - residual / total : .nan
  }
}
