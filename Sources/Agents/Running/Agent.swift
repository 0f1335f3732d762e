package import LinearAlgebra
package import NeuralNetworks

/// A network that chooses actions: an architecture with its parameters.
package struct Agent: Sendable {
  package let architecture: any Architecture
  package var parameters: ParameterSet

  package init(_ architecture: any Architecture, parameters: ParameterSet) {
    self.architecture = architecture
    self.parameters = parameters
  }

  /// An untrained agent.
  package init(_ architecture: any Architecture, drawnFrom stream: RandomStream) {
    self.init(
      architecture, parameters: ParameterSet(architecture.layout, drawnFrom: stream))
  }

  /// An agent from the tensors of a checkpoint.
  ///
  /// - Throws: when a tensor is missing, unknown, of another shape, or not finite.
  package init(
    _ architecture: any Architecture, tensors: [(name: String, tensor: Tensor)]
  ) throws(ArchitectureError) {
    var byName: [String: Tensor] = [:]
    for (name, tensor) in tensors { byName[name] = tensor }
    var parameters = ParameterSet(architecture.layout)
    let kind = type(of: architecture).name
    for entry in architecture.layout.entries {
      guard let tensor = byName.removeValue(forKey: entry.name) else {
        throw .missingParameter(name: entry.name, architecture: kind)
      }
      guard tensor.shape == entry.shape else {
        throw .wrongShape(parameter: entry.name, expected: entry.shape, found: tensor.shape)
      }
      if let index = tensor.elements.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(parameter: entry.name, index: index)
      }
      parameters[entry.name] = tensor
    }
    guard byName.isEmpty else {
      throw .extraParameters(names: byName.keys.sorted(), architecture: kind)
    }
    self.init(architecture, parameters: parameters)
  }

  /// The number of ticks that the configuration names; zero for architectures without ticks.
  package var defaultTicks: Int {
    let name = type(of: architecture).name
    guard let entry = Catalogue.entries.first(where: { $0.name == name }),
      let key = entry.defaultTicksKey, let text = architecture.configuration[key]
    else { return 0 }
    return Int(text) ?? 0
  }
}
