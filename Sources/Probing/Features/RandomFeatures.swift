internal import Foundation
package import LinearAlgebra

/// Fixed random rectified features of an observation: a stronger reflex to hold a probe against.
///
/// Linear reading of the observation misses what one hidden layer would find in it. An increment
/// is claimed over the better of the observation itself and these features of it.
package enum RandomFeatures {
  /// `max(0, x R + c)` with normal weights of variance one over the number of columns that are not
  /// zero in a typical row, and normal offsets.
  ///
  /// - Returns: `[rows, count]`.
  /// - Complexity: `2 count` operations for each element of `rows` that is not zero.
  package static func rectified(
    _ rows: Matrix<Float>, count: Int = 1024, using random: inout RandomStream
  ) -> Matrix<Float> {
    let filled = rows.elements.count { $0 != 0 }
    let typical = max(1, Double(filled) / Double(max(1, rows.rows)))
    let scale = 1 / typical.squareRoot()
    let weights = (0..<rows.columns * count).map { _ in Float(random.normal() * scale) }
    let offsets = (0..<count).map { _ in Float(random.normal() * 0.5) }
    let chunk = 256
    let chunks = (rows.rows + chunk - 1) / chunk
    let pieces = Parallel.map(chunks) { index in
      let range = index * chunk..<min((index + 1) * chunk, rows.rows)
      return piece(rows, range, weights, offsets)
    }
    return Matrix(rows: rows.rows, columns: count, elements: pieces.flatMap { $0 })
  }

  private static func piece(
    _ rows: Matrix<Float>, _ range: Range<Int>, _ weights: [Float], _ offsets: [Float]
  ) -> [Float] {
    let count = offsets.count
    var result = [Float](repeating: 0, count: range.count * count)
    result.withUnsafeMutableBufferPointer { result in
      rows.elements.withUnsafeBufferPointer { source in
        weights.withUnsafeBufferPointer { weights in
          for row in range {
            let target = (row - range.lowerBound) * count
            for column in 0..<count { result[target + column] = offsets[column] }
            for input in 0..<rows.columns {
              let value = source[row * rows.columns + input]
              if value == 0 { continue }
              let start = input * count
              for column in 0..<count {
                result[target + column] += value * weights[start + column]
              }
            }
            for column in 0..<count { result[target + column] = max(0, result[target + column]) }
          }
        }
      }
    }
    return result
  }
}
