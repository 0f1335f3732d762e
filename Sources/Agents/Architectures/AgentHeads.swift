package import NeuralNetworks

/// What an architecture computes.
package struct AgentHeads {
  /// Action logits, or whatever the network is for, `[read, 1, 1, action]`.
  package let policy: Variable
  /// The value of each read's state, `[read, 1, 1, 1]`; nil for networks without a value head.
  package let value: Variable?
  /// What is carried to the next step, in the order of ``Architecture/memory``.
  package let memory: [Variable]

  package init(policy: Variable, value: Variable? = nil, memory: [Variable] = []) {
    self.policy = policy
    self.value = value
    self.memory = memory
  }
}

/// What an agent carries from one step of an episode to the next: zero at the first.
package struct MemoryDescription: Sendable, Equatable {
  package let name: String
  package let channels: Int
  /// Whether it is a map of the observation's rows and columns, `[batch, row, column, channel]`;
  /// otherwise a vector, `[batch, 1, 1, channel]`.
  package let isMap: Bool

  package init(_ name: String, channels: Int, isMap: Bool) {
    self.name = name
    self.channels = channels
    self.isMap = isMap
  }
}
