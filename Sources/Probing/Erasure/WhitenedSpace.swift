internal import Foundation
internal import LinearAlgebra

/// Directions of whitened features that are drawn in proportion to how much the features vary along
/// them.
struct WhitenedSpace {
  /// Of the features along each whitened coordinate, ascending.
  let variances: [Double]

  /// The variance that taking out the span of an orthonormal basis moves.
  func captured(_ basis: Matrix<Double>) -> Double {
    var sum = 0.0
    for row in 0..<basis.rows {
      for value in basis.row(row) { sum += variances[row] * value * value }
    }
    return sum
  }

  /// An orthonormal basis of directions weighted by a power of their variance (Gram-Schmidt, twice).
  ///
  /// - Parameter kept: an orthonormal basis that the directions are kept orthogonal to.
  func weighted(
    _ directions: Matrix<Double>, _ power: Double, besides kept: Matrix<Double>? = nil
  ) -> Matrix<Double> {
    let top = power >= 0 ? (variances.last ?? 1) : (variances.first ?? 1)
    let factors = variances.map { pow($0 / top, power / 2) }
    // One direction after another in memory.
    var rows = directions.transposed()
    let others = kept?.transposed()
    let (count, length) = (rows.rows, rows.columns)
    rows.elements.withUnsafeMutableBufferPointer { rows in
      func takeOut(_ other: UnsafeBufferPointer<Double>, of own: Range<Int>) {
        var overlap = 0.0
        for (place, index) in own.enumerated() { overlap += other[place] * rows[index] }
        for (place, index) in own.enumerated() { rows[index] -= overlap * other[place] }
      }
      for direction in 0..<count {
        let own = direction * length..<(direction + 1) * length
        for (place, index) in own.enumerated() { rows[index] *= factors[place] }
        for _ in 0..<2 {
          others?.elements.withUnsafeBufferPointer { others in
            for start in stride(from: 0, to: others.count, by: max(1, length)) {
              takeOut(UnsafeBufferPointer(rebasing: others[start..<start + length]), of: own)
            }
          }
          for other in 0..<direction {
            let start = other * length
            takeOut(
              UnsafeBufferPointer(
                UnsafeMutableBufferPointer(rebasing: rows[start..<start + length])),
              of: own)
          }
          var squares = 0.0
          for index in own { squares += rows[index] * rows[index] }
          let size = squares.squareRoot()
          guard size > 0 else { continue }
          for index in own { rows[index] /= size }
        }
      }
    }
    return rows.transposed()
  }
}
