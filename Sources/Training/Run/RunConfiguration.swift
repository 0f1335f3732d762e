package import Agents
package import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

/// Everything that a training depends on; the same configuration gives the same bytes.
package struct RunConfiguration: Sendable {
  /// What the run is called in reports.
  package var name: String
  package var seed: UInt64
  /// What the network is trained on.
  package var environment: any TaskDistribution
  /// The architecture's name in the catalogue.
  package var architecture: String
  /// Its settings; planes, actions, rows and columns follow from the environment.
  package var architectureSettings: ArchitectureConfiguration
  package var training: any MethodSettings
  /// The stage before the training, if there is one.
  package var pretraining: PretrainingSettings?
  /// What the run is for, in one line; empty if nobody said.
  package var about = ""
  /// The parameters that the network begins with; drawn from the seed where nil. Run files do not
  /// have it: a stage gives it to the next.
  var initial: ParameterSet?
  /// Operations of the stages before; not in run files either.
  var operationsBefore = 0

  package init(
    name: String, seed: UInt64 = 1, environment: any TaskDistribution = RedDoorEnvironment(),
    architecture: String = RecurrentResidual.name,
    architectureSettings: ArchitectureConfiguration = ArchitectureConfiguration(),
    training: any MethodSettings = ImitationSettings()
  ) {
    self.name = name
    self.seed = seed
    self.environment = environment
    self.architecture = architecture
    self.architectureSettings = architectureSettings
    self.training = training
  }

  /// Settings of an architecture that the environment decides.
  package static let decided = ["planes", "actions", "rows", "columns"]

  /// The untrained architecture.
  ///
  /// - Throws: ``ArchitectureError``; ``TrainingError/unknownKey(key:section:near:)`` for a
  ///   setting that the architecture does not have or the environment decides; and
  ///   ``TrainingError/networkLacks(method:needs:architecture:remedy:)`` where what the environment
  ///   decides is nothing for the architecture.
  package func makeArchitecture() throws -> any Architecture {
    let made: any Architecture
    do throws(ArchitectureError) {
      made = try Catalogue.architecture(
        named: architecture, configuration: decided(architectureSettings))
    } catch {
      guard case .badSetting(let key, _, let allowed) = error, Self.decided.contains(key) else {
        throw error
      }
      throw misfit(key, allowed)
    }
    let known =
      made.configuration.entries.keys.filter { !Self.decided.contains($0) }
      + type(of: made).optionalSettings
    try Self.checkKeys(
      architectureSettings.entries, among: known.sorted(), section: "architecture")
    return made
  }

  /// Settings of an architecture with those that the environment decides.
  private func decided(_ settings: ArchitectureConfiguration) -> ArchitectureConfiguration {
    var settings = settings
    let shape = environment.observationShape
    settings["planes"] = "\(shape.planes)"
    settings["actions"] = "\(environment.outputCount)"
    settings["rows"] = "\(shape.rows)"
    settings["columns"] = "\(shape.columns)"
    return settings
  }

  /// Says that the architecture is none for the environment, and which are.
  private func misfit(_ key: String, _ allowed: String) -> TrainingError {
    let (shape, outputs) = (environment.observationShape, environment.outputCount)
    let known = Catalogue.entries.map(\.name).filter { name in
      (try? Catalogue.architecture(named: name, configuration: decided(.init()))) != nil
    }
    return .networkLacks(
      method: type(of: training).method,
      needs: "\(type(of: training).network), here with \(outputs) "
        + "\(outputs == 1 ? "output" : "outputs") for the \(shape.rows) rows, "
        + "\(shape.columns) columns and \(shape.planes) planes of "
        + "\(type(of: environment).name)", architecture: architecture,
      remedy: "The \(key) of that architecture are \(allowed). Choose one of: "
        + "\(known.joined(separator: ", ")).")
  }
}

extension RunConfiguration: Equatable {
  package static func == (left: RunConfiguration, right: RunConfiguration) -> Bool {
    left.yaml == right.yaml
  }
}

extension RunConfiguration {
  /// The environment where it is the red-door maze.
  package var redDoor: RedDoorEnvironment? {
    get { environment as? RedDoorEnvironment }
    set { if let newValue { environment = newValue } }
  }

  /// The settings where the method is imitation.
  package var imitation: ImitationSettings? {
    get { training as? ImitationSettings }
    set { if let newValue { training = newValue } }
  }

  /// Updates of the parameters in all.
  package var updates: Int { stages.reduce(0, +) }

  /// Whether the method goes along gradients of the parameters.
  package var isByGradient: Bool { !(training is EvolutionSettings) }

  /// Updates of each stage.
  package var stages: [Int] { [pretraining?.updates, training.updates].compactMap { $0 } }

  /// A trainer before its first update.
  package func makeTrainer() throws -> any Trainer {
    if let pretraining { return try StagedTrainer(self, pretraining) }
    return try training.makeTrainer(self)
  }

  /// A trainer that goes on from a checkpoint.
  ///
  /// - Throws: when the checkpoint does not fit or its state is damaged.
  package func makeTrainer(resuming checkpoint: Checkpoint) throws -> any Trainer {
    if let pretraining { return try StagedTrainer(self, pretraining, resuming: checkpoint) }
    return try training.makeTrainer(self, resuming: checkpoint)
  }

  /// The network that the training begins with.
  func makeAgent() throws -> Agent {
    let architecture = try makeArchitecture()
    if let initial { return Agent(architecture, parameters: initial) }
    return Agent(
      architecture, drawnFrom: RandomStream(seed: seed).split("parameters"))
  }

  var withoutPretraining: RunConfiguration {
    var copy = self
    copy.pretraining = nil
    return copy
  }

  /// The environment where its best actions are known.
  ///
  /// - Throws: ``TrainingError/methodNeeds(method:needs:environment:)``.
  func oracleEnvironment(for method: String) throws(TrainingError) -> any OracleEnvironment {
    guard let oracle = environment as? any OracleEnvironment else {
      throw .methodNeeds(
        method: method, needs: "an environment whose best actions are known",
        environment: type(of: environment).name)
    }
    return oracle
  }

  /// The environment where it has episodes.
  ///
  /// - Throws: ``TrainingError/methodNeeds(method:needs:environment:)``.
  func episodicEnvironment(for method: String) throws(TrainingError) -> any Environment {
    guard let episodic = environment as? any Environment else {
      throw .methodNeeds(
        method: method, needs: "an environment with episodes",
        environment: type(of: environment).name)
    }
    return episodic
  }
}
