import Agents
import Environments
import Yams

extension RunConfiguration {
  private static let sections = [
    "mesascope", "name", "seed", "environment", "architecture", "training",
  ]

  /// The text of `run.yaml`; keys are in a fixed order.
  package var yaml: String {
    var lines = [
      "mesascope: \(Version.text)", "name: \(Self.quoted(name))", "seed: \(seed)", "environment:",
    ]
    let settings = environment.configuration
    for key in settings.keys.sorted() { lines.append("  \(key): \(Self.quoted(settings[key]))") }
    lines.append("architecture:")
    lines.append("  name: \(architecture)")
    for key in architectureSettings.entries.keys.sorted() {
      lines.append("  \(key): \(Self.quoted(architectureSettings[key]))")
    }
    lines.append("training:")
    for (key, value) in imitation.entries { lines.append("  \(key): \(value)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a run file.
  ///
  /// - Throws: ``TrainingError`` naming the key, or the environment's or architecture's error.
  package init(yaml text: String) throws {
    let root: [String: Any]
    do {
      guard let mapping = try Yams.load(yaml: text) as? [String: Any] else {
        throw TrainingError.notAMapping(section: "whole")
      }
      root = mapping
    } catch let error as YamlError {
      throw TrainingError.unreadableYAML(reason: "\(error)")
    }
    try Self.checkKeys(root, among: Self.sections, section: "the top")
    self.init(name: Self.text(root["name"]) ?? "run")
    if let given = Self.text(root["seed"]) {
      guard let number = UInt64(given) else {
        throw TrainingError.badValue(key: "seed", value: given, allowed: "a whole number")
      }
      seed = number
    }
    environment = try RedDoorEnvironment(
      configuration: try Self.mapping(root["environment"], section: "environment"))
    var settings = try Self.mapping(root["architecture"], section: "architecture")
    architecture = settings.removeValue(forKey: "name") ?? RecurrentResidual.name
    architectureSettings = ArchitectureConfiguration(settings)
    imitation = try ImitationSettings(try Self.mapping(root["training"], section: "training"))
    _ = try makeArchitecture()
  }

  static func checkKeys(
    _ given: [String: Any], among known: [String], section: String
  ) throws {
    for key in given.keys.sorted() where !known.contains(key) {
      throw TrainingError.unknownKey(
        key: key, section: section, near: Environments.NearNames.find(key, among: known))
    }
  }

  private static func mapping(_ value: Any?, section: String) throws -> [String: String] {
    guard let value else { return [:] }
    guard let mapping = value as? [String: Any] else {
      throw TrainingError.notAMapping(section: section)
    }
    var result: [String: String] = [:]
    for (key, entry) in mapping { result[key] = text(entry) }
    return result
  }

  /// YAML's scalars as the words they were written with.
  private static func text(_ value: Any?) -> String? {
    switch value {
    case nil: nil
    case let flag as Bool: flag ? "true" : "false"
    case .some(let other): "\(other)"
    }
  }

  /// A word that YAML reads back as the same word.
  private static func quoted(_ word: String?) -> String {
    let word = word ?? ""
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-._/ ".contains($0) }
    return plain && !word.isEmpty && word == word.trimmed
      ? word : "'" + word.replacingQuotes + "'"
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
  fileprivate var replacingQuotes: String {
    split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
  }
}
