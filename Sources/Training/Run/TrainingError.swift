/// Why a training could not be set up, continued or evaluated.
package enum TrainingError: Error, Equatable, Sendable {
  case unknownKey(key: String, section: String, near: [String])
  case notAMapping(section: String)
  case badValue(key: String, value: String, allowed: String)
  case badName(name: String)
  case unreadableYAML(reason: String)
  case unknownPreset(name: String, known: [String])
  case otherConfiguration(path: String, key: String, found: String, expected: String)
  case diverged(step: Int)
  case unsupportedLayout(layout: String)
  case noEnvironment
  case badReplay(reason: String)
  case networkLacks(method: String, needs: String, architecture: String, remedy: String)
  case methodNeeds(method: String, needs: String, environment: String)
  case notMazes(environment: String)
}
