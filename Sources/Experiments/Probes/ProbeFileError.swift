/// What is wrong with a probe's file.
package enum ProbeFileError: Error, Equatable, Sendable {
  /// The text is no YAML.
  case notYAML(path: String, reason: String)
  /// The text is YAML and no list of keys.
  case notAMapping(path: String)
  /// There is no such key.
  case unknownKey(path: String, key: String, known: [String])
  /// A key is missing.
  case missingKey(path: String, key: String)
  /// A value is not one of those allowed.
  case badValue(path: String, key: String, value: String, allowed: String)
  /// There is no such concept.
  case unknownConcept(path: String, concept: String, known: [String])
  /// The concept is scored otherwise than the file says.
  case wrongKind(path: String, concept: String, kind: String, fits: [String])
  /// There is no such control.
  case unknownControl(path: String, control: String, known: [String])
  /// No pattern matches a site of the network.
  case noSite(path: String, patterns: [String], known: [String])
  /// No tick that is asked for exists at a site.
  case noTick(path: String, ticks: [Int], allowed: [Int])
  /// There is no such probe in the folder, or among those that the command carries where it is nil.
  case unknownProbe(id: String, folder: String?, known: [String])
}
