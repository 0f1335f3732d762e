internal import Environments
internal import Statistics

/// The squares at which edits are followed, one entry a square.
package struct ConeSquares: Sendable {
  /// The unit (distinct level) of each, among those of the part they are in.
  package private(set) var unit: [Int] = []
  package private(set) var units = 0
  /// Steps from the goal in whichever of the two levels has fewer.
  package private(set) var geodesic: [Double] = []
  /// Chebyshev distance to the nearest edited square.
  package private(set) var chebyshev: [Double] = []
  /// Moves to the nearest edited square as if there were no walls.
  package private(set) var open: [Double] = []
  /// The edit of each, and the square in its level.
  package private(set) var edit: [Int] = []
  package private(set) var cell: [Int] = []
  /// The kind of each square's edit: 0 a moved thing, 1 a toggled wall.
  package private(set) var kind: [Int] = []

  package var count: Int { unit.count }

  /// The squares of all edits, in their order.
  init(_ edits: [ClassifiedEdit], unitOfEdit: [Int], units: Int) {
    self.units = units
    for (index, change) in edits.enumerated() {
      let (steps, straight) = (change.geodesicDistances, change.chebyshevDistances)
      let free = change.openDistances
      for square in EditSample.rows(of: change) {
        unit.append(unitOfEdit[index])
        geodesic.append(Double(steps[square]))
        chebyshev.append(Double(straight[square]))
        open.append(Double(free[square]))
        edit.append(index)
        cell.append(square)
        if case .toggleWall(_) = change.edit { kind.append(1) } else { kind.append(0) }
      }
    }
  }

  private init() {}

  /// Those of some units, which are numbered in that order.
  func selecting(units chosen: [Int]) -> (squares: ConeSquares, places: [Int]) {
    var number: [Int: Int] = [:]
    for (place, unit) in chosen.enumerated() { number[unit] = place }
    var result = ConeSquares()
    var places: [Int] = []
    result.units = chosen.count
    for place in 0..<count {
      guard let unit = number[unit[place]] else { continue }
      places.append(place)
      result.unit.append(unit)
      result.geodesic.append(geodesic[place])
      result.chebyshev.append(chebyshev[place])
      result.open.append(open[place])
      result.edit.append(edit[place])
      result.cell.append(cell[place])
      result.kind.append(kind[place])
    }
    return (result, places)
  }

  /// Squares of one kind of edit, alike in some distances, in one group each: what is compared
  /// within these groups is freed of the distances, whatever the shape of their part in it.
  ///
  /// Kinds are kept apart, for moved goals and toggled walls differ in all quantities.
  func groups(alikeIn distances: [[Double]]) -> (group: [Int], count: Int) {
    var numbers: [[Int]: Int] = [:]
    let group = kind.indices.map { square -> Int in
      let key = [kind[square]] + distances.map { Int($0[square]) }
      if let number = numbers[key] { return number }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
    return (group, numbers.count)
  }

  /// Per-unit sums for the rank correlation of `x` and `y` within groups, over squares that count.
  func rankSums(
    _ x: [Double], _ y: [Double], within groups: (group: [Int], count: Int), where counts: [Bool]
  ) -> CorrelationSums {
    var sums = CorrelationSums(units: units)
    let rows = counts.indices.filter { counts[$0] }
    let (rx, ry) = (Self.centred(x, rows, groups), Self.centred(y, rows, groups))
    for (place, row) in rows.enumerated() { sums.add(unit: unit[row], x: rx[place], y: ry[place]) }
    return sums
  }

  /// Ranks as shares of the count, less the mean of their group.
  static func centred(
    _ values: [Double], _ rows: [Int], _ groups: (group: [Int], count: Int)
  ) -> [Double] {
    let ranks = Ranks.average(rows.map { values[$0] }).map { $0 / Double(max(1, rows.count)) }
    return less(ranks, rows, groups)
  }

  /// Values less the mean of their group.
  static func less(
    _ ranks: [Double], _ rows: [Int], _ groups: (group: [Int], count: Int)
  ) -> [Double] {
    var totals = [Double](repeating: 0, count: groups.count)
    var counts = totals
    for (place, row) in rows.enumerated() {
      totals[groups.group[row]] += ranks[place]
      counts[groups.group[row]] += 1
    }
    return rows.indices.map { place in
      let group = groups.group[rows[place]]
      return ranks[place] - totals[group] / counts[group]
    }
  }
}
