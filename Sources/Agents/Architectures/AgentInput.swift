package import NeuralNetworks

/// What an architecture computes on.
package struct AgentInput {
  /// `[batch, row, column, plane]`.
  package let observations: Variable
  /// Where the policy is read: row-major indices over `[batch, row, column]`, grouped by sample.
  package let reads: [Int32]
  /// The number of ticks; architectures without ticks ignore it.
  package let ticks: Int
  /// What was carried from the step before, in the order of ``Architecture/memory``; empty at the
  /// first step, where all of it is zero.
  package let memory: [Variable]

  package init(observations: Variable, reads: [Int32], ticks: Int, memory: [Variable] = []) {
    self.observations = observations
    self.reads = reads
    self.ticks = ticks
    self.memory = memory
  }
}
