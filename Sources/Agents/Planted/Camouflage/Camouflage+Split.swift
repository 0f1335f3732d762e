import LinearAlgebra
import NeuralNetworks

extension Camouflage {
  /// A convolutional LSTM of one layer with its recurrent kernel split at random between the
  /// layer's own state and the top-down input, which at one layer are the same map.
  ///
  /// - Throws: ``CamouflageError/notPossible(camouflage:architecture:reason:)`` for another
  ///   architecture or more layers.
  package static func split(_ agent: Agent, seed: UInt64) throws(CamouflageError) -> Agent {
    guard let network = agent.architecture as? DeepRepeatedConvLSTM, network.layers == 1 else {
      throw .notPossible(
        camouflage: "splitting the recurrent kernel",
        architecture: type(of: agent.architecture).name,
        reason: "only a DRC of one layer reads its own state twice")
    }
    var random = RandomStream(seed: seed).split("split")
    var result = agent
    var hidden = agent.parameters["cell.1/from-hidden/weight"]
    var below = agent.parameters["cell.1/from-below/weight"]
    for index in hidden.elements.indices {
      let share = Float(random.uniform())
      let sum = hidden.elements[index] + below.elements[index]
      hidden.elements[index] = share * sum
      below.elements[index] = sum - share * sum
    }
    result.parameters["cell.1/from-hidden/weight"] = hidden
    result.parameters["cell.1/from-below/weight"] = below
    return result
  }
}
