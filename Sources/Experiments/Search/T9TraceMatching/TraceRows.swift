internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics

/// The squares that T9 looks at, with those of the levels to choose on before those to report on.
struct TraceRows: Sendable {
  let levels: LevelSet
  /// Steps to the goal where a way leads, in the order of `ProbeData`.
  let data: ProbeData
  /// The rows of `data` in the order used here.
  let order: [Int]
  /// The places in `levels` in that order, those to choose on first.
  let places: [Int]
  /// The number of levels to choose on.
  let fitLevels: Int
  /// The rows of each of ``places``, as a range.
  let ranges: [Range<Int>]
  /// The place of each level's unit among the units of its half.
  let units: [Int]
  /// The number of units of both halves.
  let fitUnits: Int
  let reportUnits: Int

  init(_ levels: LevelSet) throws {
    let maps = levels.levels.map { $0.paths().distances }
    data = try ProbeData(
      levels: levels.keys, cells: levels.cells,
      values: maps.flatMap { $0.map { $0 >= 0 ? Double($0) : nil } })
    self.levels = levels
    let folds = data.folds
    var rowsOfLevel = [[Int]](repeating: [], count: levels.count)
    for row in 0..<data.rows { rowsOfLevel[data.rowLevel[row]].append(row) }
    var order: [Int] = []
    var places: [Int] = []
    var ranges: [Range<Int>] = []
    var units: [Int] = []
    var fitLevels = 0
    for (half, selected) in [folds.selection, folds.report].enumerated() {
      for (index, unit) in selected.enumerated() {
        for level in folds.units.levelsOfUnit[unit] where !rowsOfLevel[level].isEmpty {
          ranges.append(order.count..<order.count + rowsOfLevel[level].count)
          order += rowsOfLevel[level]
          places.append(level)
          units.append(index)
        }
      }
      if half == 0 { fitLevels = places.count }
    }
    self.order = order
    self.places = places
    self.fitLevels = fitLevels
    self.ranges = ranges
    self.units = units
    fitUnits = folds.selection.count
    reportUnits = folds.report.count
  }

  var count: Int { order.count }
  /// The number of rows to choose on: the first ones.
  var fitCount: Int { fitLevels < ranges.count ? ranges[fitLevels].lowerBound : count }

  /// Rows of `ProbeData` in the order used here.
  func ordered(_ matrix: Matrix<Float>) -> Matrix<Float> { matrix.selectingRows(order) }

  /// The levels and squares of the rows.
  var tracePlaces: TraceForm.Places {
    TraceForm.Places(
      levels: places.map { levels.levels[$0] },
      cells: ranges.map { range in range.map { data.rowCell[order[$0]] } })
  }
}
