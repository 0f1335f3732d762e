package import Agents
package import Environments
package import LinearAlgebra

/// Fixed samples to measure a network on, drawn from a stream that no training sees.
package struct HeldOutSamples: Sendable {
  private let task: any SampleTask
  private let inputs: Tensor
  private let targets: Tensor

  /// What a measure finds.
  package struct Result: Sendable, Equatable {
    /// The mean over samples of the sum of squared differences, or of the cross-entropy.
    package let loss: Double
    /// The share of samples whose class is the largest output; nil where targets are numbers.
    package let accuracy: Double?
  }

  package init(_ task: any SampleTask, count: Int, random: RandomStream) {
    self.task = task
    (inputs, targets) = task.samples(0..<count, drawnFrom: random)
  }

  /// - Throws: when the network does not go with the samples.
  package func measure(_ agent: Agent) throws -> Result {
    let count = inputs.shape[0]
    let output = try agent.run(
      inputs, reads: [[Int]](repeating: [task.readCell], count: count))
    precondition(
      output.logits.columns == task.outputCount,
      "The network has \(output.logits.columns) outputs, the task \(task.outputCount).")
    switch task.targetKind {
    case .numbers:
      var total = 0.0
      for (found, wanted) in zip(output.logits.elements, targets.elements) {
        let difference = Double(found) - Double(wanted)
        total += difference * difference
      }
      return Result(loss: total / Double(count), accuracy: nil)
    case .oneClass:
      var total = 0.0
      var correct = 0
      for (row, action) in output.actions.enumerated() {
        let label = Int(targets.elements[row])
        total += ClassLoss.crossEntropy(output.logits.row(row), label: label)
        if action == label { correct += 1 }
      }
      return Result(loss: total / Double(count), accuracy: Double(correct) / Double(count))
    }
  }
}
