package import LinearAlgebra

/// What a training left behind at one step: named tensors and what they are, in one
/// safetensors file.
///
/// In the file, parameters have their own names and the tensors of the training's state
/// (optimizer and the like) are under `state/`. The metadata is
///
///     format            "mesascope-checkpoint"
///     format_version    "1"
///     tool_version      the version that wrote it
///     architecture      the name in the catalogue of architectures
///     step, seed        whole numbers
///     configuration.*   the architecture's configuration
///     environment.*     what levels it was trained on
///     state.*           numbers of the training's state, as exact text
///
/// Any safetensors file whose metadata has an `architecture` is a checkpoint: one made by other
/// programs has step 0, seed 0 and no ``toolVersion``, and the rest of its metadata but
/// `environment.*` is taken as the configuration.
package struct Checkpoint: Sendable {
  /// The name in the catalogue of architectures.
  package var architecture: String
  /// What the architecture needs to know beside the tensors.
  package var configuration: [String: String]
  /// Updates done so far; 0 is the untrained network.
  package var step: Int
  /// The seed of the run.
  package var seed: UInt64
  /// The environment it was trained in, as names and values; empty if that is not known.
  package var environment: [String: String]
  /// The version of Mesascope that made it; empty for files made by other programs.
  package var toolVersion: String
  /// The network's parameters.
  package var parameters: [(name: String, tensor: Tensor)]
  /// Tensors that only the continuation of the training needs; names without `state/`.
  package var state: [(name: String, tensor: Tensor)]
  /// Numbers and texts that only the continuation of the training needs.
  package var stateText: [String: String]
  /// The SHA-256 of the file that this was read from; nil if it was not read from a file.
  package internal(set) var digest: String?

  package init(
    architecture: String, configuration: [String: String], step: Int, seed: UInt64,
    environment: [String: String] = [:], toolVersion: String,
    parameters: [(name: String, tensor: Tensor)], state: [(name: String, tensor: Tensor)] = [],
    stateText: [String: String] = [:]
  ) {
    self.architecture = architecture
    self.configuration = configuration
    self.step = step
    self.seed = seed
    self.environment = environment
    self.toolVersion = toolVersion
    self.parameters = parameters
    self.state = state
    self.stateText = stateText
  }

  /// Whether another program made it.
  package var isForeign: Bool { toolVersion.isEmpty }

  /// The parameter of a name, nil if there is none.
  package func parameter(named name: String) -> Tensor? {
    parameters.first { $0.name == name }?.tensor
  }

  /// The state tensor of a name (without `state/`), nil if there is none.
  package func stateTensor(named name: String) -> Tensor? {
    state.first { $0.name == name }?.tensor
  }
}
