package import LinearAlgebra

/// Values regressed on some columns, and on these with a reading, each level predicted by the others.
package struct LeftOutRegression: Sendable {
  /// Per-unit sums of squared residuals without and with the reading, `[units, 2]`.
  package let sums: Matrix<Double>
  /// In-sample residuals of value and reading on the columns.
  let residuals: [(value: Double, reading: Double)]
  /// The unit of each row, counted from 0.
  let unit: [Int]
  let count: Int

  package init(columns: [[Double]], values: [Double], readings: [Double], units: [Int]) {
    let present = Set(units).sorted()
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
    let unit = units.map { places[$0] ?? 0 }
    let wide = zip(columns, readings).map { $0 + [$1] }
    let without = Self.leftOut(columns, values, unit, count: present.count)
    let with = Self.leftOut(wide, values, unit, count: present.count)
    var sums = Matrix<Double>(rows: present.count, columns: 2)
    for row in values.indices {
      sums[unit[row], 0] += without[row] * without[row]
      sums[unit[row], 1] += with[row] * with[row]
    }
    self.sums = sums
    self.unit = unit
    count = present.count
    let own = Self.moments(columns, [values, readings], rows: Array(values.indices))
    let (a, b) = (Self.solve(own, target: 0), Self.solve(own, target: 1))
    residuals = values.indices.map { row in
      (
        values[row] - Self.dot(a, columns[row]), readings[row] - Self.dot(b, columns[row])
      )
    }
  }

  /// The share of the squared residuals that the reading takes away; NaN where none are left. A reading
  /// that is worse than none is so without bound, where a few levels have numbers of another size, and
  /// by how much says nothing: it is -1 at least.
  ///
  /// - Parameter sums: the totals of ``sums``.
  package static func share(_ sums: ArraySlice<Double>) -> Double {
    let first = sums.startIndex
    return sums[first] > 0 ? max(-1, 1 - sums[first + 1] / sums[first]) : .nan
  }

  private static func leftOut(
    _ columns: [[Double]], _ values: [Double], _ unit: [Int], count: Int
  ) -> [Double] {
    let all = moments(columns, [values], rows: Array(values.indices))
    var result = [Double](repeating: 0, count: values.count)
    var members: [[Int]] = Array(repeating: [], count: count)
    for row in values.indices { members[unit[row]].append(row) }
    for rows in members {
      let own = moments(columns, [values], rows: rows)
      var rest = all
      for index in rest.indices { rest[index] -= own[index] }
      let weights = solve(rest, width: columns.first?.count ?? 0, target: 0)
      for row in rows { result[row] = values[row] - dot(weights, columns[row]) }
    }
    return result
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Products of columns with each other, then with each target.
  private static func moments(
    _ columns: [[Double]], _ targets: [[Double]], rows: [Int]
  ) -> [Double] {
    let width = columns.first?.count ?? 0
    var result = [Double](repeating: 0, count: width * (width + targets.count))
    for row in rows {
      for i in 0..<width {
        for j in 0..<width { result[i * width + j] += columns[row][i] * columns[row][j] }
        for target in targets.indices {
          result[width * width + target * width + i] += columns[row][i] * targets[target][row]
        }
      }
    }
    return result
  }

  private static func solve(_ moments: [Double], target: Int) -> [Double] {
    // width^2 + targets * width = count, with two targets.
    let width = Int((Double(moments.count) + 1).squareRoot()) - 1
    return solve(moments, width: width, target: target)
  }

  /// Least squares with a trace of shrinkage, so that a reading that is constant weighs nothing.
  private static func solve(_ moments: [Double], width: Int, target: Int) -> [Double] {
    var square = Matrix(
      rows: width, columns: width, elements: Array(moments.prefix(width * width)))
    for index in 0..<width { square[index, index] *= 1 + 1e-9 }
    for index in 0..<width { square[index, index] += 1e-9 }
    let start = width * width + target * width
    let right = Matrix(
      rows: width, columns: 1, elements: Array(moments[start..<start + width]))
    guard let solved = try? Cholesky(square).solve(right) else {
      return [Double](repeating: 0, count: width)
    }
    return solved.elements
  }
}
