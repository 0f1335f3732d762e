import LinearAlgebra

/// Why a safetensors file is no checkpoint, or a checkpoint cannot be written or continued.
package enum CheckpointError: Error, Equatable, Sendable {
  /// The metadata names no architecture.
  case notACheckpoint(path: String, metadata: [String])
  /// Written by a version whose format this one does not read.
  case unsupportedVersion(path: String, found: String, supported: Int)
  /// A value in the metadata is not what it has to be.
  case invalidMetadata(path: String, key: String, value: String, expected: String)
  /// Two keys of the metadata stand for the same entry of the configuration.
  case contradictoryMetadata(path: String, key: String)
  /// A parameter cannot be written under a name that belongs to the state.
  case reservedName(path: String, parameter: String)
  /// The state has no such entry.
  case noSuchState(key: String, keys: [String])
  /// An entry of the state is not what it has to be.
  case invalidState(key: String, value: String, expected: String)
}

extension CheckpointError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notACheckpoint(let path, let metadata):
      "'\(path)' is a safetensors file and no checkpoint: its metadata has no 'architecture'"
        + (metadata.isEmpty ? ". " : " (only \(metadata.joined(separator: ", "))). ")
        + "Give a checkpoint of a run, or add the metadata 'architecture' to the file."
    case .unsupportedVersion(let path, let found, let supported):
      "'\(path)' is a checkpoint of format version '\(found)', and this version of Mesascope "
        + "reads version \(supported). Use the version that wrote it."
    case .invalidMetadata(let path, let key, let value, let expected):
      "The metadata '\(key)' of '\(path)' is '\(value)' where \(expected) is needed. "
        + "The file was changed after it was written; take another checkpoint."
    case .contradictoryMetadata(let path, let key):
      "The metadata of '\(path)' has both '\(key)' and 'configuration.\(key)'. Remove one."
    case .reservedName(let path, let parameter):
      "The parameter '\(parameter)' cannot be written to '\(path)': names that begin with "
        + "'state/' belong to the training's state. Rename it."
    case .noSuchState(let key, let keys):
      "The checkpoint has no state '\(key)', so the training cannot be continued from it. "
        + NearNames.suggestion(for: key, among: keys)
    case .invalidState(let key, let value, let expected):
      "The state '\(key)' of the checkpoint is '\(value)' where \(expected) is needed. "
        + "Continue from another checkpoint."
    }
  }
}
