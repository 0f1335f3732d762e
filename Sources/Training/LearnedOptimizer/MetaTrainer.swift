package import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage
import Synchronization

/// M8's training: the optimizer's parameters go down the gradient of the values that it comes
/// through, summed over the steps, by backpropagation through `unroll` of its own steps at a time
/// (Andrychowicz et al., 2016).
///
/// Problems last `horizon` steps; what the optimizer carries goes from one update to the next
/// without a gradient.
package struct MetaTrainer: Trainer {
  package let configuration: RunConfiguration
  package private(set) var agent: Agent
  package private(set) var update = 0
  private let settings: MetaSettings
  private let task: QuadraticProblems
  private var adam: Adam
  private var tally = LossTally()
  private var counted: OperationCount
  private var batch: ProblemBatch

  private let engine: GradientEngine
  private let problems: RandomStream
  private let contest: OptimizerContest

  /// A trainer before its first update.
  ///
  /// - Throws: ``TrainingError/methodNeeds(method:needs:environment:)`` for anything but the
  ///   quadratic problems.
  package init(_ configuration: RunConfiguration, _ settings: MetaSettings) throws {
    guard let task = configuration.environment as? QuadraticProblems else {
      throw TrainingError.methodNeeds(
        method: MetaSettings.method, needs: "problems to minimize",
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
    problems = root.split("problems")
    batch = Self.fresh(task, settings, update: 0, problems)
    contest = OptimizerContest(
      task, count: settings.evaluationProblems, tuning: settings.tuningProblems,
      steps: settings.horizon, random: root.split("evaluation"))
  }

  /// The problems that are under way at an update, before their first step.
  private static func fresh(
    _ task: QuadraticProblems, _ settings: MetaSettings, update: Int, _ random: RandomStream
  ) -> ProblemBatch {
    let first = update / settings.segments * settings.problems
    return ProblemBatch(task, numbers: first..<first + settings.problems, random: random)
  }

  package mutating func advance() throws {
    if update % settings.segments == 0 {
      batch = Self.fresh(task, settings, update: update, problems)
    }
    let (architecture, batch) = (agent.architecture, batch)
    let (steps, scale) = (settings.unroll, 1 / Float(settings.unroll * settings.problems))
    let parts = Mutex<[Int: ProblemBatch]>([:])
    let loss = engine.evaluate(agent.parameters) { slice, tape in
      let range = GradientEngine.samples(of: slice, in: batch.problems.count)
      guard !range.isEmpty else { return nil }
      var part = batch[range]
      var values: [[Double]] = []
      let total = part.unroll(architecture, steps: steps, on: tape, values: &values)
      let done = part
      parts.withLock { $0[slice] = done }
      return total.map { tape.scale($0, by: scale) }
    }
    let moved = parts.withLock { parts in
      ProblemBatch(joining: (0..<GradientEngine.sliceCount).compactMap { parts[$0] })
    }
    adam.learningRate = settings.schedule.rate(at: update)
    let norm = adam.update(&agent.parameters.values, gradient: engine.gradient)
    guard norm.isFinite, loss.isFinite else { throw TrainingError.diverged(step: update) }
    self.batch = moved
    tally.add(loss: loss, norm: norm)
    counted.addGradients(steps * moved.theta.count, agent, ticks: 0)
    update += 1
  }
}

extension MetaTrainer {
  package var operations: Int { counted.total }

  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(adam)
    result.setTally(tally)
    // Between two sets of problems there is nothing to keep.
    if update % settings.segments != 0 {
      result.setArray(batch.theta, for: "problems/theta")
      for (memory, values) in zip(agent.architecture.memory, batch.memory) {
        result.setArray(values, for: "problems/\(memory.name)")
      }
    }
    return result
  }

  /// Takes a training up where its checkpoint left it.
  ///
  /// - Throws: when the checkpoint does not fit the configuration or its state is damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: MetaSettings, resuming checkpoint: Checkpoint
  ) throws {
    try self.init(configuration, settings)
    agent = try Agent(agent.architecture, tensors: checkpoint.parameters)
    update = checkpoint.step
    try checkpoint.restore(&adam, updates: update...update)
    tally = try checkpoint.tally()
    counted = try OperationCount(configuration, resuming: checkpoint)
    guard update % settings.segments != 0 else { return }
    batch = Self.fresh(task, settings, update: update, problems)
    batch.theta = try checkpoint.array("problems/theta", count: batch.theta.count)
    let coordinates = batch.theta.count
    batch.memory = try agent.architecture.memory.map {
      try checkpoint.array("problems/\($0.name)", count: coordinates * $0.channels)
    }
  }

  package var columns: [String] {
    [
      "problems", "loss", "gradient_norm", "mean_value", "final_value", "descent_mean_value",
      "descent_final_value", "adam_mean_value", "adam_final_value", "better_than_descent",
    ]
  }

  package mutating func measure() throws -> Measurement {
    let learned = contest.figures(of: agent)
    let figures = tally
    tally = LossTally()
    let descent = contest.baselines[0]
    let better = zip(learned.finals, descent.final.finals).filter { $0 < $1 }.count
    let done = (update + settings.segments - 1) / settings.segments * settings.problems
    return Measurement(
      values: [
        Double(done), figures.meanLoss, figures.meanNorm, learned.mean, learned.final,
        descent.mean.mean, descent.final.final, contest.baselines[1].mean.mean,
        contest.baselines[1].final.final, Double(better) / Double(learned.finals.count),
      ],
      summary: "mean value \(Self.rounded(learned.mean)) (tuned descent "
        + "\(Self.rounded(descent.mean.mean)))")
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
