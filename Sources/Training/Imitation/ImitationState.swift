package import Environments

/// A state to imitate the oracle in.
package struct ImitationState: Sendable {
  package let level: MazeLevel
  /// The number of the level in the ``LevelSource``.
  package let number: Int
  package let agent: Cell
  /// The optimal actions as bits; never empty.
  package let optimal: ActionSet

  package init(level: MazeLevel, number: Int, agent: Cell, optimal: ActionSet) {
    self.level = level
    self.number = number
    self.agent = agent
    self.optimal = optimal
  }
}

/// The states remembered, the oldest overwritten first.
package struct ReplayMemory: Sendable {
  package let capacity: Int
  package private(set) var states: [ImitationState] = []
  /// The place that is written next once the memory is full.
  package private(set) var next = 0

  package init(capacity: Int) { self.capacity = capacity }

  /// States in the order of their places, as when they were saved.
  package init(capacity: Int, states: [ImitationState], next: Int) {
    self.capacity = capacity
    self.states = states
    self.next = next
  }

  /// Remembers a state, over the oldest when the memory is full.
  package mutating func append(_ state: ImitationState) {
    if states.count < capacity {
      states.append(state)
    } else {
      states[next] = state
      next = (next + 1) % capacity
    }
  }
}
