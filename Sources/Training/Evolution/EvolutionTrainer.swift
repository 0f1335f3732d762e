package import Agents
package import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

/// TR5: evolution strategies (Salimans et al., 2017).
///
/// No parameter has a gradient of its own, so that nothing in the network can shield another part
/// of it from one.
package struct EvolutionTrainer: Trainer {
  /// What is averaged between two rows of the metrics.
  enum Figure: String, CaseIterable, Sendable {
    case fitness, best, gradientNorm
  }

  package let configuration: RunConfiguration
  package private(set) var agent: Agent
  package private(set) var update = 0
  private let settings: EvolutionSettings
  private let environment: any Environment
  private var adam: Adam
  private var means = RunningMeans<Figure>()
  private var counted: OperationCount
  /// Steps of all members' episodes so far.
  private var steps = 0
  private let measured: HeldOutMeasure
  private let root: RandomStream
  /// The places of the parameters in the flat buffer.
  private let places: [Int]

  /// A trainer before its first update, or one that goes on from a checkpoint.
  ///
  /// - Throws: when the network is too large for the method, or the state in the checkpoint is
  ///   damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: EvolutionSettings,
    in environment: any Environment, resuming checkpoint: Checkpoint? = nil
  ) throws {
    self.configuration = configuration
    self.settings = settings
    self.environment = environment
    root = RandomStream(seed: configuration.seed)
    agent = try configuration.makeAgent()
    let architecture = agent.architecture
    let layout = architecture.layout
    guard layout.parameterCount <= settings.largestNetwork else {
      throw TrainingError.networkLacks(
        method: EvolutionSettings.method,
        needs: "a network of at most \(settings.largestNetwork) parameters",
        architecture: "\(configuration.architecture) with \(layout.parameterCount) parameters",
        remedy: "Make it smaller, or set \"largest-network\" under \"training\".")
    }
    places = layout.entries.flatMap { $0.offset..<$0.offset + $0.count }
    adam = Adam(
      count: layout.count, learningRate: Float(settings.learningRate), largestNorm: .infinity)
    counted = try OperationCount(configuration, resuming: checkpoint)
    measured = try HeldOutMeasure(
      environment, settings.measure, random: root.split("evaluation"),
      hasMemory: !architecture.memory.isEmpty)
    if let checkpoint {
      agent = try Agent(architecture, tensors: checkpoint.parameters)
      update = checkpoint.step
      try checkpoint.restore(&adam, updates: update...update)
      means = try RunningMeans(checkpoint)
      steps = try checkpoint.stateInteger("steps", in: 0...Checkpoint.largestNumber)
    }
  }

  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(adam)
    means.keep(in: &result)
    result.setState(steps, for: "steps")
    return result
  }

  package var operations: Int { counted.total }

  package var columns: [String] {
    ["steps", "fitness", "best_fitness", "gradient_norm"] + measured.columns
  }

  package mutating func measure() throws -> Measurement {
    let (summary, values) = try measured.measure(agent)
    defer { means = RunningMeans() }
    return Measurement(
      values: [Double(steps)] + Figure.allCases.map { means.mean($0) } + values,
      summary: summary)
  }

  package mutating func advance() throws {
    let (agent, environment, settings) = (agent, environment, settings)
    let levels = root.split("levels").split(UInt64(update))
    let draws = root.split("actions").split(UInt64(update))
    let played = SliceFigures()
    let estimate = try EvolutionEstimate(
      at: agent.parameters.values, moving: places, pairs: settings.pairs,
      deviation: settings.deviation, shaping: settings.ranks ? .centredRanks : .none,
      random: root.split("noise").split(UInt64(update))
    ) { pair, parameters in
      var member = agent
      member.parameters.values = parameters
      var options = HeldOutPlay.Options()
      options.episodes = settings.episodes
      options.part = .training
      options.sampling = settings.samples ? draws.split(UInt64(pair)) : nil
      let play = try HeldOutPlay(
        of: member, in: environment, random: levels.split(UInt64(pair)), options)
      played.add(Double(play.lengths.reduce(0, +)), slice: pair)
      return play.meanReturn
    }
    var slopes = estimate.gradient
    for place in places {
      slopes[place] =
        settings.weightDecay * Double(agent.parameters.values[place]) - slopes[place]
    }
    let norm = slopes.map(Float.init).withUnsafeBufferPointer { slopes in
      slopes.baseAddress.map { adam.update(&self.agent.parameters.values, gradient: $0) } ?? 0
    }
    guard norm.isFinite else { throw TrainingError.diverged(step: update) }
    let fitness = estimate.fitness.flatMap { [$0.above, $0.below] }
    means.add(.fitness, fitness.reduce(0, +), count: fitness.count)
    means.add(.best, fitness.max() ?? 0)
    means.add(.gradientNorm, norm)
    steps += Int(played.total(0))
    counted.addPasses(Int(played.total(0)), agent)
    update += 1
  }
}
