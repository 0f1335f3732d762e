internal import LinearAlgebra
internal import Statistics

/// Rows in working order: those of the selection folds first, each unit's rows together.
struct RowOrder: Sendable {
  /// The data row at each place.
  let rows: [Int]
  /// The units with rows in the selection folds, and the places of their rows.
  let selection: [(unit: Int, places: Range<Int>)]
  /// The units with rows in the report folds, and the places of their rows.
  let report: [(unit: Int, places: Range<Int>)]
  /// The number of rows in the selection folds; the report rows follow them.
  let selectionRows: Int

  init(_ data: ProbeData) {
    var rowsOfUnit = [[Int]](repeating: [], count: data.units.count)
    for row in 0..<data.rows { rowsOfUnit[data.units.unitOfLevel[data.rowLevel[row]]].append(row) }
    var rows: [Int] = []
    rows.reserveCapacity(data.rows)
    func place(_ units: [Int]) -> [(unit: Int, places: Range<Int>)] {
      units.compactMap { unit in
        guard !rowsOfUnit[unit].isEmpty else { return nil }
        let start = rows.count
        rows.append(contentsOf: rowsOfUnit[unit])
        return (unit, start..<rows.count)
      }
    }
    selection = place(data.folds.selection)
    selectionRows = rows.count
    report = place(data.folds.report)
    self.rows = rows
  }

  var reportRows: Int { rows.count - selectionRows }

  /// The targets in working order, `[rows, width]`: one-hot classes or values.
  func targets(_ target: ProbeTarget) -> Matrix<Double> {
    switch target {
    case .classes(let names, let labels):
      var result = Matrix<Double>(rows: rows.count, columns: names.count)
      for (place, row) in rows.enumerated() { result[place, labels[row]] = 1 }
      return result
    case .values(let values):
      return Matrix(rows: rows.count, columns: 1, elements: rows.map { values[$0] })
    }
  }
}
