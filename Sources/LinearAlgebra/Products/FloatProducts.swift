internal import COneDNN

/// Whether a factor of a product is read as stored or transposed.
package enum Orientation: Sendable {
  case plain
  case transposed

  var letter: CChar { self == .plain ? CChar(UInt8(ascii: "N")) : CChar(UInt8(ascii: "T")) }
}

/// Single-precision matrix products over oneDNN.
package enum FloatProducts {
  /// `result = alpha * op(left) * op(right) + beta * result` on the calling thread.
  ///
  /// All arrays are row-major: `op(left)` is `rows x inner`, `op(right)` `inner x columns`;
  /// `leftStride` and `rightStride` are the row lengths as stored.
  package static func multiply(
    rows: Int, columns: Int, inner: Int, alpha: Float = 1,
    left: UnsafePointer<Float>, _ leftOrientation: Orientation = .plain, leftStride: Int,
    right: UnsafePointer<Float>, _ rightOrientation: Orientation = .plain, rightStride: Int,
    beta: Float = 0, result: UnsafeMutablePointer<Float>, resultStride: Int
  ) {
    guard rows > 0, columns > 0 else { return }
    SingleThreadedLibraries.enforce()
    guard inner > 0 else {
      // The library leaves the result of a sum of nothing as it was.
      for row in 0..<rows {
        let target = result + row * resultStride
        for column in 0..<columns { target[column] = beta == 0 ? 0 : beta * target[column] }
      }
      return
    }
    OneDNN.check(
      dnnl_sgemm(
        leftOrientation.letter, rightOrientation.letter, Int64(rows), Int64(columns),
        Int64(inner), alpha, left, Int64(max(leftStride, 1)), right, Int64(max(rightStride, 1)),
        beta, result, Int64(max(resultStride, 1))),
      "multiply a \(rows) x \(inner) by a \(inner) x \(columns) matrix")
  }
}

extension Matrix where Scalar == Float {
  /// The matrix product, shared among threads by blocks of rows that depend on the shape alone.
  ///
  /// - Precondition: the inner extents agree.
  package func product(_ other: Matrix<Float>) -> Matrix<Float> {
    precondition(
      columns == other.rows,
      "A \(rows) x \(columns) matrix cannot multiply a \(other.rows) x \(other.columns) one.")
    var result = Matrix<Float>(rows: rows, columns: other.columns)
    let blocks = Swift.max(1, Swift.min(rows / 128, 4))
    let height = (rows + blocks - 1) / blocks
    elements.withUnsafeBufferPointer { left in
      other.elements.withUnsafeBufferPointer { right in
        result.elements.withUnsafeMutableBufferPointer { target in
          guard let left = left.baseAddress, let right = right.baseAddress,
            let target = target.baseAddress
          else { return }
          nonisolated(unsafe) let (a, b, c) = (left, right, target)
          let (rows, inner, width) = (rows, columns, other.columns)
          Parallel.forEach(blocks) { block in
            let first = block * height
            FloatProducts.multiply(
              rows: Swift.min(height, rows - first), columns: width, inner: inner,
              left: a + first * inner, leftStride: inner, right: b, rightStride: width,
              result: c + first * width, resultStride: width)
          }
        }
      }
    }
    return result
  }
}
