/// The metadata of a checkpoint, taken apart and checked.
struct CheckpointKeys {
  static let configuration = "configuration."
  static let environment = "environment."
  static let state = "state."

  let architecture: String
  let step: Int
  let seed: UInt64
  let toolVersion: String
  private(set) var configuration: [String: String] = [:]
  private(set) var environment: [String: String] = [:]
  private(set) var stateText: [String: String] = [:]

  init(metadata: [String: String], path: String) throws(CheckpointError) {
    guard let architecture = metadata["architecture"], !architecture.isEmpty else {
      throw .notACheckpoint(path: path, metadata: metadata.keys.sorted(by: ByteOrder.precedes))
    }
    self.architecture = architecture
    let isOurs = metadata["format"] == Checkpoint.format
    if isOurs {
      let version = metadata["format_version"] ?? ""
      guard version == String(Checkpoint.formatVersion) else {
        throw .unsupportedVersion(
          path: path, found: version, supported: Checkpoint.formatVersion)
      }
      guard let step = Int(metadata["step"] ?? ""), step >= 0 else {
        throw Self.invalid(metadata, "step", "a whole number, 0 or more,", path)
      }
      guard let seed = UInt64(metadata["seed"] ?? "") else {
        throw Self.invalid(metadata, "seed", "a whole number, 0 or more,", path)
      }
      self.step = step
      self.seed = seed
    } else {
      step = 0
      seed = 0
    }
    toolVersion = isOurs ? metadata["tool_version"] ?? "" : ""
    try sort(metadata, isOurs: isOurs, path: path)
  }

  private static let own: Set<String> = [
    "format", "format_version", "tool_version", "architecture", "step", "seed",
  ]

  /// Puts the entries that are not the checkpoint's own where they belong; what is not known is
  /// configuration.
  private mutating func sort(
    _ metadata: [String: String], isOurs: Bool, path: String
  ) throws(CheckpointError) {
    for key in metadata.keys.sorted(by: ByteOrder.precedes) {
      guard let value = metadata[key], key != "architecture" else { continue }
      if isOurs, Self.own.contains(key) { continue }
      if key.hasPrefix(Self.environment) {
        environment[String(key.dropFirst(Self.environment.count))] = value
      } else if isOurs, key.hasPrefix(Self.state) {
        stateText[String(key.dropFirst(Self.state.count))] = value
      } else {
        let isPrefixed = key.hasPrefix(Self.configuration)
        let name = isPrefixed ? String(key.dropFirst(Self.configuration.count)) : key
        guard configuration.updateValue(value, forKey: name) == nil else {
          throw .contradictoryMetadata(path: path, key: name)
        }
      }
    }
  }

  private static func invalid(
    _ metadata: [String: String], _ key: String, _ expected: String, _ path: String
  ) -> CheckpointError {
    .invalidMetadata(path: path, key: key, value: metadata[key] ?? "", expected: expected)
  }
}
