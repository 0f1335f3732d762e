/// One episode in a level: +1 at a door, -0.01 a step, over at any thing or after twice as
/// many steps as the level has free squares. Works on any ``MazeLevel``.
///
/// Where the reward is wrong on purpose, the +1 is at ``rewarded`` and the door pays nothing;
/// ``StepOutcome/intendedReward`` is still the door's.
package struct RedDoorEpisode: Sendable {
  package let level: MazeLevel
  /// Where the agent is.
  package private(set) var agent: Cell
  /// The number of steps taken.
  package private(set) var steps = 0
  /// The number of steps after which the episode is cut.
  package let limit: Int
  package private(set) var isOver = false
  /// The place in the level's objects of the one thing that is rewarded in the doors' place; nil
  /// where the doors are, as they are meant to be. Reaching it ends the episode.
  package let rewarded: Int?
  /// A bit for each square with a thing, by the last six bits of its place: most steps end where
  /// none is, and that is seen here.
  private let things: UInt64

  /// An episode that begins at the level's start or at another free square, or goes on from
  /// there after some steps.
  package init(_ level: MazeLevel, at start: Cell? = nil, stepsTaken: Int = 0, rewarded: Int? = nil)
  {
    self.level = level
    self.rewarded = rewarded
    agent = start ?? level.start
    steps = stepsTaken
    limit = 2 * level.grid.freeCount
    var things: UInt64 = 0
    for thing in level.objects { things |= 1 << UInt64(level.grid.index(thing.cell) & 63) }
    self.things = things
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
    var intended = reward
    var reached = -1
    var isTerminal = false
    var isSolved = false
    let mayHold = things >> UInt64(level.grid.index(agent) & 63) & 1 != 0
    for index in 0..<(mayHold ? level.objects.count : 0) where level.objects[index].cell == agent {
      reached = index
      isTerminal = level.endsEpisode(level.objects[index]) || index == rewarded
      let isBase = level.objects[index].isBase
      if isBase {
        intended += RedDoorEnvironment.goalReward
        isSolved = true
      }
      if rewarded.map({ $0 == index }) ?? isBase { reward += RedDoorEnvironment.goalReward }
    }
    let isTruncated = !isTerminal && steps >= limit
    isOver = isTerminal || isTruncated
    return StepOutcome(
      reward: reward, reached: reached, isTerminal: isTerminal, isTruncated: isTruncated,
      isSolved: isSolved, intendedReward: intended)
  }
}
