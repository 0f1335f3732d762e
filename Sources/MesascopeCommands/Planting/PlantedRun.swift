internal import Agents
internal import Environments
internal import Experiments
internal import NeuralNetworks
internal import Storage
internal import Training

/// The folder of a run whose checkpoints were set by formula.
enum PlantedRun {
  /// Writes the run; a folder that holds a run is left alone.
  ///
  /// - Throws: ``RunError/alreadyARun(path:)``, and as writing files does.
  static func write(_ series: PlantedGoalSeries, to path: String) throws {
    let agents = try series.planners().map { try $0.agent() }
    let environment = RedDoorEnvironment()
    var architecture = agents[0].architecture.configuration
    for key in RunConfiguration.decided { architecture[key] = nil }
    var training = ImitationSettings()
    training.updates = PlantedGoalSeries.steps.last ?? 0
    var configuration = RunConfiguration(
      name: "planted-\(series.kind.rawValue)", seed: series.seed, environment: environment,
      architecture: type(of: agents[0].architecture).name, architectureSettings: architecture,
      training: training)
    configuration.about =
      "Planted, not trained: checkpoints set by formula. What G8 is to find: "
      + series.kind.outcome.inWords
    let run = try RunFolder.create(at: path, configuration: configuration.yaml)
    for (step, agent) in zip(PlantedGoalSeries.steps, agents) {
      try run.write(
        Checkpoint(
          architecture: type(of: agent.architecture).name,
          configuration: agent.architecture.configuration.entries, step: step, seed: series.seed,
          environment: environment.configuration, toolVersion: Version.text,
          parameters: agent.parameters.tensors))
    }
  }
}
