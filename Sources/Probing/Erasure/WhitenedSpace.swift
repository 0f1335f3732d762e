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
    var result = directions
    for column in 0..<result.columns {
      for row in 0..<result.rows { result[row, column] *= factors[row] }
      for _ in 0..<2 {
        for other in 0..<(kept?.columns ?? 0) {
          guard let kept else { break }
          var overlap = 0.0
          for row in 0..<result.rows { overlap += kept[row, other] * result[row, column] }
          for row in 0..<result.rows { result[row, column] -= overlap * kept[row, other] }
        }
        for other in 0..<column {
          var overlap = 0.0
          for row in 0..<result.rows { overlap += result[row, other] * result[row, column] }
          for row in 0..<result.rows { result[row, column] -= overlap * result[row, other] }
        }
        var squares = 0.0
        for row in 0..<result.rows { squares += result[row, column] * result[row, column] }
        let length = squares.squareRoot()
        guard length > 0 else { continue }
        for row in 0..<result.rows { result[row, column] /= length }
      }
    }
    return result
  }
}
