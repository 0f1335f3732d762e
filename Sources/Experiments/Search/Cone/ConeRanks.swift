internal import Statistics

/// Rank correlations of many onsets with the same steps from the goal, freed of the same straight
/// distances.
///
/// Equal to ``ConeSquares/rankSums(_:_:within:where:)`` over all units; groups are found once, and
/// onsets and steps, being few whole numbers, are ranked by counting.
struct ConeRanks {
  private let squares: ConeSquares
  private let groups: (group: [Int], count: Int)

  /// A reading has to show the edit at this share of the squares.
  static let fewestShown = 0.5

  init(_ squares: ConeSquares) {
    self.squares = squares
    groups = squares.groups(alikeIn: [squares.chebyshev, squares.open])
  }

  /// The rank correlation of onsets with the steps from the goal among squares alike in both
  /// straight distances; NaN where too few squares show the edit.
  ///
  /// - Parameter never: the onset of squares that do not show it.
  func partial(_ onsets: [Double], never: Double) -> Double {
    let rows = onsets.indices.filter { onsets[$0] < never }
    guard Double(rows.count) >= Self.fewestShown * Double(onsets.count), rows.count > 1 else {
      return .nan
    }
    let x = ConeSquares.less(Self.ranks(rows.map { onsets[$0] }), rows, groups)
    let y = ConeSquares.less(Self.ranks(rows.map { squares.geodesic[$0] }), rows, groups)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for place in x.indices {
      xx += x[place] * x[place]
      yy += y[place] * y[place]
      xy += x[place] * y[place]
    }
    return xx > 1e-9 && yy > 1e-9 ? max(-1, min(1, xy / (xx * yy).squareRoot())) : .nan
  }

  /// Average ranks, as shares of the count, of whole numbers from 0 on.
  static func ranks(_ values: [Double]) -> [Double] {
    let largest = Int(values.max() ?? 0)
    var counts = [Int](repeating: 0, count: largest + 1)
    for value in values { counts[Int(value)] += 1 }
    var below = 0
    let ranks = counts.map { count -> Double in
      defer { below += count }
      return (Double(below) + Double(count + 1) / 2) / Double(values.count)
    }
    return values.map { ranks[Int($0)] }
  }
}
