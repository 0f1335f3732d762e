import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage

/// The stage before the reward: predicts the next observation after a random action, and the
/// steps to the goal, in fresh states.
struct WorldModelTrainer {
  private let configuration: RunConfiguration
  let settings: PretrainingSettings
  let environment: any Environment
  let model: WorldModel
  private(set) var parameters: ParameterSet
  private(set) var update = 0
  private(set) var adam: Adam
  var tally = LossTally()
  private var counted: OperationCount
  private let engine: GradientEngine
  private let root: RandomStream
  private let held: WorldSamples

  /// - Throws: when the environment has no episodes or the network no such site.
  init(_ configuration: RunConfiguration, _ settings: PretrainingSettings) throws {
    self.configuration = configuration
    self.settings = settings
    environment = try configuration.episodicEnvironment(for: "pretraining")
    root = RandomStream(seed: configuration.seed).split("pretraining")
    let agent = try configuration.makeAgent()
    guard agent.architecture.memory.isEmpty else {
      throw TrainingError.networkLacks(
        method: "pretraining", needs: "a network that sees each state anew",
        architecture: configuration.architecture, remedy: "Leave the pretraining section out.")
    }
    model = try WorldModel(
      agent.architecture, site: settings.site, shape: environment.observationShape,
      actions: environment.actionCount, predictsSteps: environment is any OracleEnvironment)
    parameters = ParameterSet(model.layout, drawnFrom: root.split("parameters"))
    for (name, tensor) in agent.parameters.tensors { parameters[name] = tensor }
    adam = Adam(
      count: model.layout.count, learningRate: Float(settings.learningRate),
      largestNorm: settings.largestNorm)
    counted = try OperationCount(configuration)
    engine = GradientEngine(model.layout)
    held = try WorldSamples(
      environment, count: settings.evaluationStates, random: root.split("evaluation"),
      part: .heldOut)
  }

  /// Operations of the network so far, without those of the heads.
  var operations: Int { counted.total }

  /// The network without the heads.
  var network: ParameterSet {
    var network = ParameterSet(model.architecture.layout)
    for entry in network.layout.entries { network[entry.name] = parameters[entry.name] }
    return network
  }

  /// - Throws: ``TrainingError/diverged(step:)``.
  mutating func advance() throws {
    var random = root.split("ticks").split(UInt64(update))
    let ticks = settings.ticks.lowerBound + random.below(settings.ticks.count)
    let samples = try WorldSamples(
      environment, count: settings.batch, random: root.split("states").split(UInt64(update)),
      part: .training)
    let loss = engine.evaluate(parameters) { [model] slice, tape in
      let range = GradientEngine.samples(of: slice, in: samples.actions.count)
      guard !range.isEmpty else { return nil }
      return model.loss(samples, range, ticks: ticks, on: tape)
    }
    let norm = adam.update(&parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    tally.add(loss: loss, norm: norm)
    counted.addGradients(
      samples.actions.count, Agent(model.architecture, parameters: parameters), ticks: ticks)
    update += 1
  }

  /// How much of what there is to predict is predicted, on held-out levels.
  struct Accuracy {
    /// 1 - error / the error of "nothing changes".
    let next: Double
    /// The share of the variance of the steps to the goal; nil where nothing is known of them.
    let steps: Double?
  }

  func accuracy() -> Accuracy {
    let count = held.actions.count
    let pieces = (count + 63) / 64
    let sums = Parallel.map(pieces) { piece in
      errors(piece * 64..<min(count, piece * 64 + 64))
    }
    let (next, still, steps) = sums.reduce(into: (0.0, 0.0, 0.0)) {
      $0 = ($0.0 + $1.0, $0.1 + $1.1, $0.2 + $1.2)
    }
    var share: Double?
    if !held.steps.isEmpty {
      let scaled = held.steps.map { Double($0) / Double(WorldModel.stepUnit) }
      let mean = scaled.reduce(0, +) / Double(count)
      let variance = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      share = variance > 0 ? 1 - steps / variance : nil
    }
    return Accuracy(next: still > 0 ? 1 - next / still : 0, steps: share)
  }

  private func errors(_ range: Range<Int>) -> (Double, Double, Double) {
    parameters.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return (0, 0, 0) }
      let tape = Tape()
      tape.begin(layout: model.layout, parameters: start)
      let made = model.predict(held, range, ticks: settings.ticks.upperBound, on: tape)
      let width = model.shape.count
      var (next, still, steps) = (0.0, 0.0, 0.0)
      let predicted = tape.tensor(made.next).elements
      for (row, sample) in range.enumerated() {
        for element in 0..<width {
          let target = held.next.elements[sample * width + element]
          let a = Double(predicted[row * width + element] - target)
          let b = Double(held.observations.elements[sample * width + element] - target)
          next += a * a
          still += b * b
        }
      }
      if let variable = made.steps {
        for (row, value) in tape.tensor(variable).elements.enumerated() {
          let target = Float(held.steps[range.lowerBound + row]) / WorldModel.stepUnit
          steps += Double(value - target) * Double(value - target)
        }
      }
      return (next, still, steps)
    }
  }

  // MARK: Checkpoints

  func write(to checkpoint: inout Checkpoint) {
    checkpoint.setAdam(adam)
    checkpoint.setTally(tally)
    for (name, tensor) in parameters.tensors where name.hasPrefix("pretraining/") {
      checkpoint.state.append((name, tensor))
    }
  }

  mutating func restore(_ checkpoint: Checkpoint) throws {
    let agent = try Agent(model.architecture, tensors: checkpoint.parameters)
    for (name, tensor) in agent.parameters.tensors { parameters[name] = tensor }
    for entry in model.layout.entries where entry.name.hasPrefix("pretraining/") {
      guard let tensor = checkpoint.stateTensor(named: entry.name), tensor.shape == entry.shape,
        tensor.elements.allSatisfy(\.isFinite)
      else {
        throw TrainingError.badReplay(reason: "\"\(entry.name)\" is missing or damaged")
      }
      parameters[entry.name] = tensor
    }
    update = checkpoint.step
    try checkpoint.restore(&adam, updates: update...update)
    tally = try checkpoint.tally()
    counted = try OperationCount(configuration, resuming: checkpoint)
  }
}

extension WorldModel {
  /// The predictions for a range of samples.
  func predict(
    _ samples: WorldSamples, _ range: Range<Int>, ticks: Int, on tape: Tape
  ) -> Prediction {
    predict(
      tape.input(samples.observations, samples: range), reads: Array(samples.reads[range]),
      chosen: Array(samples.actions[range]), ticks: ticks, on: tape)
  }

  /// The samples' share of the mean loss: the squared error of the next observation summed over
  /// its elements, and that of the steps.
  func loss(
    _ samples: WorldSamples, _ range: Range<Int>, ticks: Int, on tape: Tape
  ) -> Variable {
    let made = predict(samples, range, ticks: ticks, on: tape)
    let scale = 1 / Float(samples.actions.count)
    let target = tape.flatten(tape.input(samples.next, samples: range))
    let next = tape.squaredError(made.next, target, scale: scale)
    guard let steps = made.steps else { return next }
    let wanted = tape.input(.vectors(range.count, 1)) { target in
      for (row, sample) in range.enumerated() {
        target[row] = Float(samples.steps[sample]) / Self.stepUnit
      }
    }
    return tape.add(next, tape.squaredError(steps, wanted, scale: scale))
  }
}
