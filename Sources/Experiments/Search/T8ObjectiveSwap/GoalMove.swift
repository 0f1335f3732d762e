package import Environments
package import LinearAlgebra

/// A goal and another free square of a level, from whose start they are reached by different first
/// moves: no move that begins a shortest way to one begins one to the other.
///
/// The way to the other square is a hard one where the level has such a square: what only heads for
/// its goal does not walk it. It is no longer than the longest in the set: where levels begin near their
/// goal, farther ones are another task.
package struct GoalMove: Sendable {
  /// The place of the level.
  package let level: Int
  package let goal: Cell
  package let other: Cell
  /// The level with its goal on the other square.
  package let moved: MazeLevel
  /// Ways to the other square in it.
  package let paths: ShortestPaths

  /// The moves that begin a shortest way to the other square.
  package var wanted: ActionSet { paths.optimalActions(at: moved.start) }

  /// At most so many squares of a level are tried for a hard way.
  private static let mostTried = 12

  /// One drawn move of the goal in each level that has one; levels with several goals have none.
  package static func drawn(
    _ base: InterventionBase, places: [Int], most: Int, random: RandomStream
  ) -> [GoalMove] {
    let longest = base.levels.longestWay
    var result: [GoalMove] = []
    for place in places where result.count < most {
      let level = base.levels.levels[place]
      guard level.goals.count == 1 else { continue }
      var moves = level.goalMoves().filter { $0.effect == .firstAction }.map(\.after).filter {
        $0.paths().distance(at: $0.start) <= longest
      }
      var drawing = random.split(UInt64(place))
      drawing.shuffle(&moves)
      let tried = moves.prefix(mostTried).map { (level: $0, hardness: Hardness($0).share) }
      let hard = tried.first { $0.hardness >= base.settings.minimumHardness }
      guard let chosen = (hard ?? tried.max { $0.hardness < $1.hardness })?.level else { continue }
      result.append(
        GoalMove(
          level: place, goal: level.goal, other: chosen.goal, moved: chosen, paths: chosen.paths()))
    }
    return result
  }
}
