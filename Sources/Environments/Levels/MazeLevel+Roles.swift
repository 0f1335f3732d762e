extension MazeLevel {
  /// The square of the first door, or of the first thing in a level without a door.
  package var goal: Cell { (objects.first { $0.isBase } ?? objects[0]).cell }

  /// The squares that the base objective rewards: the doors, or ``goal`` without a door.
  package var goals: [Cell] {
    let doors = objects.filter(\.isBase).map(\.cell)
    return doors.isEmpty ? [goal] : doors
  }

  /// The thing on a square, or nil.
  @inlinable
  package func object(at cell: Cell) -> PlacedObject? { objects.first { $0.cell == cell } }

  /// The place in ``objects`` of the thing on a square, or nil.
  @inlinable
  package func objectIndex(at cell: Cell) -> Int? { objects.firstIndex { $0.cell == cell } }

  /// Whether reaching this thing ends the episode.
  @inlinable
  package func endsEpisode(_ object: PlacedObject) -> Bool {
    distractorsEndEpisodes || object.isBase
  }

  /// The squares that stand in the way to other squares than themselves.
  package var blockingCells: [Cell] { objects.lazy.filter { endsEpisode($0) }.map(\.cell) }

  /// Ways to the nearest of ``goals``, with the other things in the way.
  package func paths() -> ShortestPaths {
    let objects = objects
    guard objects.contains(where: \.isBase) else { return paths(toObject: 0) }
    return ShortestPaths(self) { objects[$0].isBase }
  }

  /// Whether a way leads from the start to one of ``goals``.
  var leadsToGoal: Bool {
    guard grid.isPlain, objects.count(where: \.isBase) == 1 else {
      return paths().distance(at: start) > 0
    }
    let goal = grid.index(goal)
    // What the closure needs and no more: it would hold a copy of the level.
    let columns = grid.columns
    let things = distractorsEndEpisodes ? objects : []
    return BreadthFirstKernel.leads(grid, from: grid.index(start), to: goal) { closed in
      for thing in things where !thing.isBase {
        closed[thing.cell.row * columns + thing.cell.column] = true
      }
    }
  }

  /// Ways to one thing, with the other things in the way.
  package func paths(toObject index: Int) -> ShortestPaths {
    ShortestPaths(self) { $0 == index }
  }

  /// The same level with the agent elsewhere.
  ///
  /// - Throws: ``LevelError`` where that square is not free or has no way to the goal.
  package func starting(at cell: Cell) throws(LevelError) -> MazeLevel {
    try MazeLevel(
      grid: grid, objects: objects, start: cell, cue: cue, id: givenID,
      distractorsEndEpisodes: distractorsEndEpisodes)
  }

  /// The same level with the cue plane on or off.
  package func showing(cue: Bool) -> MazeLevel {
    MazeLevel(
      unchecked: grid, objects: objects, start: start, cue: cue, id: givenID,
      distractorsEndEpisodes: distractorsEndEpisodes)
  }

  /// The same level under another name.
  package func named(_ id: String) -> MazeLevel {
    MazeLevel(
      unchecked: grid, objects: objects, start: start, cue: cue, id: id,
      distractorsEndEpisodes: distractorsEndEpisodes)
  }

  /// The level turned or mirrored; its name is dropped, its ``digest`` stays.
  package func transformed(by symmetry: GridSymmetry) -> MazeLevel {
    func image(_ cell: Cell) -> Cell {
      symmetry.apply(to: cell, rows: grid.rows, columns: grid.columns)
    }
    return MazeLevel(
      unchecked: symmetry.apply(to: grid),
      objects: objects.map { PlacedObject($0.type, at: image($0.cell)) },
      start: image(start), cue: cue, distractorsEndEpisodes: distractorsEndEpisodes)
  }
}
