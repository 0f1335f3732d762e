/// A square of a grid; row 0, column 0 is the top left.
package struct Cell: Hashable, Sendable, Comparable {
  package var row: Int
  package var column: Int

  @inlinable
  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// The square one move away, which may lie outside of the grid.
  @inlinable
  package func moved(by move: Move) -> Cell {
    Cell(row: row + move.row, column: column + move.column)
  }

  /// The number of steps between two squares of an empty grid with four moves.
  @inlinable
  package func manhattanDistance(to other: Cell) -> Int {
    abs(row - other.row) + abs(column - other.column)
  }

  /// The number of steps between two squares of an empty grid with eight moves; also the
  /// number of 3x3 convolutions that carry information from one square to the other.
  @inlinable
  package func chebyshevDistance(to other: Cell) -> Int {
    max(abs(row - other.row), abs(column - other.column))
  }

  /// Reading order: by row, then by column.
  @inlinable
  package static func < (left: Cell, right: Cell) -> Bool {
    (left.row, left.column) < (right.row, right.column)
  }
}
