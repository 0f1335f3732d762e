/// The Cholesky factorisation `A = L L'` of a symmetric positive definite matrix.
///
/// Source: LAPACK `dpotrf`. Cost `order^3 / 3` operations.
package struct Cholesky: Sendable {
  /// The lower triangular factor; zeros above the diagonal.
  package let factor: Matrix<Double>

  /// The order of the matrix.
  package var order: Int { factor.rows }

  /// Factors a symmetric matrix, of which only the lower triangle is read.
  ///
  /// - Throws: ``FactorizationError/notPositiveDefinite(pivot:order:)`` naming the first pivot
  ///   (from 0) that is not positive; also when the matrix is not square or not finite.
  package init(_ matrix: Matrix<Double>) throws {
    try FactorizationError.requireSquareAndFinite(matrix)
    let order = matrix.rows
    var work = matrix.elements
    let pivot: Int? = work.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let failed = DoubleProducts.factorPositiveDefinite(order: order, base)
      for row in 0..<order {
        for column in row + 1..<max(order, row + 1) { base[row * order + column] = 0 }
      }
      return failed
    }
    if let pivot { throw FactorizationError.notPositiveDefinite(pivot: pivot, order: order) }
    factor = Matrix(rows: order, columns: order, elements: work)
  }

  /// A factor that was found before.
  ///
  /// - Precondition: square, with zeros above the diagonal and none on it.
  package init(factor: Matrix<Double>) {
    precondition(
      factor.rows == factor.columns && (0..<factor.rows).allSatisfy { factor[$0, $0] != 0 },
      "A Cholesky factor is square, and nothing on its diagonal is zero.")
    self.factor = factor
  }

  /// `A^-1 B` for `B` of `[order, columns]`.
  ///
  /// - Complexity: `2 order^2 columns` operations.
  package func solve(_ right: Matrix<Double>) -> Matrix<Double> {
    solveTransposed(solveLower(right))
  }

  /// `L^-1 B`.
  package func solveLower(_ right: Matrix<Double>) -> Matrix<Double> {
    triangular(right, transposed: false)
  }

  /// `L'^-1 B`.
  package func solveTransposed(_ right: Matrix<Double>) -> Matrix<Double> {
    triangular(right, transposed: true)
  }

  private func triangular(_ right: Matrix<Double>, transposed: Bool) -> Matrix<Double> {
    precondition(
      right.rows == order,
      "A right-hand side for order \(order) needs \(order) rows, not \(right.rows).")
    var result = right
    let columns = right.columns
    factor.elements.withUnsafeBufferPointer { l in
      result.elements.withUnsafeMutableBufferPointer { b in
        guard let l = l.baseAddress, let b = b.baseAddress else { return }
        DoubleProducts.solveTriangular(
          order: order, lower: l, transposed: transposed, columns: columns, b, leading: columns)
      }
    }
    return result
  }

  /// `A^-1`, whole.
  package func inverse() -> Matrix<Double> { solve(.identity(order)) }
}
