/// An edit of a level together with what it does to the optimal plan (T3, T4).
package struct ClassifiedEdit: Sendable {
  /// What an edit changes in the map of optimal action sets.
  package enum Effect: String, Sendable, CaseIterable {
    /// Class A: no action that was optimal at the start is optimal still.
    case firstAction
    /// The optimal set at the start differs but shares an action with the old one: ties are
    /// no decision, so it belongs to no class.
    case firstActionTies
    /// Class B: the set at the start is the same, the set of some other square is not.
    case mapOnly
    /// Class C: no square's set changes, those edited apart.
    case irrelevant
  }

  package let edit: LevelEdit
  package let effect: Effect
  package let before: MazeLevel
  package let after: MazeLevel
  /// The squares that the edit itself touches.
  package let editedCells: [Cell]
  /// Steps to the goal before and after, row-major, -1 where no way leads.
  package let distancesBefore: [Int]
  package let distancesAfter: [Int]

  /// Classifies one edit.
  ///
  /// - Throws: ``LevelError`` where the edit makes an invalid level.
  /// - Complexity: two breadth-first floods.
  package init(_ edit: LevelEdit, of level: MazeLevel) throws(LevelError) {
    try self.init(edit, of: level, paths: level.paths())
  }

  init(_ edit: LevelEdit, of level: MazeLevel, paths: ShortestPaths) throws(LevelError) {
    let after = try level.applying(edit)
    let newPaths = after.paths()
    self.edit = edit
    self.before = level
    self.after = after
    editedCells =
      switch edit {
      case .toggleWall(let cell): [cell]
      case .moveObject(let index, let cell): [level.objects[index].cell, cell]
      case .swapObjects(let first, let second):
        [level.objects[first].cell, level.objects[second].cell]
      }
    distancesBefore = paths.distances
    distancesAfter = newPaths.distances
    effect = Self.effect(paths, newPaths, start: level.start, editedCells: editedCells)
  }

  private static func effect(
    _ old: ShortestPaths, _ new: ShortestPaths, start: Cell, editedCells: [Cell]
  ) -> Effect {
    let before = old.optimalActions(at: start)
    let after = new.optimalActions(at: start)
    if before != after { return before.isDisjoint(with: after) ? .firstAction : .firstActionTies }
    for row in 0..<old.rows {
      for column in 0..<old.columns {
        let cell = Cell(row: row, column: column)
        guard !editedCells.contains(cell) else { continue }
        if old.optimalActions(at: cell) != new.optimalActions(at: cell) { return .mapOnly }
      }
    }
    return .irrelevant
  }

  /// The smaller of the two distances where they differ, row-major: a search that spreads
  /// from the goal by one square a tick can show the edit there no earlier than this. -1
  /// where the edit leaves the distance as it was.
  package var geodesicDistances: [Int] {
    distancesBefore.indices.map { index in
      let (old, new) = (distancesBefore[index], distancesAfter[index])
      guard old != new else { return -1 }
      return old < 0 ? new : new < 0 ? old : min(old, new)
    }
  }

  /// The Chebyshev distance of each square to the nearest edited one, row-major: any stack
  /// of 3x3 convolutions can show the edit there after that many layers.
  package var chebyshevDistances: [Int] {
    before.grid.walls.indices.map { index in
      let cell = before.grid.cell(index)
      return editedCells.map { $0.chebyshevDistance(to: cell) }.min() ?? -1
    }
  }

  /// The number of moves of each square to the nearest edited one if there were no walls, row-major:
  /// what spreads by the agent's own moves and sees no walls shows the edit there after so many.
  package var openDistances: [Int] {
    before.grid.walls.indices.map { index in
      let cell = before.grid.cell(index)
      return editedCells.map { before.grid.moves.openDistance(from: $0, to: cell) }.min() ?? -1
    }
  }
}

extension MazeLevel {
  /// Every toggle of one inner square that leaves a valid level, in reading order.
  package func wallToggles() -> [ClassifiedEdit] {
    let paths = paths()
    return grid.walls.indices.compactMap { index in
      try? ClassifiedEdit(.toggleWall(grid.cell(index)), of: self, paths: paths)
    }
  }

  /// Every move of the goal to another free square that leaves a valid level, in reading
  /// order. In a level of several doors the first one moves.
  package func goalMoves() -> [ClassifiedEdit] {
    guard let index = objectIndex(at: goal) else { return [] }
    let paths = paths()
    return grid.freeCells.compactMap { cell in
      guard cell != goal else { return nil }
      return try? ClassifiedEdit(.moveObject(index, to: cell), of: self, paths: paths)
    }
  }

  /// Every exchange of two things that leaves a valid level.
  package func objectSwaps() -> [ClassifiedEdit] {
    let paths = paths()
    return objects.indices.flatMap { first in
      (first + 1..<max(objects.count, first + 1)).compactMap { second in
        try? ClassifiedEdit(.swapObjects(first, second), of: self, paths: paths)
      }
    }
  }
}
