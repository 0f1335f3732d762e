package import Environments

/// A state to imitate the oracle in.
package struct ImitationState<Running: OracleEpisode>: Sendable {
  package let episode: Running
  /// The number of the level.
  package let number: Int
  /// The optimal actions as bits; never empty.
  package let optimal: ActionSet
}

/// What is remembered, the oldest overwritten first.
package struct ReplayMemory<Element: Sendable>: Sendable {
  package let capacity: Int
  package private(set) var elements: [Element] = []
  /// The place that is written next once the memory is full.
  package private(set) var next = 0

  package init(capacity: Int) { self.capacity = capacity }

  /// Elements in the order of their places, as when they were saved.
  package init(capacity: Int, elements: [Element], next: Int) {
    self.capacity = capacity
    self.elements = elements
    self.next = next
  }

  /// Remembers an element, over the oldest when the memory is full.
  package mutating func append(_ element: Element) {
    if elements.count < capacity {
      elements.append(element)
    } else {
      elements[next] = element
      next = (next + 1) % capacity
    }
  }
}
