internal import LinearAlgebra

extension Matrix where Scalar == Float {
  /// `A'A` over some rows in double precision, from blocks of rows that do not depend on the number
  /// of threads.
  func gram(rows range: Range<Int>) -> Matrix<Double> {
    let (height, width) = (2048, columns)
    let count = range.count
    let parts = Parallel.map((count + height - 1) / height) { block -> Matrix<Double> in
      let first = range.lowerBound + block * height
      let rows = Swift.min(height, range.upperBound - first)
      var chunk = [Double](repeating: 0, count: rows * width)
      var result = Matrix<Double>(rows: width, columns: width)
      chunk.withUnsafeMutableBufferPointer { chunk in
        elements.withUnsafeBufferPointer { source in
          for index in chunk.indices { chunk[index] = Double(source[first * width + index]) }
        }
        result.elements.withUnsafeMutableBufferPointer { result in
          guard let a = chunk.baseAddress, let c = result.baseAddress else { return }
          DoubleProducts.symmetric(
            order: width, inner: rows, a, leading: width, transposed: true, into: c)
          DoubleProducts.mirrorLower(c, order: width)
        }
      }
      return result
    }
    var result = Matrix<Double>(rows: width, columns: width)
    for part in parts { result.add(part) }
    return result
  }

  /// `A'B` for some columns of `B` and some rows of both, on the calling thread.
  func products(
    with other: Matrix<Float>, columns range: Range<Int>, rows: Range<Int>
  ) -> Matrix<Double> {
    var cross = Matrix<Float>(rows: columns, columns: range.count)
    elements.withUnsafeBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        cross.elements.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          FloatProducts.multiply(
            rows: columns, columns: range.count, inner: rows.count,
            left: a + rows.lowerBound * columns, .transposed, leftStride: columns,
            right: b + rows.lowerBound * other.columns + range.lowerBound,
            rightStride: other.columns, result: c, resultStride: range.count)
        }
      }
    }
    return Matrix<Double>(
      rows: columns, columns: range.count, elements: cross.elements.map { Double($0) })
  }
}

extension Matrix where Scalar == Double {
  /// Adds another matrix of the same shape, as many times as is said.
  mutating func add(_ other: Matrix, times factor: Double = 1) {
    elements.withUnsafeMutableBufferPointer { own in
      other.elements.withUnsafeBufferPointer { other in
        for index in own.indices { own[index] += factor * other[index] }
      }
    }
  }
}
