/// How far a level is from being solved by moving towards the goal.
///
/// A greedy move is one that shortens the way to the goal as it would be on an empty grid
/// (Manhattan distance with four moves, Chebyshev distance with eight) and does not run into
/// a wall or a thing in the way. A square of the path is *hard* if it has no greedy move, or
/// one that is not optimal. The path is a shortest one from the start, without the goal's
/// own square; at ties the action of lowest index.
package struct Hardness: Sendable, Equatable {
  /// The number of hard squares on the path.
  package let hardCells: Int
  /// The length of the path.
  package let pathCells: Int

  /// The share of hard squares on the path, from 0 to 1.
  package var share: Double { pathCells == 0 ? 0 : Double(hardCells) / Double(pathCells) }

  /// - Complexity: one breadth-first flood and one walk.
  package init(_ level: MazeLevel) {
    self.init(level, paths: level.paths())
  }

  init(_ level: MazeLevel, paths: ShortestPaths) {
    let path = paths.path(from: level.start)
    guard let goal = path.last else {
      (hardCells, pathCells) = (0, 0)
      return
    }
    pathCells = path.count - 1
    hardCells = path.dropLast().reduce(0) {
      $0 + (Self.isHard($1, goal: goal, paths: paths, level: level) ? 1 : 0)
    }
  }

  private static func isHard(
    _ cell: Cell, goal: Cell, paths: ShortestPaths, level: MazeLevel
  ) -> Bool {
    let optimal = paths.optimalActions(at: cell)
    let open = paths.moves.openDistance(from: cell, to: goal)
    var greedy = 0
    for (action, offset) in paths.moves.offsets.enumerated() {
      let next = cell.moved(by: offset)
      guard level.grid.isFree(next),
        paths.moves.openDistance(from: next, to: goal) < open
      else { continue }
      if next != goal, let object = level.object(at: next), level.endsEpisode(object) { continue }
      greedy += 1
      if !optimal.contains(action) { return true }
    }
    return greedy == 0
  }
}

extension MazeLevel {
  /// The share of squares with a way to the goal whose number of steps differs from the
  /// Chebyshev distance: the squares on which a wavefront through the maze can be told from
  /// the growth of a receptive field.
  package var separatedShare: Double {
    let paths = paths()
    let goals = goals
    var reachable = 0
    var apart = 0
    for index in paths.distances.indices where paths.distances[index] > 0 {
      let cell = grid.cell(index)
      reachable += 1
      let straight = goals.map { $0.chebyshevDistance(to: cell) }.min() ?? 0
      if straight != paths.distances[index] { apart += 1 }
    }
    return reachable == 0 ? 0 : Double(apart) / Double(reachable)
  }
}
