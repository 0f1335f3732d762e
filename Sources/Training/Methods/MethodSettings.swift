package import Storage

/// How a training is done: the settings of one method, and the trainer that they make.
package protocol MethodSettings: Sendable {
  /// The name in run files, `method: imitation`.
  static var method: String { get }
  /// The names of the settings.
  static var keys: [String] { get }
  /// What the method is, in a few words.
  static var summary: String { get }
  /// What a network has to be, as it stands after "needs" in an error: `a network that ...`.
  static var network: String { get }

  /// Reads the settings of a run file's `training` section; absent ones keep their defaults.
  ///
  /// Unknown keys and the method's name were checked before.
  /// - Throws: ``TrainingError/badValue(key:value:allowed:)``.
  init(_ reader: SettingReader) throws
  /// Every setting by its key, in the order of a run file, without `method`.
  var entries: [(key: String, value: String)] { get }
  /// Updates of the parameters in all.
  var updates: Int { get }

  /// A trainer before its first update.
  ///
  /// - Throws: when the environment or the architecture does not go with the method.
  func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer
  /// A trainer that goes on from a checkpoint.
  ///
  /// - Throws: when the checkpoint does not fit or its state is damaged.
  func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer
}

/// The methods that a run file may name.
package enum TrainingMethods {
  /// One line a method.
  package static let all: [any MethodSettings.Type] = [
    ImitationSettings.self,
    PPOSettings.self,
    SupervisedSettings.self,
    MetaSettings.self,
    VTraceSettings.self,
    EvolutionSettings.self,
    DQNSettings.self,
  ]

  /// The settings of a run file's `training` section.
  ///
  /// - Throws: ``TrainingError`` naming the key.
  static func settings(_ given: [String: String]) throws -> any MethodSettings {
    let name = given["method"] ?? ImitationSettings.method
    guard let type = all.first(where: { $0.method == name }) else {
      throw TrainingError.badValue(
        key: "method", value: name,
        allowed: "one of \(all.map { $0.method }.joined(separator: ", "))")
    }
    try RunConfiguration.checkKeys(
      given, among: ["method"] + type.keys, section: "training")
    return try type.init(SettingReader(given))
  }
}
