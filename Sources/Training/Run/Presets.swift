import Agents
import Environments

/// Trainings that are ready to run.
package enum Presets {
  package struct Entry: Sendable {
    package let name: String
    /// What the run shows.
    package let summary: String
    package let configuration: RunConfiguration
  }

  package static let entries: [Entry] = [
    entry(
      "red-door", "M1r where every door is red and nothing else is: door and red confounded"),
    entry(
      "any-door", "M1r where doors and things have any colour: only doors predict reward",
      support: .anyColour),
    entry(
      "red-door-reflex", "M1, three blocks read at the agent's cell: a reflex of radius 8",
      architecture: Residual.name, settings: ["blocks": "3", "channels": "32"]),
    entry(
      "red-door-vin", "M3: value iteration network", architecture: ValueIterationNetwork.name,
      settings: ["hidden-channels": "32", "iterations": "20"], ticks: 20...20),
  ]

  /// The configuration of a name.
  ///
  /// - Throws: ``TrainingError/unknownPreset(name:known:)``.
  package static func configuration(named name: String) throws(TrainingError) -> RunConfiguration {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknownPreset(name: name, known: entries.map(\.name))
    }
    return entry.configuration
  }

  private static func entry(
    _ name: String, _ summary: String, support: RedDoorSupport = .train,
    architecture: String = RecurrentResidual.name,
    settings: [String: String] = ["channels": "16", "ticks": "12", "read-width": "32"],
    ticks: ClosedRange<Int>? = nil
  ) -> Entry {
    var configuration = RunConfiguration(
      name: name, environment: RedDoorEnvironment().with(support: support),
      architecture: architecture, architectureSettings: ArchitectureConfiguration(settings))
    if let ticks { configuration.imitation?.ticks = ticks }
    return Entry(name: name, summary: summary, configuration: configuration)
  }
}
