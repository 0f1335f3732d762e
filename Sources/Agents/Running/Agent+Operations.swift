import LinearAlgebra
import NeuralNetworks

extension Agent {
  /// Floating-point operations of a pass over one sample, from the shapes of the network; see
  /// ``Tape/forwardOperations``.
  ///
  /// A network with memory is taken in the middle of an episode. Its backward pass costs twice as
  /// much again.
  package func operations(rows: Int, columns: Int, planes: Int, ticks: Int) -> Int {
    let shape = [1, rows, columns, planes]
    let memory = memoryShapes(shape).map { Tensor(shape: $0) }
    return TapePool.shared.withTape { tape in
      parameters.values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return 0 }
        tape.begin(layout: parameters.layout, parameters: start)
        let input = tape.input(Tensor(shape: shape), samples: 0..<1)
        let carried = memory.map { tape.input($0, samples: 0..<1) }
        _ = architecture.heads(
          AgentInput(observations: input, reads: [0], ticks: ticks, memory: carried), on: tape)
        return tape.forwardOperations
      }
    }
  }
}
