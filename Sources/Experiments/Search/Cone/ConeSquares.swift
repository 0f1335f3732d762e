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
      for square in EditSample.rows(of: change) {
        unit.append(unitOfEdit[index])
        geodesic.append(Double(steps[square]))
        chebyshev.append(Double(straight[square]))
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
      result.edit.append(edit[place])
      result.cell.append(cell[place])
      result.kind.append(kind[place])
    }
    return (result, places)
  }

  /// Per-unit sums for the partial rank correlation of `x` and `y` given `z`.
  ///
  /// Ranks are taken among squares of one kind of edit, for moved goals and toggled walls differ in
  /// all three quantities, and pooling them would correlate what is not.
  func rankSums(_ x: [Double], _ y: [Double], given z: [Double]) -> CorrelationSums {
    var sums = CorrelationSums(units: units)
    for kind in 0...1 {
      let rows = self.kind.indices.filter { self.kind[$0] == kind }
      guard rows.count > 1 else { continue }
      func ranks(_ values: [Double]) -> [Double] {
        let middle = Double(rows.count + 1) / 2
        return Ranks.average(rows.map { values[$0] }).map { ($0 - middle) / Double(rows.count) }
      }
      let (rx, ry, rz) = (ranks(x), ranks(y), ranks(z))
      for (place, row) in rows.enumerated() {
        sums.add(unit: unit[row], x: rx[place], y: ry[place], z: rz[place])
      }
    }
    return sums
  }
}
