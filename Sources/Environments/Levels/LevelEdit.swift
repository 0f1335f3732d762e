/// One change to a level.
package enum LevelEdit: Hashable, Sendable {
  /// Makes a free inner square a wall, or a wall free.
  case toggleWall(Cell)
  /// Moves the thing of that number to another free square.
  case moveObject(Int, to: Cell)
  /// Exchanges the squares of two things.
  case swapObjects(Int, Int)
}

extension MazeLevel {
  /// The level with one inner square made a wall or free; its name is dropped.
  ///
  /// - Throws: ``LevelError`` where the square is on the border or taken, or where the goal
  ///   could no longer be reached.
  package func togglingWall(at cell: Cell) throws(LevelError) -> MazeLevel {
    guard grid.contains(cell), !grid.isBorder(cell) else { throw .notAnInnerSquare(cell) }
    return try replacing(grid: grid.togglingWall(at: cell))
  }

  /// The level with one thing on another square; its name is dropped.
  ///
  /// - Throws: ``LevelError`` where there is no such thing, the square is not free or taken,
  ///   or the goal could no longer be reached.
  package func movingObject(_ index: Int, to cell: Cell) throws(LevelError) -> MazeLevel {
    guard objects.indices.contains(index) else {
      throw .noSuchObject(index: index, count: objects.count)
    }
    var edited = objects
    edited[index].cell = cell
    return try replacing(objects: edited)
  }

  /// The level with two things exchanged; its name is dropped.
  ///
  /// - Throws: ``LevelError`` where there are no such things or the goal could no longer be
  ///   reached.
  package func swappingObjects(_ first: Int, _ second: Int) throws(LevelError) -> MazeLevel {
    for index in [first, second] where !objects.indices.contains(index) {
      throw .noSuchObject(index: index, count: objects.count)
    }
    var edited = objects
    edited[first].cell = objects[second].cell
    edited[second].cell = objects[first].cell
    return try replacing(objects: edited)
  }

  /// The level after an edit.
  ///
  /// - Throws: ``LevelError`` as the three kinds of edit do.
  package func applying(_ edit: LevelEdit) throws(LevelError) -> MazeLevel {
    switch edit {
    case .toggleWall(let cell): try togglingWall(at: cell)
    case .moveObject(let index, let cell): try movingObject(index, to: cell)
    case .swapObjects(let first, let second): try swappingObjects(first, second)
    }
  }

  private func replacing(
    grid: Grid? = nil, objects: [PlacedObject]? = nil
  ) throws(LevelError) -> MazeLevel {
    try MazeLevel(
      grid: grid ?? self.grid, objects: objects ?? self.objects, start: start, cue: cue,
      distractorsEndEpisodes: distractorsEndEpisodes)
  }
}
