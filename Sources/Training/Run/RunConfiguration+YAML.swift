import Agents
import Environments
import LinearAlgebra
import Storage

extension RunConfiguration {
  private static let sections = [
    "mesascope", "name", "seed", "about", "takes", "environment", "architecture", "pretraining",
    "training",
  ]

  /// The text of `run.yaml`; keys are in a fixed order.
  package var yaml: String {
    var lines = ["mesascope: \(Version.text)", "name: \(Self.quoted(name))"]
    if !about.isEmpty { lines.append("about: \(Self.quoted(about))") }
    lines += ["seed: \(seed)", "environment:"]
    let settings = environment.configuration
    for key in settings.keys.sorted() { lines.append("  \(key): \(Self.quoted(settings[key]))") }
    lines.append("architecture:")
    lines.append("  name: \(Self.quoted(architecture))")
    for key in architectureSettings.entries.keys.sorted() {
      lines.append("  \(Self.quoted(key)): \(Self.quoted(architectureSettings[key]))")
    }
    if let pretraining {
      lines.append("pretraining:")
      for (key, value) in pretraining.entries {
        lines.append("  \(key): \(Self.quoted(value))")
      }
    }
    lines.append("training:")
    lines.append("  method: \(type(of: training).method)")
    for (key, value) in training.entries { lines.append("  \(key): \(Self.quoted(value))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a run file.
  ///
  /// What the file leaves out keeps its default. `takes`, which says of a preset how long it
  /// takes, is passed over.
  ///
  /// - Throws: ``TrainingError`` naming the key, or the environment's or architecture's error.
  package init(yaml text: String) throws {
    let root = try RunFileNode(text: text).entries(section: "whole")
    try Self.checkKeys(root, among: Self.sections, section: "the top")
    self.init(name: try Self.checkedName(try root["name"]?.word(key: "name") ?? "run"))
    if let given = try root["seed"]?.word(key: "seed") {
      guard let number = UInt64(given) else {
        throw TrainingError.badValue(
          key: "seed", value: given, allowed: "a whole number in 0...\(UInt64.max)")
      }
      seed = number
    }
    about = try root["about"]?.word(key: "about") ?? ""
    if let given = try root["pretraining"]?.words(section: "pretraining") {
      pretraining = try PretrainingSettings(given)
    }
    environment = try EnvironmentCatalogue.environment(
      try root["environment"]?.words(section: "environment") ?? [:])
    var settings = try root["architecture"]?.words(section: "architecture") ?? [:]
    architecture = settings.removeValue(forKey: "name") ?? RecurrentResidual.name
    architectureSettings = ArchitectureConfiguration(settings)
    training = try TrainingMethods.settings(
      try root["training"]?.words(section: "training") ?? [:])
    _ = try makeArchitecture()
  }

  /// A name that is one part of a path, for it names the run's folder.
  private static func checkedName(_ name: String) throws(TrainingError) -> String {
    guard Path.isPlainName(name), !name.hasPrefix(".") else { throw .badName(name: name) }
    return name
  }

  static func checkKeys<Value>(
    _ given: [String: Value], among known: [String], section: String
  ) throws(TrainingError) {
    for key in given.keys.sorted() where !known.contains(key) {
      throw .unknownKey(
        key: key, section: section, near: NearNames.closest(to: key, among: known))
    }
  }

  /// A word that YAML reads back as the same word.
  private static func quoted(_ word: String?) -> String {
    let word = word ?? ""
    let isPlain = word.unicodeScalars.allSatisfy { letter in
      ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) || ("0"..."9").contains(letter)
        || "-._/".unicodeScalars.contains(letter)
    }
    if isPlain, let first = word.first, first.isLetter || first.isNumber { return word }
    var result = "\""
    for letter in word.unicodeScalars {
      switch letter {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where letter.value < 0x20 || (0x7f...0x9f).contains(letter.value):
        let digits = String(letter.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(letter)
      }
    }
    return result + "\""
  }
}
