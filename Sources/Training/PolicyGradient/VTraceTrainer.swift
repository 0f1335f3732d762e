package import Agents
import Environments
import Foundation
import LinearAlgebra
package import NeuralNetworks
package import Storage

/// TR3: an actor-critic with V-trace (Espeholt et al., 2018) in one process.
///
/// The steps are made with the parameters of some updates ago, as by actors that have not yet
/// heard of the learner's last ones; V-trace corrects for the difference.
package struct VTraceTrainer: Trainer, Sendable {
  package let configuration: RunConfiguration
  package private(set) var agent: Agent
  package private(set) var update = 0
  private let settings: VTraceSettings
  private var run: RolloutRun
  private var optimizer: Adam
  /// The parameters before the last updates, the oldest first.
  private var past: [[Float]] = []
  private let engine: GradientEngine
  /// The weights of the heads, whose size is held down.
  private let headWeights: [String]

  /// A trainer before its first update, or one that goes on from a checkpoint.
  ///
  /// - Throws: when the environment or the network does not go with the method, or the state in
  ///   the checkpoint is damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: VTraceSettings,
    resuming checkpoint: Checkpoint? = nil
  ) throws {
    self.configuration = configuration
    self.settings = settings
    agent = try configuration.makeAgent()
    let architecture = agent.architecture
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
    engine = GradientEngine(architecture.layout)
    headWeights = architecture.layout.headWeights
    if let checkpoint {
      agent = try Agent(architecture, tensors: checkpoint.parameters)
      update = checkpoint.step
      try checkpoint.restore(&optimizer, updates: update...update)
      let kept = min(update, settings.lag)
      let values = try checkpoint.array("behaviour", count: kept * count)
      past = (0..<kept).map { Array(values[$0 * count..<($0 + 1) * count]) }
    }
    run = try RolloutRun(
      configuration, settings.rollout, settings.measure, method: VTraceSettings.self,
      agent: agent, resuming: checkpoint)
  }

  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(optimizer)
    result.setArray(past.flatMap { $0 }, for: "behaviour")
    run.keep(in: &result, agent)
    return result
  }

  package var operations: Int { run.counted.total }

  package var columns: [String] { run.columns + ["lag_divergence"] }

  package mutating func measure() throws -> Measurement {
    let divergence = run.means.mean(.divergence)
    let row = try run.row(agent, update: update)
    return Measurement(values: row.values + [divergence], summary: row.summary)
  }

  package mutating func advance() throws {
    var behaviour = agent
    if let oldest = past.first { behaviour.parameters.values = oldest }
    let rollout = try run.collect(behaviour, update: update)
    let figures = SliceFigures()
    let loss = engine.evaluate(agent.parameters) { [self] slice, tape in
      record(rollout, slice, figures, on: tape)
    }
    if settings.lag > 0 {
      past.append(agent.parameters.values)
      if past.count > settings.lag { past.removeFirst() }
    }
    let decay = LearningRateDecay(rate: settings.learningRate, share: settings.decayShare)
    optimizer.learningRate = decay.rate(at: update, of: settings.updates)
    let norm = optimizer.update(&agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    run.means.add(.policyLoss, figures.total(0))
    run.means.add(.valueError, figures.total(1), count: rollout.count)
    run.means.add(.divergence, figures.total(2), count: rollout.count)
    run.means.add(.gradientNorm, norm)
    run.counted.addGradients(rollout.count, agent, ticks: rollout.ticks)
    // The values of the states after the last steps.
    run.counted.addPasses(rollout.slots, agent, ticks: rollout.ticks)
    update += 1
  }

  /// The loss of a slice of the slots.
  private func record(
    _ rollout: Rollout, _ slice: Int, _ figures: SliceFigures, on tape: Tape
  ) -> Variable? {
    let slots = Array(GradientEngine.samples(of: slice, in: rollout.slots))
    guard !slots.isEmpty else { return nil }
    var pass = RolloutPass(rollout, agent, on: tape)
    var memory: [Variable] = []
    if agent.architecture.memory.isEmpty {
      pass.record(
        samples: (0..<rollout.steps).flatMap { step in
          slots.map { step * rollout.slots + $0 }
        })
    } else {
      memory = pass.record(slots: slots)
    }
    let targets = pass.vTrace(
      slots: slots, lastValues: pass.lastValues(slots: slots, memory: memory), settings)
    let scale = 1 / Float(rollout.count)
    let losses = pass.losses(
      advantages: targets.advantages, returns: targets.returns,
      terms: PolicyGradientTerms(
        clip: nil, entropy: Float(settings.entropy), logitPenalty: Float(settings.logitPenalty),
        scale: scale), valueScale: Float(settings.valueWeight) * scale)
    figures.set([losses.policyLoss, targets.squaredErrors, targets.divergence], slice: slice)
    guard slice == 0, settings.headPenalty > 0, let total = losses.total else {
      return losses.total
    }
    return headWeights.reduce(total) { sum, name in
      let weights = tape.parameter(name)
      let zero = tape.input(tape[weights].extent) { $0.update(repeating: 0) }
      return tape.add(
        sum, tape.squaredError(weights, zero, scale: Float(settings.headPenalty) / 2))
    }
  }
}

extension ParameterLayout {
  /// The names of the weights of the policy and the value: `policy` or `value`, then `weight`.
  package var headWeights: [String] {
    entries.map(\.name).filter { name in
      let parts = name.split { $0 == "/" || $0 == "." }.suffix(2)
      return parts.last == "weight" && ["policy", "value"].contains(parts.first ?? "")
    }
  }
}
