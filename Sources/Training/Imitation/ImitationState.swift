import Environments

/// A state to imitate the oracle in.
struct ImitationState: Sendable {
  let level: MazeLevel
  /// The number of the level in the ``LevelSource``.
  let number: Int
  let agent: Cell
  /// The optimal actions as bits; never empty.
  let optimal: ActionSet
}

/// The states remembered, the oldest overwritten first.
struct ReplayMemory: Sendable {
  let capacity: Int
  private(set) var states: [ImitationState] = []
  /// The place that is written next once the memory is full.
  private(set) var next = 0

  init(capacity: Int) { self.capacity = capacity }

  /// States in the order of their places, as when they were saved.
  init(capacity: Int, states: [ImitationState], next: Int) {
    self.capacity = capacity
    self.states = states
    self.next = next
  }

  mutating func append(_ state: ImitationState) {
    if states.count < capacity {
      states.append(state)
    } else {
      states[next] = state
      next = (next + 1) % capacity
    }
  }
}
