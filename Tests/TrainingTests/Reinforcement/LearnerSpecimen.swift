import Agents
import Environments
import Storage
import Training

/// A short training by a learner from rewards.
struct LearnerSpecimen: Sendable, CustomStringConvertible {
  let description: String
  let environment: any Environment
  let architecture: String
  let settings: [String: String]
  let training: any MethodSettings

  func configuration(seed: UInt64 = 1) -> RunConfiguration {
    RunConfiguration(
      name: "tiny", seed: seed, environment: environment, architecture: architecture,
      architectureSettings: ArchitectureConfiguration(settings), training: training)
  }

  /// What the trainer gives after all its updates.
  func trained(seed: UInt64 = 1) throws -> any Trainer {
    var trainer = try configuration(seed: seed).makeTrainer()
    while !trainer.isDone { try trainer.advance() }
    return trainer
  }

  /// Every learner with the kinds of network that it treats differently; each ends in a second.
  static let all: [LearnerSpecimen] = {
    var result: [LearnerSpecimen] = []
    for (kind, name, settings) in networks {
      result.append(
        LearnerSpecimen(
          description: "PPO, \(kind)", environment: maze, architecture: name,
          settings: settings, training: ppo))
      result.append(
        LearnerSpecimen(
          description: "V-trace, \(kind)", environment: maze, architecture: name,
          settings: settings, training: vTrace))
      result.append(
        LearnerSpecimen(
          description: "evolution, \(kind)", environment: maze, architecture: name,
          settings: settings, training: evolution))
    }
    for (kind, name, settings) in memoryless {
      result.append(
        LearnerSpecimen(
          description: "DQN, \(kind)", environment: maze, architecture: name,
          settings: settings, training: dqn))
    }
    return result
  }()

  private static let memoryless: [(String, String, [String: String])] = [
    ("M1r", RecurrentResidual.name, ["channels": "4", "ticks": "3"]),
    ("TreeQN", TreeQNetwork.name, ["channels": "4", "dims": "8"]),
  ]

  private static let networks: [(String, String, [String: String])] = [
    ("M1r", RecurrentResidual.name, ["channels": "4", "ticks": "3", "value-head": "true"]),
    ("GRU", GatedRecurrentUnit.name, ["units": "6"]),
    (
      "DRC", DeepRepeatedConvLSTM.name,
      [
        "channels": "3", "layers": "2", "ticks": "2", "read-width": "4", "mode": "carry",
        "head": "agent",
      ]
    ),
  ]

  /// Episodes are short, so that slots begin anew within a rollout and some are cut.
  static let maze: RedDoorEnvironment = {
    var environment = RedDoorEnvironment()
    environment.side = 5
    environment.generator = .percolation(wallShare: 0.2)
    environment.encoding = .separate
    return environment
  }()

  private static var ppo: PPOSettings {
    var settings = PPOSettings()
    settings.updates = 6
    settings.rollout.episodes = 6
    settings.rollout.steps = 9
    settings.epochs = 2
    settings.minibatches = 2
    settings.measure = measure
    return settings
  }

  private static var vTrace: VTraceSettings {
    var settings = VTraceSettings()
    settings.updates = 6
    settings.rollout.episodes = 6
    settings.rollout.steps = 9
    settings.lag = 2
    settings.optimizer = .rmsprop
    settings.learningRate = 0.01
    settings.measure = measure
    return settings
  }

  private static var evolution: EvolutionSettings {
    var settings = EvolutionSettings()
    settings.updates = 6
    settings.pairs = 3
    settings.episodes = 2
    settings.largestNetwork = 20_000
    settings.measure = measure
    return settings
  }

  private static var dqn: DQNSettings {
    var settings = DQNSettings()
    settings.updates = 24
    settings.batch = 9
    settings.episodes = 4
    settings.warmUp = 30
    settings.updatesPerStep = 2
    // Small enough that old episodes are forgotten within the run.
    settings.replay = 64
    settings.targetInterval = 7
    settings.measure = measure
    return settings
  }

  static var measure: MeasureSettings {
    var settings = MeasureSettings()
    settings.episodes = 20
    settings.states = 20
    return settings
  }
}
