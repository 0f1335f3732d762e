internal import CBLAS

/// The eigen-decomposition `A = V diag(values) V'` of a symmetric matrix.
///
/// Source: LAPACK `dsyevd` (divide and conquer). Order 256 takes some milliseconds, 1024 some
/// tenths of a second.
package struct SymmetricEigen: Sendable {
  /// The eigenvalues in ascending order.
  package let values: [Double]
  /// The eigenvectors as columns, in the order of the values.
  package let vectors: Matrix<Double>

  /// Decomposes a symmetric matrix, of which only the lower triangle is read.
  ///
  /// - Throws: ``FactorizationError`` when the matrix is not square, has an element that is not
  ///   finite, or the iteration does not converge.
  package init(_ matrix: Matrix<Double>) throws {
    let order = matrix.rows
    try FactorizationError.requireSquareAndFinite(matrix)
    var work = matrix.elements
    var values = [Double](repeating: 0, count: order)
    if order > 0 {
      SingleThreadedLibraries.enforce()
      let code = LAPACKE_dsyevd(
        Int32(MSColMajor.rawValue), CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")),
        Int32(order), &work, Int32(order), &values)
      guard code == 0 else {
        throw FactorizationError.notConverged(routine: "dsyevd", code: Int(code))
      }
    }
    self.values = values
    // Column-major output: each row of `work` is an eigenvector.
    vectors = Matrix(rows: order, columns: order, elements: work).transposed()
  }
}

extension FactorizationError {
  static func requireSquareAndFinite(_ matrix: Matrix<Double>) throws {
    guard matrix.rows == matrix.columns else {
      throw FactorizationError.notSquare(rows: matrix.rows, columns: matrix.columns)
    }
    try requireFinite(matrix)
  }

  static func requireFinite(_ matrix: Matrix<Double>) throws {
    var count = 0
    var first = 0
    matrix.elements.withUnsafeBufferPointer { elements in
      for index in 0..<elements.count where !elements[index].isFinite {
        if count == 0 { first = index }
        count += 1
      }
    }
    guard count == 0 else {
      throw FactorizationError.notFinite(
        row: first / matrix.columns, column: first % matrix.columns, count: count)
    }
  }
}
