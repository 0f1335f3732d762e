import Environments

/// A state to imitate the oracle in.
struct ImitationState<Running: OracleEpisode>: Sendable {
  let episode: Running
  /// The number of the level.
  let number: Int
  /// The optimal actions as bits; never empty.
  let optimal: ActionSet
}

/// What is remembered, the oldest overwritten first.
struct ReplayMemory<Element: Sendable>: Sendable {
  let capacity: Int
  private(set) var elements: [Element] = []
  /// The place that is written next once the memory is full.
  private(set) var next = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Elements in the order of their places, as when they were saved.
  init(capacity: Int, elements: [Element], next: Int) {
    self.capacity = capacity
    self.elements = elements
    self.next = next
  }

  /// Remembers an element, over the oldest when the memory is full.
  mutating func append(_ element: Element) {
    if elements.count < capacity {
      elements.append(element)
    } else {
      elements[next] = element
      next = (next + 1) % capacity
    }
  }
}
