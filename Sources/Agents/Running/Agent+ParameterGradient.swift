package import LinearAlgebra
package import NeuralNetworks

extension Agent {
  /// The mean over the reads of `-log` of the probability of the wanted actions, and its gradient with
  /// respect to the parameters, laid out as they are.
  ///
  /// The batch is cut into slices as in training, so that every bit is the same whatever the number of
  /// threads.
  ///
  /// - Parameters:
  ///   - wanted: for each sample's one read the set of actions whose probability is wanted, as bits; not
  ///     empty.
  ///   - others: as ``run(_:reads:ticks:capturing:edits:memory:)``.
  /// - Throws: as a run does.
  package func parameterGradient(
    of observations: Tensor, reads: [Int], wanted: [Int32], ticks: Int? = nil,
    engine: GradientEngine
  ) throws(ArchitectureError) -> (loss: Double, gradient: [Float]) {
    let ticks = ticks ?? defaultTicks
    guard ticks >= 0 else { throw .negativeTicks(ticks) }
    try check(observations, reads: reads.map { [$0] })
    precondition(wanted.count == reads.count, "There is one set of actions a read.")
    let cells = observations.shape[1] * observations.shape[2]
    let count = reads.count
    let loss = engine.evaluate(parameters) { slice, tape in
      let samples = GradientEngine.samples(of: slice, in: count)
      guard !samples.isEmpty else { return nil }
      let positions = samples.enumerated().map { Int32($0.offset * cells + reads[$0.element]) }
      let policy = architecture.heads(
        AgentInput(
          observations: tape.input(observations, samples: samples), reads: positions, ticks: ticks),
        on: tape
      ).policy
      return tape.setCrossEntropy(
        policy, sets: Array(wanted[samples]), scale: 1 / Float(count))
    }
    return (
      loss,
      Array(UnsafeBufferPointer(start: engine.gradient, count: parameters.layout.count))
    )
  }
}
