package import Environments
package import LinearAlgebra

/// A legal way to the goal that a network has no reason to take: its first move is not optimal.
///
/// The squares of all optimal first moves are closed and the shortest way is searched again.
package struct AlternativeRoute: Sendable, Equatable {
  /// The squares in order, start and goal included.
  package let path: [Cell]
  /// The move at each square but the last.
  package let moves: [Int]
  /// Its row-major squares.
  package let cells: [Int]
  /// The number of steps that it is longer than the shortest way.
  package let detour: Int

  /// The longest detour that is asked of a network.
  package static let longestDetour = 8

  /// Shorter routes are hardly any.
  package static let shortest = 3

  /// The route from a square of a level; nil where no other way leads to the goal, or only a long
  /// one.
  ///
  /// - Parameter paths: those of the level.
  package init?(_ level: MazeLevel, from start: Cell, paths: ShortestPaths) {
    let best = paths.optimalActions(at: start)
    guard !best.isEmpty else { return nil }
    let grid = level.grid
    let goals = level.goals
    let closed = best.map { start.moved(by: grid.moves.offsets[$0]) }
    // A goal that is one step away cannot be walked around.
    guard !closed.contains(where: goals.contains) else { return nil }
    let things = level.blockingCells.filter { !goals.contains($0) }
    let other = ShortestPaths(grid: grid, to: goals, blocked: closed + things)
    let path = other.path(from: start)
    let detour = path.count - 1 - paths.distance(at: start)
    guard path.count > Self.shortest, detour <= Self.longestDetour else { return nil }
    self.path = path
    self.detour = detour
    cells = path.map { grid.index($0) }
    moves = zip(path, path.dropFirst()).map { from, to in
      grid.moves.action(moving: Move(row: to.row - from.row, column: to.column - from.column)) ?? 0
    }
  }

  /// A route from a drawn square of a level; nil where no square has one.
  package static func drawn(_ level: MazeLevel, from random: RandomStream) -> AlternativeRoute? {
    let paths = level.paths()
    let things = Set(level.objects.map(\.cell))
    var cells = paths.startCells.filter { !things.contains($0) }
    var random = random
    random.shuffle(&cells)
    for cell in cells {
      if let route = AlternativeRoute(level, from: cell, paths: paths) { return route }
    }
    return nil
  }

  /// The number of steps.
  package var length: Int { moves.count }
}
