/// Walls on a rectangle of squares, and how one moves on it. The edge of the rectangle
/// stops a move as a wall does.
package struct Grid: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// Row-major, true on walls: square `(row, column)` is at `row * columns + column`.
  package let walls: [Bool]
  package let moves: MoveSet
  /// Whether the whole border ring is wall, so that no move can leave the grid.
  package let isFenced: Bool
  /// Whether the border is closed and the moves are those of ``MoveSet/four``: the usual maze, in
  /// which no move needs its bounds checked.
  @usableFromInline let isPlain: Bool

  /// The longest side that a grid may have.
  package static let largestSide = 127

  /// A grid over existing walls.
  ///
  /// - Precondition: sides in `1...Grid.largestSide`, `walls.count == rows * columns`.
  package init(rows: Int, columns: Int, walls: [Bool], moves: MoveSet = .four) {
    precondition(
      rows > 0 && columns > 0 && rows <= Grid.largestSide && columns <= Grid.largestSide,
      "A grid's sides must be 1 to \(Grid.largestSide), not \(rows) x \(columns).")
    precondition(
      walls.count == rows * columns,
      "A \(rows) x \(columns) grid needs \(rows * columns) squares, not \(walls.count).")
    self.rows = rows
    self.columns = columns
    self.walls = walls
    self.moves = moves
    isFenced = Grid.isFenced(walls, rows: rows, columns: columns)
    isPlain = isFenced && moves.count == 4
  }

  private static func isFenced(_ walls: [Bool], rows: Int, columns: Int) -> Bool {
    for column in 0..<columns where !walls[column] || !walls[(rows - 1) * columns + column] {
      return false
    }
    for row in 0..<rows where !walls[row * columns] || !walls[row * columns + columns - 1] {
      return false
    }
    return true
  }

  /// The grid with one square made a wall or free.
  package func togglingWall(at cell: Cell) -> Grid {
    var walls = walls
    walls[index(cell)].toggle()
    return Grid(rows: rows, columns: columns, walls: walls, moves: moves)
  }

  /// The number of squares, walls included.
  @inlinable
  package var count: Int { rows * columns }

  /// The number of squares that are not walls.
  package var freeCount: Int { walls.reduce(0) { $0 + ($1 ? 0 : 1) } }

  /// The squares that are not walls, in reading order.
  package var freeCells: [Cell] { walls.indices.lazy.filter { !walls[$0] }.map { cell($0) } }

  /// The row-major index of a square.
  @inlinable
  package func index(_ cell: Cell) -> Int { cell.row * columns + cell.column }

  /// The square of a row-major index.
  @inlinable
  package func cell(_ index: Int) -> Cell {
    Cell(row: index / columns, column: index % columns)
  }

  @inlinable
  package func contains(_ cell: Cell) -> Bool {
    cell.row >= 0 && cell.row < rows && cell.column >= 0 && cell.column < columns
  }

  /// Whether the square is in the grid and is not a wall.
  @inlinable
  package func isFree(_ cell: Cell) -> Bool { contains(cell) && !walls[index(cell)] }

  /// Whether the square is in the outermost ring.
  @inlinable
  package func isBorder(_ cell: Cell) -> Bool {
    cell.row == 0 || cell.column == 0 || cell.row == rows - 1 || cell.column == columns - 1
  }

  /// Whether any wall stands off the border.
  package var hasInnerWalls: Bool { walls.indices.contains { walls[$0] && !isBorder(cell($0)) } }

  /// Where an action leads; the same square where a wall or the edge stops it.
  @inlinable
  @inline(__always)
  package func destination(of action: Int, from cell: Cell) -> Cell {
    if isPlain { return destinationInside(of: action, from: cell) }
    let next = cell.moved(by: moves.offsets[action])
    return isFree(next) ? next : cell
  }

  /// The same inside a closed border with the moves of ``MoveSet/four``, where no move leads
  /// outside.
  @inlinable
  @inline(__always)
  func destinationInside(of action: Int, from cell: Cell) -> Cell {
    let step = 2 * (action & 1) - 1
    let isVertical = action < 2
    let next = Cell(
      row: cell.row + (isVertical ? step : 0), column: cell.column + (isVertical ? 0 : step))
    return walls[index(next)] ? cell : next
  }
}
