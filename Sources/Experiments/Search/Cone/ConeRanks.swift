internal import Statistics

/// Partial rank correlations of many onsets with the same two distances.
///
/// Equal to ``ConeSquares/rankSums(_:_:given:)`` over all units; what does not depend on the onsets is
/// computed once, and onsets, being few whole numbers, are ranked by counting.
struct ConeRanks {
  /// The squares of each kind of edit.
  private let rows: [[Int]]
  /// Centred ranks as shares of the kind's count, by kind and place in ``rows``.
  private let geodesic: [[Double]]
  private let chebyshev: [[Double]]

  init(_ squares: ConeSquares) {
    let rows = (0...1).map { kind in squares.kind.indices.filter { squares.kind[$0] == kind } }
      .filter { $0.count > 1 }
    func ranks(_ values: [Double]) -> [[Double]] {
      rows.map { rows in
        let middle = Double(rows.count + 1) / 2
        return Ranks.average(rows.map { values[$0] }).map { ($0 - middle) / Double(rows.count) }
      }
    }
    self.rows = rows
    geodesic = ranks(squares.geodesic)
    chebyshev = ranks(squares.chebyshev)
  }

  /// The partial correlation of onsets with the steps from the goal, given the straight distance.
  func partial(_ onsets: [Double]) -> Double {
    var totals = [Double](repeating: 0, count: 10)
    for (kind, rows) in rows.enumerated() {
      let ranks = Self.ranks(rows.map { onsets[$0] })
      totals[0] += Double(rows.count)
      for place in rows.indices {
        let (x, y, z) = (ranks[place], geodesic[kind][place], chebyshev[kind][place])
        totals[4] += x * x
        totals[5] += y * y
        totals[6] += z * z
        totals[7] += x * y
        totals[8] += x * z
        totals[9] += y * z
      }
    }
    return CorrelationSums.partial(totals[...])
  }

  /// Centred average ranks, as shares of the count, of whole numbers from 0 on.
  static func ranks(_ values: [Double]) -> [Double] {
    let largest = Int(values.max() ?? 0)
    var counts = [Int](repeating: 0, count: largest + 1)
    for value in values { counts[Int(value)] += 1 }
    let middle = Double(values.count + 1) / 2
    var below = 0
    let ranks = counts.map { count -> Double in
      defer { below += count }
      return (Double(below) + Double(count + 1) / 2 - middle) / Double(values.count)
    }
    return values.map { ranks[Int($0)] }
  }
}
