import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage

/// What trainers by rollouts share: episodes, figures, evaluation, and how they are kept.
struct RolloutRun: Sendable {
  /// What is averaged between two rows of the metrics.
  enum Figure: String, CaseIterable, Sendable {
    case episodeReturn, solved, entropy, policyLoss, valueError, gradientNorm, divergence
  }

  let root: RandomStream
  let settings: RolloutSettings
  private(set) var collector: RolloutCollector
  var means = RunningMeans<Figure>()
  var counted: OperationCount
  private let measure: HeldOutMeasure

  /// - Parameter checkpoint: the one to go on from; nil for a fresh run.
  /// - Throws: when the environment has no episodes or the network no value, or the state is
  ///   damaged.
  init(
    _ configuration: RunConfiguration, _ settings: RolloutSettings, _ measured: MeasureSettings,
    method: any MethodSettings.Type, agent: Agent, resuming checkpoint: Checkpoint?
  ) throws {
    self.settings = settings
    root = RandomStream(seed: configuration.seed)
    counted = try OperationCount(configuration, resuming: checkpoint)
    let environment = try configuration.episodicEnvironment(for: method.method)
    var resuming: (histories: [EpisodeHistory], memory: [Tensor], returns: [Float])?
    if let checkpoint {
      means = try RunningMeans(checkpoint)
      resuming = try Self.state(checkpoint, settings, agent, environment.observationShape)
    }
    collector = try RolloutCollector(
      environment, settings, agent: agent, random: root.split("levels"), resuming: resuming)
    measure = try HeldOutMeasure(
      environment, measured, random: root.split("evaluation"),
      hasMemory: !agent.architecture.memory.isEmpty)
    let first = try agent.run(
      collector.episodes.observations, reads: collector.episodes.reads, memory: collector.memory)
    guard first.values.count == settings.episodes else {
      throw TrainingError.networkLacks(
        method: method.method, needs: method.network,
        architecture: configuration.architecture,
        remedy: "Set \"value-head: true\" under \"architecture\" where it has that setting.")
    }
  }

  private static func state(
    _ checkpoint: Checkpoint, _ settings: RolloutSettings, _ agent: Agent,
    _ shape: ObservationShape
  ) throws -> (histories: [EpisodeHistory], memory: [Tensor], returns: [Float]) {
    let count = settings.episodes
    let shapes = agent.memoryShapes([count, shape.rows, shape.columns, shape.planes])
    let memory = try zip(agent.architecture.memory, shapes).map { description, shape in
      Tensor(
        shape: shape,
        elements: try checkpoint.array(
          "memory/\(description.name)", count: shape.reduce(1, *)))
    }
    return (
      try checkpoint.histories("episodes", count: count), memory,
      try checkpoint.array("episodes/return", count: count)
    )
  }

  func keep(in checkpoint: inout Checkpoint, _ agent: Agent) {
    checkpoint.setHistories(collector.episodes.histories, for: "episodes")
    checkpoint.setArray(collector.returns, for: "episodes/return")
    for (description, tensor) in zip(agent.architecture.memory, collector.memory) {
      checkpoint.setArray(tensor.elements, for: "memory/\(description.name)")
    }
    means.keep(in: &checkpoint)
  }

  /// The steps before an update.
  mutating func collect(_ agent: Agent, update: Int) throws -> Rollout {
    var random = root.split("rollouts").split(UInt64(update))
    var ticks: Int?
    if settings.ticks.upperBound > 0 {
      ticks = settings.ticks.lowerBound + random.below(settings.ticks.count)
    }
    var (finished, entropy) = ([RolloutCollector.Finished](), 0.0)
    let rollout = try collector.collect(
      agent, ticks: ticks, random: random.split("actions"), finished: &finished,
      entropy: &entropy)
    counted.addPasses(rollout.passes, agent, ticks: ticks)
    for episode in finished {
      means.add(.episodeReturn, Double(episode.total))
      if measure.canBeSolved { means.add(.solved, episode.isSolved ? 1 : 0) }
    }
    means.add(.entropy, entropy, count: rollout.count)
    return rollout
  }

  var columns: [String] {
    [
      "steps", "train_return", "train_solved", "train_entropy", "policy_loss", "value_error",
      "gradient_norm",
    ] + measure.columns
  }

  /// The row of metrics after some updates; the means begin anew.
  mutating func row(_ agent: Agent, update: Int) throws -> Measurement {
    let (summary, values) = try measure.measure(agent)
    defer { means = RunningMeans() }
    let figures: [Figure] = [
      .episodeReturn, .solved, .entropy, .policyLoss, .valueError, .gradientNorm,
    ]
    let steps = Double(update * settings.episodes * settings.steps)
    return Measurement(
      values: [steps] + figures.map { means.mean($0) } + values, summary: summary)
  }
}
