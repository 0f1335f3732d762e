package import LinearAlgebra

/// Per-unit sums from which a correlation, plain or partial, follows, for the bootstrap.
///
/// Give ranks (over all rows) for a rank correlation: they stay fixed while units are resampled.
/// Columns: count, x, y, z, xx, yy, zz, xy, xz, yz.
package struct CorrelationSums: Sendable, Equatable {
  /// The sums, `[units, 10]`.
  package private(set) var sums: Matrix<Double>

  package init(units: Int) { sums = Matrix(rows: units, columns: 10) }

  /// The sums of the ranks of three variables, `unit` naming the unit of each row.
  package init(ranking x: [Double], _ y: [Double], given z: [Double], unit: [Int], units: Int) {
    self.init(units: units)
    // Centred ranks keep the digits of the sums of squares.
    let middle = Double(x.count + 1) / 2
    let (rx, ry, rz) = (Ranks.average(x), Ranks.average(y), Ranks.average(z))
    for row in x.indices {
      add(unit: unit[row], x: rx[row] - middle, y: ry[row] - middle, z: rz[row] - middle)
    }
  }

  /// Adds one row.
  package mutating func add(unit: Int, x: Double, y: Double, z: Double = 0) {
    let start = unit * 10
    let terms = [1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z]
    for (place, term) in terms.enumerated() { sums.elements[start + place] += term }
  }

  /// The correlation of x and y.
  package static func correlation(_ totals: ArraySlice<Double>) -> Double {
    pair(Array(totals), 1, 2, 4, 5, 7)
  }

  /// The correlation of x and y given z.
  package static func partial(_ totals: ArraySlice<Double>) -> Double {
    let t = Array(totals)
    return Correlation.partial(
      xy: pair(t, 1, 2, 4, 5, 7), xz: pair(t, 1, 3, 4, 6, 8), yz: pair(t, 2, 3, 5, 6, 9))
  }

  private static func pair(
    _ t: [Double], _ a: Int, _ b: Int, _ aa: Int, _ bb: Int, _ ab: Int
  ) -> Double {
    let first = t[aa] - t[a] * t[a] / t[0]
    let second = t[bb] - t[b] * t[b] / t[0]
    let product = t[ab] - t[a] * t[b] / t[0]
    return first > 0 && second > 0
      ? max(-1, min(1, product / (first * second).squareRoot())) : .nan
  }
}
