package import Environments

/// How one episode of remembering a goal went, step by step.
package struct RecallCourse: Sendable {
  package let goal: GoalRecallEpisode.End
  package let start: Double
  /// What was seen at each step, `(left, position, right)` one after the other.
  package fileprivate(set) var observations: [Float] = []
  /// The position at each step.
  package fileprivate(set) var positions: [Double] = []
  /// The network's own choice at each step, which the world may have replaced.
  package fileprivate(set) var choices: [Int] = []
  /// What came of the action of each step: -1, 0 or 1 moves to the right.
  package fileprivate(set) var moves: [Int] = []
  /// The state after each step, `[step, unit]` one after the other.
  package fileprivate(set) var states: [Float] = []
  /// The end that was reached; nil where time ran out.
  package fileprivate(set) var reached: GoalRecallEpisode.End?

  init(_ episode: GoalRecallEpisode) {
    goal = episode.goal
    start = episode.start
  }

  /// The number of steps.
  package var steps: Int { positions.count }

  package var isSolved: Bool { reached == goal }

  mutating func add(
    _ observation: some Sequence<Float>, state: some Sequence<Float>, choice: Int,
    before: GoalRecallEpisode, after: GoalRecallEpisode
  ) {
    observations += observation
    states += state
    choices.append(choice)
    positions.append(before.position)
    moves.append(after.moves - before.moves)
    reached = after.reached
  }
}
