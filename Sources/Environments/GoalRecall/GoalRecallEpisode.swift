package import LinearAlgebra

/// An episode of the ``GoalRecallEnvironment``.
package struct GoalRecallEpisode: Episode {
  /// An end of the line; its number is that of the action that leads there.
  package enum End: Int, CaseIterable, Sendable {
    case left, right

    /// Where it is.
    package var position: Double { self == .left ? -1 : 1 }
    package var other: End { self == .left ? .right : .left }
  }

  package let environment: GoalRecallEnvironment
  /// Which end holds the goal.
  package let goal: End
  package let start: Double
  /// The number of actions taken.
  package private(set) var steps = 0
  /// Moves to the right less moves to the left.
  package private(set) var moves = 0
  /// The end that was reached; nil while the episode goes on, and where it was cut.
  package private(set) var reached: End?
  private var random: RandomStream

  package init(
    _ environment: GoalRecallEnvironment, goal: End, start: Double, random: RandomStream
  ) {
    self.environment = environment
    self.goal = goal
    self.start = start
    self.random = random
  }

  package var position: Double { start + GoalRecallEnvironment.step * Double(moves) }

  /// Whether the present observation shows the goal.
  package var showsGoal: Bool { steps < environment.shown }

  package var isOver: Bool { reached != nil || steps >= environment.limit }

  package var readCell: Int { 0 }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    let sign: Float = showsGoal ? Float(goal.position) : 0
    observation[0] = -sign
    observation[1] = Float(position)
    observation[2] = sign
  }

  /// Reaching the goal pays 1.6 and the other end -1.6, every other move -0.1: the published
  /// rewards.
  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(!isOver, "The episode is over; begin another.")
    let isMove = steps >= environment.frozen
    var taken = action
    // Two draws an action, whatever comes of them.
    let (chance, other) = (random.uniform(), random.below(2))
    if !showsGoal, chance < environment.replaced { taken = other }
    if isMove { moves += taken == End.right.rawValue ? 1 : -1 }
    steps += 1
    // Steps of 0.2 from 0.4 come to the end but for rounding.
    if abs(position) > 1 - 1e-9 { reached = position > 0 ? .right : .left }
    observe(into: observation)
    guard let reached else {
      return StepOutcome(
        reward: isMove ? -0.1 : 0, isTerminal: false, isTruncated: steps >= environment.limit)
    }
    return StepOutcome(
      reward: reached == goal ? 1.6 : -1.6, reached: reached.rawValue, isTerminal: true,
      isTruncated: false, isSolved: reached == goal)
  }
}
