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
  /// Throws ``FileError``, ``SafetensorsError`` or ``CheckpointError``.
  package init(path: String) throws {
    try self.init(file: SafetensorsFile(path: path))
  }

  /// Reads a checkpoint from an open file.
  package init(file: SafetensorsFile) throws {
    let keys = try CheckpointKeys(metadata: file.metadata, path: file.path)
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
