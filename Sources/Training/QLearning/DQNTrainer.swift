package import Agents
package import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

/// TR4: deep Q-learning (Mnih et al., 2015) with double targets (van Hasselt et al., 2016) over
/// several steps. The network's outputs are action values.
package struct DQNTrainer<World: Environment>: Trainer, Sendable {
  package let configuration: RunConfiguration
  package internal(set) var agent: Agent
  package internal(set) var update = 0
  let settings: DQNSettings
  let environment: World
  var optimizer: Adam
  /// The network that gives the targets: the learning one as it was some updates ago.
  var target: Agent
  var store: ExperienceStore<World>
  var means = RunningMeans<DQNFigure>()
  var counted: OperationCount
  let measured: HeldOutMeasure
  let engine: GradientEngine
  let root: RandomStream

  /// A trainer before its first update, or one that goes on from a checkpoint.
  ///
  /// - Throws: when the network does not go with the method, or the state in the checkpoint is
  ///   damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: DQNSettings, in environment: World,
    resuming checkpoint: Checkpoint? = nil
  ) throws {
    self.configuration = configuration
    self.settings = settings
    self.environment = environment
    root = RandomStream(seed: configuration.seed)
    agent = try configuration.makeAgent()
    let architecture = agent.architecture
    guard architecture.memory.isEmpty else {
      throw TrainingError.networkLacks(
        method: DQNSettings.method, needs: DQNSettings.network,
        architecture: configuration.architecture,
        remedy: "Choose one without memory, or the method ppo or v-trace.")
    }
    let count = architecture.layout.count
    switch settings.optimizer {
    case .adam:
      optimizer = Adam(count: count, largestNorm: settings.largestNorm)
      optimizer.epsilon = Float(settings.epsilon)
    case .rmsprop:
      optimizer = .rootMeanSquare(
        count: count, learningRate: Float(settings.learningRate),
        epsilon: Float(settings.epsilon), largestNorm: settings.largestNorm)
    }
    target = agent
    counted = try OperationCount(configuration, resuming: checkpoint)
    engine = GradientEngine(architecture.layout)
    store = try ExperienceStore(
      environment, episodes: settings.episodes, capacity: settings.replay,
      random: root.split("levels"))
    measured = try HeldOutMeasure(
      environment, settings.measure, random: root.split("evaluation"), hasMemory: false)
    if let checkpoint { try restore(checkpoint) }
  }

  package mutating func advance() throws {
    while store.steps * settings.episodes < settings.warmUp { try visit(exploration: 1) }
    if update % settings.updatesPerStep == 0 {
      try visit(exploration: settings.exploration(at: update))
    }
    if update % settings.targetInterval == 0 { target = agent }
    var random = root.split("batches").split(UInt64(update))
    let transitions = (0..<settings.batch).map { _ in
      store.transition(
        using: &random, steps: settings.steps, path: pathLength, discount: settings.discount,
        rewardScale: settings.rewardScale)
    }
    let loss = try evaluate(transitions)
    let decay = LearningRateDecay(rate: settings.learningRate, share: settings.decayShare)
    optimizer.learningRate = decay.rate(at: update, of: settings.updates)
    let norm = optimizer.update(&agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    means.add(.gradientNorm, norm)
    counted.addPasses(transitions.count * (settings.isDouble ? 2 : 1), agent)
    counted.addGradients(transitions.count, agent)
    update += 1
  }

  /// One step of every episode; each action is uniform with a chance, else the best known.
  private mutating func visit(exploration chance: Double) throws {
    var random = root.split("steps").split(UInt64(store.steps))
    var actions: [Int] = []
    if chance < 1 {
      let states = store.present
      actions = try agent.run(
        environment.observations(of: states), reads: states.map { [$0.readCell] }
      ).actions
      counted.addPasses(states.count, agent)
    }
    let chosen = (0..<settings.episodes).map { slot in
      let isFree = random.uniform() < chance
      let action = random.below(environment.actionCount)
      return isFree || actions.isEmpty ? action : actions[slot]
    }
    var means = means
    try store.step(chosen) { track, outcome in
      means.add(.episodeReturn, track.rewards.reduce(0.0) { $0 + Double($1) })
      means.add(.solved, outcome.isSolved ? 1 : 0)
    }
    self.means = means
  }
}

/// What is averaged between two rows of the metrics.
enum DQNFigure: String, CaseIterable, Sendable {
  case episodeReturn, solved, valueError, rewardError, gradientNorm
}
