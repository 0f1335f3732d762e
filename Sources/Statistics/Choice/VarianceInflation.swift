package import LinearAlgebra

/// How much each column of a design is blurred by its correlation with the others.
package enum VarianceInflation {
  /// The largest factor that a choice analysis accepts.
  package static let limit = 5.0

  /// The variance inflation factor of each column of `[rows, columns]`: 1 when it is uncorrelated
  /// with the others, infinite when they determine it or it does not vary.
  package static func factors(_ design: Matrix<Double>) -> [Double] {
    let columns = design.columns
    let means = design.columnMeans()
    var centred = design
    for row in 0..<design.rows {
      for column in 0..<columns { centred[row, column] -= means[column] }
    }
    let scatter = centred.gram()
    var correlation = Matrix<Double>.identity(columns)
    for row in 0..<columns {
      for column in 0..<columns where scatter[row, row] > 0 && scatter[column, column] > 0 {
        correlation[row, column] =
          scatter[row, column] / (scatter[row, row] * scatter[column, column]).squareRoot()
      }
    }
    guard let eigen = try? SymmetricEigen(correlation) else {
      return [Double](repeating: .infinity, count: columns)
    }
    return (0..<columns).map { column in
      guard scatter[column, column] > 0 else { return .infinity }
      var sum = 0.0
      for (index, value) in eigen.values.enumerated() {
        let share = eigen.vectors[column, index] * eigen.vectors[column, index]
        if value > 1e-10 { sum += share / value } else if share > 1e-8 { return .infinity }
      }
      return sum
    }
  }
}
