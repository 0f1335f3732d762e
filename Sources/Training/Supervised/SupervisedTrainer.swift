package import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

/// Training on samples with their targets, every one fresh: update `u` sees the samples numbered
/// from `u * batch` on.
package struct SupervisedTrainer: Trainer {
  package let configuration: RunConfiguration
  package private(set) var agent: Agent
  package private(set) var update = 0
  private let settings: SupervisedSettings
  private let task: any SampleTask
  private var adam: Adam
  private var tally = LossTally()
  private var counted: OperationCount

  private let engine: GradientEngine
  private let samples: RandomStream
  private let held: HeldOutSamples

  /// A trainer before its first update.
  ///
  /// - Throws: ``TrainingError/methodNeeds(method:needs:environment:)`` for a task without
  ///   samples, or when the architecture cannot be made.
  package init(_ configuration: RunConfiguration, _ settings: SupervisedSettings) throws {
    guard let task = configuration.environment as? any SampleTask else {
      throw TrainingError.methodNeeds(
        method: SupervisedSettings.method, needs: "a task of samples with their targets",
        environment: type(of: configuration.environment).name)
    }
    self.configuration = configuration
    self.settings = settings
    self.task = task
    let root = RandomStream(seed: configuration.seed)
    agent = try configuration.makeAgent()
    adam = Adam(
      count: agent.architecture.layout.count, learningRate: Float(settings.learningRate),
      largestNorm: settings.largestNorm)
    counted = try OperationCount(configuration)
    engine = GradientEngine(agent.architecture.layout)
    samples = root.split("samples")
    held = HeldOutSamples(
      task, count: settings.evaluationSamples, random: root.split("evaluation"))
  }

  /// Takes a training up where its checkpoint left it.
  ///
  /// - Throws: when the checkpoint does not fit the configuration or its state is damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: SupervisedSettings,
    resuming checkpoint: Checkpoint
  ) throws {
    try self.init(configuration, settings)
    agent = try Agent(agent.architecture, tensors: checkpoint.parameters)
    update = checkpoint.step
    try checkpoint.restore(&adam, updates: update...update)
    tally = try checkpoint.tally()
    counted = try OperationCount(configuration, resuming: checkpoint)
  }

  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(adam)
    result.setTally(tally)
    return result
  }

  package mutating func advance() throws {
    let loss = evaluate()
    adam.learningRate = settings.schedule.rate(at: update)
    let norm = adam.update(&agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    tally.add(loss: loss, norm: norm)
    counted.addGradients(settings.batch, agent)
    update += 1
  }

  /// The mean loss over the update's samples; its gradient is in the engine.
  private func evaluate() -> Double {
    let (task, samples, batch) = (task, samples, settings.batch)
    let (architecture, ticks) = (agent.architecture, agent.defaultTicks)
    let first = update * batch
    return engine.evaluate(agent.parameters) { slice, tape in
      let range = GradientEngine.samples(of: slice, in: batch)
      guard !range.isEmpty else { return nil }
      let (inputs, targets) = task.samples(
        first + range.lowerBound..<first + range.upperBound, drawnFrom: samples)
      let cells = inputs.shape[1] * inputs.shape[2]
      let outputs = architecture.forward(
        AgentInput(
          observations: tape.input(inputs, samples: 0..<range.count),
          reads: (0..<range.count).map { Int32($0 * cells + task.readCell) }, ticks: ticks),
        on: tape)
      switch task.targetKind {
      case .numbers:
        let wanted = tape.input(.vectors(range.count, task.targetCount)) {
          _ = $0.update(fromContentsOf: targets.elements)
        }
        return tape.squaredError(outputs, wanted, scale: 1 / Float(batch))
      case .oneClass:
        return tape.setCrossEntropy(
          outputs, sets: targets.elements.map { 1 << Int32($0) }, scale: 1 / Float(batch))
      }
    }
  }
}

extension SupervisedTrainer {
  package var operations: Int { counted.total }

  package var columns: [String] {
    ["samples", "loss", "gradient_norm", "held_out_loss", "accuracy"]
  }

  package mutating func measure() throws -> Measurement {
    let result = try held.measure(agent)
    let figures = tally
    tally = LossTally()
    let accuracy = result.accuracy.map { ", \(($0 * 1000).rounded() / 10) % correct" } ?? ""
    return Measurement(
      values: [
        Double(update * settings.batch), figures.meanLoss, figures.meanNorm, result.loss,
        result.accuracy,
      ],
      summary: "held-out loss \((result.loss * 10_000).rounded() / 10_000)\(accuracy)")
  }
}
