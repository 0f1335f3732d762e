package import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

/// TR2: proximal policy optimization (Schulman et al., 2017).
///
/// A network with memory learns from whole sequences, whose memory is computed anew from what was
/// carried into the rollout; other networks learn from samples in any order.
package struct PPOTrainer: Trainer {
  package let configuration: RunConfiguration
  package private(set) var agent: Agent
  package private(set) var update = 0
  private let settings: PPOSettings
  private var run: RolloutRun
  private var adam: Adam
  private let engine: GradientEngine

  /// A trainer before its first update, or one that goes on from a checkpoint.
  ///
  /// - Throws: when the environment or the network does not go with the method, or the state in
  ///   the checkpoint is damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: PPOSettings,
    resuming checkpoint: Checkpoint? = nil
  ) throws {
    self.configuration = configuration
    self.settings = settings
    agent = try configuration.makeAgent()
    let architecture = agent.architecture
    adam = Adam(
      count: architecture.layout.count, learningRate: Float(settings.learningRate),
      largestNorm: settings.largestNorm)
    adam.epsilon = 1e-5
    engine = GradientEngine(architecture.layout)
    if let checkpoint {
      agent = try Agent(architecture, tensors: checkpoint.parameters)
      update = checkpoint.step
      let steps = update * settings.epochs * settings.minibatches
      try checkpoint.restore(&adam, updates: steps...steps)
    }
    run = try RolloutRun(
      configuration, settings.rollout, settings.measure, method: PPOSettings.self,
      agent: agent, resuming: checkpoint)
  }

  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(adam)
    run.keep(in: &result, agent)
    return result
  }

  package var operations: Int { run.counted.total }

  package var columns: [String] { run.columns }

  package mutating func measure() throws -> Measurement { try run.row(agent, update: update) }

  package mutating func advance() throws {
    let rollout = try run.collect(agent, update: update)
    let targets = RolloutTargets(rollout, settings.rollout)
    run.means.add(.valueError, targets.squaredErrors, count: rollout.count)
    let advantages =
      settings.normalizesAdvantages ? targets.normalizedAdvantages : targets.advantages
    let decay = LearningRateDecay(rate: settings.learningRate, share: settings.decayShare)
    adam.learningRate = decay.rate(at: update, of: settings.updates)
    let hasMemory = !agent.architecture.memory.isEmpty
    let units = hasMemory ? rollout.slots : rollout.count
    for epoch in 0..<settings.epochs {
      var random = run.root.split("batches").split(UInt64(update)).split(UInt64(epoch))
      let order = random.permutation(units)
      for part in 0..<settings.minibatches {
        let bounds = [part, part + 1].map { $0 * units / settings.minibatches }
        try learn(
          from: rollout, Array(order[bounds[0]..<bounds[1]]), advantages, targets.returns)
      }
    }
    run.counted.addGradients(settings.epochs * rollout.count, agent, ticks: rollout.ticks)
    update += 1
  }

  /// One step of the optimizer.
  ///
  /// - Parameter units: slots for a network with memory, else samples.
  private mutating func learn(
    from rollout: Rollout, _ units: [Int], _ advantages: [Float], _ returns: [Float]
  ) throws {
    let (settings, agent) = (settings, agent)
    let hasMemory = !agent.architecture.memory.isEmpty
    let scale = 1 / Float(hasMemory ? units.count * rollout.steps : units.count)
    let terms = PolicyGradientTerms(
      clip: Float(settings.clip), entropy: Float(settings.entropy), scale: scale)
    let figures = SliceFigures()
    let loss = engine.evaluate(agent.parameters) { slice, tape in
      let chosen = Array(units[GradientEngine.samples(of: slice, in: units.count)])
      guard !chosen.isEmpty else { return nil }
      var pass = RolloutPass(rollout, agent, on: tape)
      if hasMemory { pass.record(slots: chosen) } else { pass.record(samples: chosen) }
      let losses = pass.losses(
        advantages: advantages, returns: returns, terms: terms,
        valueScale: Float(settings.valueWeight) * scale)
      figures.set([losses.policyLoss], slice: slice)
      return losses.total
    }
    let norm = adam.update(&self.agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    run.means.add(.policyLoss, figures.total(0))
    run.means.add(.gradientNorm, norm)
  }
}
