/// One of the eight symmetries of the square: a reflection in the diagonal or not, then a
/// reversal of the rows or not, then a reversal of the columns or not.
package struct GridSymmetry: Hashable, Sendable {
  package let transposes: Bool
  package let reversesRows: Bool
  package let reversesColumns: Bool

  package init(transposes: Bool, reversesRows: Bool, reversesColumns: Bool) {
    self.transposes = transposes
    self.reversesRows = reversesRows
    self.reversesColumns = reversesColumns
  }

  /// All eight, the identity first. The last four exchange rows and columns.
  package static let all: [GridSymmetry] = (0..<8).map {
    GridSymmetry(
      transposes: $0 & 4 != 0, reversesRows: $0 & 2 != 0, reversesColumns: $0 & 1 != 0)
  }

  /// Where a square of a grid of the given size goes.
  package func apply(to cell: Cell, rows: Int, columns: Int) -> Cell {
    let (row, column) = transposes ? (cell.column, cell.row) : (cell.row, cell.column)
    let (height, width) = transposes ? (columns, rows) : (rows, columns)
    return Cell(
      row: reversesRows ? height - 1 - row : row,
      column: reversesColumns ? width - 1 - column : column)
  }

  /// What an action becomes in the transformed grid.
  package func apply(to action: Int, of moves: MoveSet) -> Int {
    let offset = moves.offsets[action]
    let (row, column) = transposes ? (offset.column, offset.row) : (offset.row, offset.column)
    let image = Move(
      row: reversesRows ? -row : row, column: reversesColumns ? -column : column)
    guard let result = moves.action(moving: image) else {
      preconditionFailure("The move set \(moves.name) is not closed under \(self).")
    }
    return result
  }

  /// The transformed grid.
  package func apply(to grid: Grid) -> Grid {
    let rows = transposes ? grid.columns : grid.rows
    let columns = transposes ? grid.rows : grid.columns
    var walls = [Bool](repeating: false, count: grid.count)
    for index in grid.walls.indices where grid.walls[index] {
      let image = apply(to: grid.cell(index), rows: grid.rows, columns: grid.columns)
      walls[image.row * columns + image.column] = true
    }
    return Grid(rows: rows, columns: columns, walls: walls, moves: grid.moves)
  }
}
