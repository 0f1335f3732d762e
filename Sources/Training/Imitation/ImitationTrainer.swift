package import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage

/// TR1: imitation of the breadth-first oracle with dataset aggregation (DAgger; Ross et al.,
/// 2011).
///
/// The loss is `-log` of the probability given to the *set* of optimal actions, so that ties are
/// never broken by the order of actions. Every draw is a function of the seed and the number of
/// the update, so that a trainer taken up from a checkpoint ends with the same bytes.
package struct ImitationTrainer {
  package let configuration: RunConfiguration
  package internal(set) var agent: Agent
  /// Updates made so far.
  package internal(set) var update = 0
  var adam: Adam
  /// The states that batches are drawn from.
  package internal(set) var memory: ReplayMemory
  var collector: StateCollector
  var tally = LossTally()

  let engine: GradientEngine
  let encoder: RedDoorEncoder
  let root: RandomStream

  /// A trainer before its first update.
  package init(_ configuration: RunConfiguration) throws {
    try self.init(configuration, begins: true)
  }

  init(_ configuration: RunConfiguration, begins: Bool) throws {
    self.configuration = configuration
    root = RandomStream(seed: configuration.seed)
    let architecture = try configuration.makeArchitecture()
    agent = Agent(architecture, drawnFrom: root.split("parameters"))
    let settings = configuration.imitation
    adam = Adam(
      count: architecture.layout.count, learningRate: Float(settings.learningRate),
      largestNorm: settings.largestNorm)
    memory = ReplayMemory(capacity: settings.replay)
    let source = LevelSource(configuration.environment, stream: root.split("levels"))
    collector = StateCollector(source, settings)
    engine = GradientEngine(architecture.layout)
    encoder = configuration.environment.encoder
    if begins { try collector.begin(into: &memory) }
  }

  /// Whether the budget is used up.
  package var isDone: Bool { update >= configuration.imitation.updates }

  /// One update of the parameters, and a step of the episodes when it is due.
  ///
  /// - Throws: ``TrainingError/diverged(step:)``.
  package mutating func advance() throws {
    let settings = configuration.imitation
    if update % settings.updatesPerStep == 0 { try visit() }
    var random = root.split("batches").split(UInt64(update))
    let ticks = settings.ticks.lowerBound + random.below(settings.ticks.count)
    let states = (0..<settings.batch).map { _ in
      memory.states[random.below(memory.states.count)]
    }
    let loss = evaluate(states, ticks: ticks)
    adam.learningRate = settings.learningRate(at: update)
    let norm = adam.update(&agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    tally.add(loss: loss, norm: norm)
    update += 1
  }

  private mutating func visit() throws {
    let settings = configuration.imitation
    let chance = settings.oracleChance(at: update)
    var proposals: [Int] = []
    if chance < 1 {
      let views = collector.views
      proposals = try agent.run(
        encoder.observations(of: views), reads: views.map { [$0.level.grid.index($0.agent)] },
        ticks: settings.ticks.upperBound
      ).actions
    }
    var random = root.split("steps").split(UInt64(update))
    try collector.step(
      proposals: proposals, oracleChance: chance, random: &random, into: &memory)
  }

  /// The mean loss over the states; its gradient is in the engine.
  private func evaluate(_ states: [ImitationState], ticks: Int) -> Double {
    let side = configuration.environment.side
    let planes = encoder.planes
    let architecture = agent.architecture
    let size = side * side * planes
    return engine.evaluate(agent.parameters) { slice, tape in
      let range = GradientEngine.samples(of: slice, in: states.count)
      guard !range.isEmpty else { return nil }
      let observations = tape.input(Extent(range.count, side, side, planes)) { target in
        for (row, index) in range.enumerated() {
          encoder.write(
            states[index].level, agent: states[index].agent,
            into: UnsafeMutableBufferPointer(rebasing: target[row * size..<(row + 1) * size]))
        }
      }
      var reads: [Int32] = []
      var sets: [Int32] = []
      for (row, index) in range.enumerated() {
        reads.append(Int32(row * side * side + states[index].level.grid.index(states[index].agent)))
        sets.append(Int32(states[index].optimal.rawValue))
      }
      let logits = architecture.forward(
        AgentInput(observations: observations, reads: reads, ticks: ticks), on: tape)
      return tape.setCrossEntropy(logits, sets: sets, scale: 1 / Float(states.count))
    }
  }
}

extension ImitationTrainer {
  /// The stream from which held-out states are drawn; training never uses it.
  var evaluationStream: RandomStream { root.split("evaluation") }

  /// The sums since they were last taken, which begin anew.
  mutating func takeTally() -> LossTally {
    defer { tally = LossTally() }
    return tally
  }
}
