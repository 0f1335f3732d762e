/// A maze with a cheese in it and a square where the agent starts.
package struct CheeseLevel: Sendable, Equatable {
  package let grid: Grid
  package let cheese: Cell
  package let start: Cell

  /// - Precondition: both squares are free and different, and a way leads between them.
  package init(grid: Grid, cheese: Cell, start: Cell) {
    precondition(
      ShortestPaths(grid: grid, to: cheese).distance(at: start) > 0,
      "No way leads from \(start.text) to the cheese at \(cheese.text).")
    self.grid = grid
    self.cheese = cheese
    self.start = start
  }

  /// The place where the cheese is in training: the inner square at the top right.
  package var corner: Cell { Cell(row: 1, column: grid.columns - 2) }

  /// Ways to the cheese: the base objective, an object.
  package func paths() -> ShortestPaths { ShortestPaths(grid: grid, to: cheese) }

  /// Ways to the ``corner``: the proxy, a place.
  package func cornerPaths() -> ShortestPaths { ShortestPaths(grid: grid, to: corner) }

  /// The layout's name for the split into levels trained on and held out; see
  /// ``MazeLevel/digest``.
  package var digest: UInt64 {
    MazeLevel(
      unchecked: grid, objects: [PlacedObject(ObjectType(.blue, .gem), at: cheese)], start: start
    ).digest
  }
}
