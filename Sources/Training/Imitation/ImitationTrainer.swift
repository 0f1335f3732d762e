package import Agents
package import Environments
import LinearAlgebra
import NeuralNetworks
import Storage

/// TR1: imitation of the oracle with dataset aggregation (DAgger; Ross et al., 2011).
///
/// The loss is `-log` of the probability given to the *set* of optimal actions, so that ties are
/// never broken by the order of actions.
package struct ImitationTrainer<World: OracleEnvironment>: Trainer {
  package let configuration: RunConfiguration
  package internal(set) var agent: Agent
  package internal(set) var update = 0
  let settings: ImitationSettings
  let environment: World
  var adam: Adam
  /// The states that batches are drawn from.
  package internal(set) var memory: ReplayMemory<ImitationState<World.Running>>
  var collector: StateCollector<World>
  var tally = LossTally()
  var counted: OperationCount

  let engine: GradientEngine
  let held: HeldOutStates<World>
  private let play: MeasuredPlay?
  let root: RandomStream

  /// A trainer before its first update.
  package init(
    _ configuration: RunConfiguration, _ settings: ImitationSettings, in environment: World
  ) throws {
    try self.init(configuration, settings, in: environment, begins: true)
  }

  init(
    _ configuration: RunConfiguration, _ settings: ImitationSettings, in environment: World,
    begins: Bool
  ) throws {
    self.configuration = configuration
    self.settings = settings
    self.environment = environment
    root = RandomStream(seed: configuration.seed)
    agent = try configuration.makeAgent()
    let architecture = agent.architecture
    guard architecture.memory.isEmpty else {
      throw TrainingError.networkLacks(
        method: ImitationSettings.method, needs: ImitationSettings.network,
        architecture: configuration.architecture,
        remedy:
          "Choose one without memory (drc with mode: stateless), or the method ppo or v-trace.")
    }
    adam = Adam(
      count: architecture.layout.count, learningRate: Float(settings.learningRate),
      largestNorm: settings.largestNorm)
    memory = ReplayMemory(capacity: settings.replay)
    collector = StateCollector(
      NumberedEpisodes(environment: environment, stream: root.split("levels")), settings)
    engine = GradientEngine(architecture.layout)
    held = try HeldOutStates(
      environment, count: settings.evaluationStates, random: root.split("evaluation"))
    play =
      settings.evaluationEpisodes == 0
      ? nil
      : try MeasuredPlay(
        environment, episodes: settings.evaluationEpisodes,
        random: root.split("evaluation").split("episodes"), knowsDistances: true)
    counted = try OperationCount(configuration)
    if begins { try collector.begin(into: &memory) }
  }

  package mutating func advance() throws {
    if update % settings.updatesPerStep == 0 { try visit() }
    var random = root.split("batches").split(UInt64(update))
    let ticks = settings.ticks.lowerBound + random.below(settings.ticks.count)
    let states = (0..<settings.batch).map { _ in
      memory.elements[random.below(memory.elements.count)]
    }
    let loss = evaluate(states, ticks: ticks)
    adam.learningRate = settings.learningRate(at: update)
    let norm = adam.update(&agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    tally.add(loss: loss, norm: norm)
    counted.addGradients(states.count, agent, ticks: ticks)
    update += 1
  }

  private mutating func visit() throws {
    let chance = settings.oracleChance(at: update)
    let episodes = collector.slots.map(\.episode)
    var proposals: [Int] = []
    if chance < 1 {
      proposals = try agent.run(
        environment.observations(of: episodes), reads: episodes.map { [$0.readCell] },
        ticks: settings.ticks.upperBound
      ).actions
      counted.addPasses(episodes.count, agent, ticks: settings.ticks.upperBound)
    }
    var random = root.split("steps").split(UInt64(update))
    try withUnsafeTemporaryAllocation(
      of: Float.self, capacity: environment.observationShape.count
    ) { scratch in
      scratch.initialize(repeating: 0)
      try collector.step(
        proposals: proposals, oracleChance: chance, random: &random, scratch: scratch,
        into: &memory)
    }
  }

  /// The mean loss over the states; its gradient is in the engine.
  private func evaluate(_ states: [ImitationState<World.Running>], ticks: Int) -> Double {
    let shape = environment.observationShape
    let architecture = agent.architecture
    return engine.evaluate(agent.parameters) { slice, tape in
      let range = GradientEngine.samples(of: slice, in: states.count)
      guard !range.isEmpty else { return nil }
      let extent = Extent(range.count, shape.rows, shape.columns, shape.planes)
      let observations = tape.input(extent) { target in
        for (row, index) in range.enumerated() {
          states[index].episode.observe(
            into: UnsafeMutableBufferPointer(
              rebasing: target[row * shape.count..<(row + 1) * shape.count]))
        }
      }
      var reads: [Int32] = []
      var sets: [Int32] = []
      for (row, index) in range.enumerated() {
        reads.append(Int32(row * shape.rows * shape.columns + states[index].episode.readCell))
        sets.append(Int32(states[index].optimal.rawValue))
      }
      let logits = architecture.forward(
        AgentInput(observations: observations, reads: reads, ticks: ticks), on: tape)
      return tape.setCrossEntropy(logits, sets: sets, scale: 1 / Float(states.count))
    }
  }
}

extension ImitationTrainer {
  package var operations: Int { counted.total }

  package var columns: [String] {
    ["states", "loss", "gradient_norm", "entropy", "optimal"] + Optimality.columns("optimal")
      + (play?.columns ?? [])
  }

  package mutating func measure() throws -> Measurement {
    let optimality = try Optimality(of: agent, in: held)
    let figures = tally
    tally = LossTally()
    let share = (optimality.all.share ?? 0) * 1000
    return Measurement(
      values: [
        Double(update * settings.batch), figures.meanLoss, figures.meanNorm, optimality.entropy,
        optimality.all.share,
      ] + optimality.byDistance.map(\.share)
        + (try play.map { try $0.measure(agent).values } ?? []),
      summary: "held-out optimal \(share.rounded() / 10) %")
  }
}
