internal import LinearAlgebra

/// The box that activations stay in by themselves: along each principal direction from the smallest
/// to the largest coordinate that was seen.
package struct NaturalRange: Sendable {
  /// The directions as rows.
  private let directions: Matrix<Double>
  private let lower: [Double]
  private let upper: [Double]

  /// - Parameter vectors: activations as they come, at least one.
  /// - Throws: `FactorizationError` for activations that are not finite.
  package init(of vectors: [[Double]]) throws {
    let channels = vectors.first?.count ?? 0
    let data = Matrix(rows: vectors.count, columns: channels, elements: vectors.flatMap { $0 })
    let means = data.columnMeans()
    var centred = data
    for row in 0..<data.rows {
      for channel in 0..<channels { centred[row, channel] -= means[channel] }
    }
    directions = try SymmetricEigen(centred.gram()).vectors.transposed()
    let coordinates = data.multiplied(byTransposeOf: directions)
    lower = (0..<channels).map { coordinates.column($0).min() ?? 0 }
    upper = (0..<channels).map { coordinates.column($0).max() ?? 0 }
  }

  /// The nearest vector inside of the box.
  package func clamped(_ vector: [Double]) -> [Double] {
    var result = vector
    for row in 0..<directions.rows {
      var coordinate = 0.0
      for channel in 0..<directions.columns {
        coordinate += directions[row, channel] * vector[channel]
      }
      let back = min(max(coordinate, lower[row]), upper[row]) - coordinate
      if back == 0 { continue }
      for channel in 0..<directions.columns { result[channel] += back * directions[row, channel] }
    }
    return result
  }
}
