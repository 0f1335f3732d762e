/// An episode of the ``CheeseEnvironment``: over at the cheese, or after twice as many steps as
/// the level has free squares. The oracle goes for the cheese.
package struct CheeseEpisode: OracleEpisode {
  package static let planeNames = ["wall", "agent", "cheese", "fence"]

  package let level: CheeseLevel
  package var levelDigest: UInt64? { level.digest }
  /// Ways to the cheese.
  package let paths: ShortestPaths
  /// The number of steps after which the episode is cut.
  package let limit: Int
  /// The agent's square, row-major.
  package private(set) var cell: Int
  package private(set) var steps = 0
  private let reward: Float
  private let stepPenalty: Float

  package init(_ level: CheeseLevel, reward: Float = 10, stepPenalty: Float = 0) {
    self.level = level
    self.reward = reward
    self.stepPenalty = stepPenalty
    paths = level.paths()
    limit = 2 * level.grid.freeCount
    cell = level.grid.index(level.start)
  }

  func moved(to cell: Int, stepsTaken: Int) -> CheeseEpisode {
    var copy = self
    copy.cell = cell
    copy.steps = stepsTaken
    return copy
  }

  package var readCell: Int { cell }

  package var optimalActions: ActionSet {
    steps < limit ? paths.optimalActions(at: level.grid.cell(cell)) : .empty
  }

  package var stepsToGoal: Int { paths.distances[cell] }

  /// The agent's square, and the steps taken.
  package var code: UInt64 { UInt64(cell) | UInt64(steps) << 16 }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    let planes = Self.planeNames.count
    let grid = level.grid
    observation.update(repeating: 0)
    for index in 0..<grid.count {
      if grid.walls[index] { observation[index * planes] = 1 }
      if grid.isBorder(grid.cell(index)) { observation[index * planes + 3] = 1 }
    }
    observation[cell * planes + 1] = 1
    observation[grid.index(level.cheese) * planes + 2] = 1
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(steps < limit && stepsToGoal > 0, "The episode is over; begin another.")
    let planes = Self.planeNames.count
    observation[cell * planes + 1] = 0
    cell = level.grid.index(level.grid.destination(of: action, from: level.grid.cell(cell)))
    observation[cell * planes + 1] = 1
    steps += 1
    let isTerminal = stepsToGoal == 0
    return StepOutcome(
      reward: (isTerminal ? reward : 0) - stepPenalty, reached: isTerminal ? 0 : -1,
      isTerminal: isTerminal, isTruncated: !isTerminal && steps >= limit, isSolved: isTerminal)
  }
}
