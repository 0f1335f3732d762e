import NeuralNetworks

extension AgentRead {
  /// One vector a sample, given to each read of that sample.
  static func spread(_ vectors: Variable, _ input: AgentInput, on tape: Tape) -> Variable {
    let extent = tape[input.observations].extent
    let cells = Int32(max(extent.rows * extent.columns, 1))
    return tape.gather(vectors, at: input.reads.map { $0 / cells })
  }

  /// A memory of a recurrent network: what was carried, or zero at the first step.
  static func memory(
    _ index: Int, _ input: AgentInput, channels: Int, on tape: Tape
  ) -> Variable {
    if input.memory.indices.contains(index) { return input.memory[index] }
    let batch = tape[input.observations].extent.batch
    return tape.input(.vectors(batch, channels)) { $0.update(repeating: 0) }
  }
}
