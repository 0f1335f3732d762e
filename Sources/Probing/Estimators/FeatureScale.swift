internal import LinearAlgebra

/// One constant for a whole set of features, found without labels: one over their pooled spread.
///
/// Rescaling each fold or each channel would let the data that is held out, or channels of no
/// variance, move the result; a single constant changes no ridge whose penalties are relative, and
/// makes penalties comparable between sites.
enum FeatureScale {
  /// One over the root mean variance of the columns; `nil` when no column varies.
  static func constant(_ features: Matrix<Float>) -> Double? {
    let (rows, columns) = (features.rows, features.columns)
    guard rows > 1, columns > 0 else { return nil }
    var sums = [Double](repeating: 0, count: columns)
    var squares = [Double](repeating: 0, count: columns)
    features.elements.withUnsafeBufferPointer { source in
      sums.withUnsafeMutableBufferPointer { sums in
        squares.withUnsafeMutableBufferPointer { squares in
          for row in 0..<rows {
            for column in 0..<columns {
              // About the first row: a large common mean costs no digits.
              let value = Double(source[row * columns + column]) - Double(source[column])
              sums[column] += value
              squares[column] += value * value
            }
          }
        }
      }
    }
    var total = 0.0
    for column in 0..<columns {
      total += max(0, squares[column] - sums[column] * sums[column] / Double(rows))
    }
    let variance = total / (Double(rows) * Double(columns))
    return variance > 0 ? 1 / variance.squareRoot() : nil
  }
}
