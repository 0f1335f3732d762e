/// One step on a grid as a planted network knows it: a change of row and column.
///
/// Networks are made without an environment at hand, so the moves are said here; their order is
/// that of the action logits.
package struct PlantedMove: Hashable, Sendable {
  package let row: Int
  package let column: Int

  package init(row: Int, column: Int) {
    precondition(
      (-1...1).contains(row) && (-1...1).contains(column),
      "A 3x3 kernel reaches one square away, not (\(row), \(column)).")
    self.row = row
    self.column = column
  }
}

extension [PlantedMove] {
  /// Up, down, left, right.
  package static var fourMoves: [PlantedMove] {
    [(-1, 0), (1, 0), (0, -1), (0, 1)].map { PlantedMove(row: $0, column: $1) }
  }

  /// North, south, east, west, north-east, north-west, south-east, south-west.
  package static var eightMoves: [PlantedMove] {
    [(-1, 0), (1, 0), (0, 1), (0, -1), (-1, 1), (-1, -1), (1, 1), (1, -1)].map {
      PlantedMove(row: $0, column: $1)
    }
  }
}
