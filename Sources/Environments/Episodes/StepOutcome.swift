/// What one step of an episode brought.
package struct StepOutcome: Sendable, Equatable {
  /// The task's reward of this step.
  package let reward: Float
  /// What the task is meant to reward with: the same but in episodes whose reward is wrong on
  /// purpose.
  package let intendedReward: Float
  /// The place in the level's objects of the thing reached, -1 if none.
  package let reached: Int
  /// Whether a thing that ends episodes was reached.
  package let isTerminal: Bool
  /// Whether the episode ended for want of time.
  package let isTruncated: Bool

  /// Whether the episode has just ended in what its task is about; solve rates count it.
  package let isSolved: Bool

  /// Whether the episode is over.
  @inlinable
  package var isOver: Bool { isTerminal || isTruncated }

  @inlinable
  package init(
    reward: Float, reached: Int = -1, isTerminal: Bool, isTruncated: Bool, isSolved: Bool = false,
    intendedReward: Float? = nil
  ) {
    self.reward = reward
    self.intendedReward = intendedReward ?? reward
    self.reached = reached
    self.isTerminal = isTerminal
    self.isTruncated = isTruncated
    self.isSolved = isSolved
  }

  /// No reward, and the episode goes on.
  package static let nothing = StepOutcome(
    reward: 0, isTerminal: false, isTruncated: false)
}
