package import LinearAlgebra

/// Some directions of a site's channels, as orthonormal rows `R R' = I_k`.
package struct InterchangeSubspace: Sendable, Equatable {
  /// `[k, channels]`.
  package private(set) var rows: Matrix<Double>

  /// The span of some rows; rows that add nothing to those before are left out.
  package init(spanning rows: Matrix<Double>) {
    self.rows = Self.orthonormal(rows)
  }

  /// A random subspace.
  package init(rank: Int, channels: Int, drawnFrom random: inout RandomStream) {
    var rows = Matrix<Double>(rows: min(rank, channels), columns: channels)
    for index in rows.elements.indices { rows.elements[index] = random.normal() }
    self.init(spanning: rows)
  }

  package var rank: Int { rows.rows }
  package var channels: Int { rows.columns }

  /// `R'R d`: the part of a difference that lies in the subspace.
  package func projected(_ difference: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: channels)
    for row in 0..<rank {
      var product = 0.0
      for channel in 0..<channels { product += rows[row, channel] * difference[channel] }
      for channel in 0..<channels { result[channel] += product * rows[row, channel] }
    }
    return result
  }

  /// Gram and Schmidt, each row twice.
  private static func orthonormal(_ rows: Matrix<Double>) -> Matrix<Double> {
    var kept: [[Double]] = []
    for index in 0..<rows.rows {
      var row = Array(rows.row(index))
      let before = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for _ in 0..<2 {
        for other in kept {
          let product = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for channel in row.indices { row[channel] -= product * other[channel] }
        }
      }
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 1e-9 * max(before, 1e-6) else { continue }
      kept.append(row.map { $0 / norm })
    }
    return Matrix(rows: kept.count, columns: rows.columns, elements: kept.flatMap { $0 })
  }
}
