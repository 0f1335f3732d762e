import Agents
import Environments
package import Storage

extension RunConfiguration {
  /// Makes sure that a checkpoint was made under this configuration, as far as it says.
  ///
  /// - Throws: ``TrainingError/otherConfiguration(path:key:found:expected:)`` with the first thing
  ///   that differs.
  package func check(_ checkpoint: Checkpoint, path: String) throws {
    func check(_ key: String, _ found: String?, _ expected: String?) throws {
      guard found != expected else { return }
      throw TrainingError.otherConfiguration(
        path: path, key: key, found: found ?? "none", expected: expected ?? "none")
    }
    try check("seed", "\(checkpoint.seed)", "\(seed)")
    try check("architecture", checkpoint.architecture, architecture)
    let made = try makeArchitecture().configuration.entries
    let drawn = environment.configuration
    for (found, expected) in [(checkpoint.configuration, made), (checkpoint.environment, drawn)] {
      for key in Set(found.keys).union(expected.keys).sorted() {
        try check(key, found[key], expected[key])
      }
    }
  }
}
