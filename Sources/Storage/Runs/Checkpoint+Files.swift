internal import LinearAlgebra

extension Checkpoint {
  /// The name of the format in the metadata.
  static let format = "mesascope-checkpoint"
  /// The version of the format that is written and read.
  static let formatVersion = 1

  private static let statePrefix = "state/"

  /// Writes the checkpoint: the same bytes for the same content, whole or not at all.
  ///
  /// - Returns: the SHA-256 of the file in hexadecimal.
  @discardableResult
  package func write(to path: String) throws -> String {
    for (name, _) in parameters where name.hasPrefix(Self.statePrefix) {
      throw CheckpointError.reservedName(path: path, parameter: name)
    }
    var tensors = parameters.map { StoredTensor(name: $0.name, tensor: $0.tensor) }
    tensors += state.map { StoredTensor(name: Self.statePrefix + $0.name, tensor: $0.tensor) }
    let digest = try SafetensorsWriter.write(
      tensors, metadata: metadata, to: path, hashing: true)
    return digest ?? ""
  }

  private var metadata: [String: String] {
    var metadata = [
      "format": Self.format, "format_version": String(Self.formatVersion),
      "tool_version": toolVersion, "architecture": architecture, "step": String(step),
      "seed": String(seed),
    ]
    for (key, value) in configuration { metadata[CheckpointKeys.configuration + key] = value }
    for (key, value) in environment { metadata[CheckpointKeys.environment + key] = value }
    for (key, value) in stateText { metadata[CheckpointKeys.state + key] = value }
    return metadata
  }

  /// Reads a checkpoint with its tensors in single precision.
  ///
  /// - Parameter recognising: the architecture of a file whose metadata names none, by the names of
  ///   its tensors; nil where they tell of none.
  ///
  /// Throws ``FileError``, ``SafetensorsError`` or ``CheckpointError``.
  package init(path: String, recognising: ([String]) -> String? = { _ in nil }) throws {
    try self.init(file: SafetensorsFile(path: path), recognising: recognising)
  }

  /// Reads a checkpoint from an open file.
  package init(file: SafetensorsFile, recognising: ([String]) -> String? = { _ in nil }) throws {
    var metadata = file.metadata
    if metadata["architecture"] == nil { metadata["architecture"] = recognising(file.names) }
    let keys = try CheckpointKeys(metadata: metadata, path: file.path)
    var parameters: [(name: String, tensor: Tensor)] = []
    var state: [(name: String, tensor: Tensor)] = []
    for name in file.names {
      let tensor = try file.tensor(named: name)
      if name.hasPrefix(Self.statePrefix) {
        state.append((String(name.dropFirst(Self.statePrefix.count)), tensor))
      } else {
        parameters.append((name, tensor))
      }
    }
    self.init(
      architecture: keys.architecture, configuration: keys.configuration, step: keys.step,
      seed: keys.seed, environment: keys.environment, toolVersion: keys.toolVersion,
      parameters: parameters, state: state, stateText: keys.stateText)
    digest = file.digest()
  }
}
