internal import CBLAS

/// The thin singular value decomposition `A = U diag(values) V'`.
///
/// Source: LAPACK `dgesdd`.
package struct SingularValues: Sendable {
  /// The singular values in descending order, `min(rows, columns)` of them.
  package let values: [Double]
  /// The left vectors as columns, `[rows, min(rows, columns)]`.
  package let left: Matrix<Double>
  /// The right vectors as **rows**, `[min(rows, columns), columns]`.
  package let rightTransposed: Matrix<Double>

  /// Decomposes a matrix of any shape.
  ///
  /// - Throws: ``FactorizationError`` when an element is not finite or the iteration does not
  ///   converge.
  package init(_ matrix: Matrix<Double>) throws {
    try FactorizationError.requireFinite(matrix)
    let (rows, columns) = (matrix.rows, matrix.columns)
    let rank = min(rows, columns)
    var values = [Double](repeating: 0, count: rank)
    var left = [Double](repeating: 0, count: rows * rank)
    var right = [Double](repeating: 0, count: rank * columns)
    if rank > 0 {
      // A row-major matrix is the column-major transpose: its left vectors are our right ones.
      var work = matrix.elements
      SingleThreadedLibraries.enforce()
      let code = LAPACKE_dgesdd(
        Int32(MSColMajor.rawValue), CChar(UInt8(ascii: "S")), Int32(columns), Int32(rows), &work,
        Int32(columns), &values, &right, Int32(columns), &left, Int32(rank))
      guard code == 0 else {
        throw FactorizationError.notConverged(routine: "dgesdd", code: Int(code))
      }
    }
    self.values = values
    self.left = Matrix(rows: rows, columns: rank, elements: left)
    rightTransposed = Matrix(rows: rank, columns: columns, elements: right)
  }
}
