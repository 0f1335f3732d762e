/// A dense row-major matrix with value semantics.
///
/// Element `(row, column)` is at `elements[row * columns + column]`.
package struct Matrix<Scalar: MatrixScalar>: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  package var elements: [Scalar]

  /// A matrix over existing elements.
  ///
  /// - Precondition: `elements.count == rows * columns`.
  @inlinable
  package init(rows: Int, columns: Int, elements: [Scalar]) {
    precondition(
      elements.count == rows * columns,
      "A \(rows) x \(columns) matrix needs \(rows * columns) elements, not \(elements.count).")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements are all equal, zero unless said otherwise.
  @inlinable
  package init(rows: Int, columns: Int, repeating value: Scalar = 0) {
    self.init(
      rows: rows, columns: columns,
      elements: Scalar.elements(repeating: value, count: rows * columns))
  }

  /// The identity of the given order.
  @inlinable
  package static func identity(_ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    for index in 0..<order { result[index, index] = 1 }
    return result
  }

  @inlinable
  package subscript(row: Int, column: Int) -> Scalar {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The elements of one row.
  @inlinable
  package func row(_ row: Int) -> ArraySlice<Scalar> {
    elements[row * columns..<(row + 1) * columns]
  }

  /// The elements of one column, copied.
  @inlinable
  package func column(_ column: Int) -> [Scalar] {
    (0..<rows).map { elements[$0 * columns + column] }
  }
}

extension Matrix {
  /// The transpose.
  @inlinable
  package func transposed() -> Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The rows at the given indices, in that order.
  @inlinable
  package func selectingRows(_ indices: [Int]) -> Matrix {
    var kept: [Scalar] = []
    kept.reserveCapacity(indices.count * columns)
    for index in indices { kept.append(contentsOf: row(index)) }
    return Matrix(rows: indices.count, columns: columns, elements: kept)
  }

  /// The same matrix in another precision.
  @inlinable
  package func converted<Other: MatrixScalar>(to type: Other.Type) -> Matrix<Other> {
    Matrix<Other>(
      rows: rows, columns: columns,
      elements: Other.elements(rounding: Scalar.doubles(elements)))
  }
}
