/// One episode in a level: +1 at a door, -0.01 a step, over at any thing or after twice as
/// many steps as the level has free squares. Works on any ``MazeLevel``.
package struct RedDoorEpisode: Sendable {
  package let level: MazeLevel
  /// Where the agent is.
  package private(set) var agent: Cell
  /// The number of steps taken.
  package private(set) var steps = 0
  /// The number of steps after which the episode is cut.
  package let limit: Int
  package private(set) var isOver = false

  /// An episode that begins at the level's start or at another free square, or goes on from
  /// there after some steps.
  package init(_ level: MazeLevel, at start: Cell? = nil, stepsTaken: Int = 0) {
    self.level = level
    agent = start ?? level.start
    steps = stepsTaken
    limit = 2 * level.grid.freeCount
    precondition(level.grid.isFree(agent), "The agent cannot start in a wall, at \(agent.text).")
  }

  /// Moves the agent; a wall or the edge leaves it where it is, at the same cost.
  ///
  /// - Precondition: `action` is one of the level's moves and the episode is not over.
  /// - Complexity: constant, without allocation.
  package mutating func step(_ action: Int) -> StepOutcome {
    precondition(!isOver, "The episode is over; begin another.")
    precondition(
      action >= 0 && action < level.grid.moves.count,
      "There is no action \(action); the level has \(level.grid.moves.count).")
    agent = level.grid.destination(of: action, from: agent)
    steps += 1
    var reward = -RedDoorEnvironment.stepCost
    var reached = -1
    var isTerminal = false
    var isSolved = false
    for index in level.objects.indices where level.objects[index].cell == agent {
      reached = index
      isTerminal = level.endsEpisode(level.objects[index])
      if level.objects[index].isBase {
        reward += RedDoorEnvironment.goalReward
        isSolved = true
      }
    }
    let isTruncated = !isTerminal && steps >= limit
    isOver = isTerminal || isTruncated
    return StepOutcome(
      reward: reward, reached: reached, isTerminal: isTerminal, isTruncated: isTruncated,
      isSolved: isSolved)
  }
}
