package import LinearAlgebra
package import NeuralNetworks

/// What a run of an agent over a batch gives.
package struct AgentOutput: Sendable {
  /// `[read, action]`, reads in the order of the samples.
  package let logits: Matrix<Float>
  /// The captured activations, `[batch, row, column, channel]`.
  package let activations: [Site: Tensor]
  /// The value of each read's state; empty for networks without a value head.
  package let values: [Float]
  /// What is to be given to the next step, in the order of ``Architecture/memory``.
  package let memory: [Tensor]

  package init(
    logits: Matrix<Float>, activations: [Site: Tensor] = [:], values: [Float] = [],
    memory: [Tensor] = []
  ) {
    self.logits = logits
    self.activations = activations
    self.values = values
    self.memory = memory
  }

  /// The index of the largest logit of each read; the first of equals.
  package var actions: [Int] {
    (0..<logits.rows).map { row in
      let values = logits.row(row)
      var best = values.startIndex
      for index in values.indices where values[index] > values[best] { best = index }
      return best - values.startIndex
    }
  }
}
