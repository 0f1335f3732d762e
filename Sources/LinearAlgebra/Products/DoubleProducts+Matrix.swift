extension Matrix where Scalar == Double {
  /// The product `A B`, on the calling thread.
  ///
  /// - Complexity: `2 rows columns other.columns` operations.
  package func multiplied(by other: Matrix) -> Matrix {
    precondition(
      columns == other.rows,
      "A \(rows) x \(columns) matrix cannot be multiplied by one of \(other.rows) rows.")
    return Matrix.product(
      self, false, other, false, rows: rows, columns: other.columns, inner: columns)
  }

  /// The product `A'B`.
  package func transposedMultiplied(by other: Matrix) -> Matrix {
    precondition(
      rows == other.rows, "A'B needs equal row counts, not \(rows) and \(other.rows).")
    return Matrix.product(
      self, true, other, false, rows: columns, columns: other.columns, inner: rows)
  }

  /// The product `A B'`.
  package func multiplied(byTransposeOf other: Matrix) -> Matrix {
    precondition(
      columns == other.columns,
      "A B' needs equal column counts, not \(columns) and \(other.columns).")
    return Matrix.product(
      self, false, other, true, rows: rows, columns: other.rows, inner: columns)
  }

  /// `A'A`, whole and exactly symmetric.
  package func gram() -> Matrix {
    var result = Matrix(rows: columns, columns: columns)
    let (inner, order) = (rows, columns)
    elements.withUnsafeBufferPointer { a in
      result.elements.withUnsafeMutableBufferPointer { c in
        guard let a = a.baseAddress, let c = c.baseAddress else { return }
        DoubleProducts.symmetric(
          order: order, inner: inner, a, leading: order, transposed: true, into: c)
        DoubleProducts.mirrorLower(c, order: order)
      }
    }
    return result
  }

  /// The mean of each column; zeros when there are no rows.
  package func columnMeans() -> [Double] {
    var means = [Double](repeating: 0, count: columns)
    guard rows > 0 else { return means }
    elements.withUnsafeBufferPointer { a in
      for row in 0..<rows {
        for column in 0..<columns { means[column] += a[row * columns + column] }
      }
    }
    for column in 0..<columns { means[column] /= Double(rows) }
    return means
  }

  private static func product(
    _ a: Matrix, _ transposeA: Bool, _ b: Matrix, _ transposeB: Bool,
    rows: Int, columns: Int, inner: Int
  ) -> Matrix {
    var result = Matrix(rows: rows, columns: columns)
    guard inner > 0 else { return result }
    a.elements.withUnsafeBufferPointer { left in
      b.elements.withUnsafeBufferPointer { right in
        result.elements.withUnsafeMutableBufferPointer { c in
          guard let left = left.baseAddress, let right = right.baseAddress,
            let c = c.baseAddress
          else { return }
          DoubleProducts.general(
            rows: rows, columns: columns, inner: inner, left, leading: a.columns,
            transposed: transposeA, right, leading: b.columns, transposed: transposeB, into: c,
            leading: columns)
        }
      }
    }
    return result
  }
}
