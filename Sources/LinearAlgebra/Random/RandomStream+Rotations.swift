extension RandomStream {
  /// The rows of a random orthogonal matrix: normal rows made orthonormal one after another, in
  /// double precision, each twice.
  package func orthonormalRows(_ order: Int) -> [[Double]] {
    var random = self
    var rows: [[Double]] = []
    for _ in 0..<order {
      var row = (0..<order).map { _ in random.normal() }
      for _ in 0..<2 {
        for other in rows {
          let product = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for index in row.indices { row[index] -= product * other[index] }
        }
        let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for index in row.indices { row[index] /= norm }
      }
      rows.append(row)
    }
    return rows
  }
}
