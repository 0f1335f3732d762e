package import Agents
package import Environments

/// Everything that a training depends on; the same configuration gives the same bytes.
package struct RunConfiguration: Sendable, Equatable {
  /// What the run is called in reports.
  package var name: String
  package var seed: UInt64
  package var environment: RedDoorEnvironment
  /// The architecture's name in the catalogue.
  package var architecture: String
  /// Its settings; the number of planes follows from the environment.
  package var architectureSettings: ArchitectureConfiguration
  package var imitation: ImitationSettings

  package init(
    name: String, seed: UInt64 = 1, environment: RedDoorEnvironment = RedDoorEnvironment(),
    architecture: String = RecurrentResidual.name,
    architectureSettings: ArchitectureConfiguration = ArchitectureConfiguration(),
    imitation: ImitationSettings = ImitationSettings()
  ) {
    self.name = name
    self.seed = seed
    self.environment = environment
    self.architecture = architecture
    self.architectureSettings = architectureSettings
    self.imitation = imitation
  }

  /// Settings of an architecture that the environment decides.
  private static let decided = ["planes", "actions", "rows", "columns"]

  /// The untrained architecture.
  ///
  /// - Throws: ``ArchitectureError``, or ``TrainingError/unknownKey(key:section:near:)`` for a
  ///   setting that the architecture does not have or the environment decides.
  package func makeArchitecture() throws -> any Architecture {
    var settings = architectureSettings
    settings["planes"] = "\(environment.encoder.planes)"
    settings["actions"] = "4"
    if settings["head"] == "global" {
      settings["rows"] = "\(environment.side)"
      settings["columns"] = "\(environment.side)"
    }
    let made = try Catalogue.architecture(named: architecture, configuration: settings)
    let known = made.configuration.entries.keys.filter { !Self.decided.contains($0) }
    try Self.checkKeys(
      architectureSettings.entries, among: known.sorted(), section: "architecture")
    return made
  }
}
