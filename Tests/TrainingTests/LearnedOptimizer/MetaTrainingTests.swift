import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing
import Training

private func configuration(
  updates: Int, change: (inout MetaSettings) -> Void = { _ in }
) -> RunConfiguration {
  var task = QuadraticProblems()
  task.dimension = 3
  var training = MetaSettings()
  (training.updates, training.problems) = (updates, 7)
  (training.unroll, training.horizon) = (4, 12)
  (training.evaluationProblems, training.tuningProblems) = (20, 10)
  change(&training)
  return RunConfiguration(
    name: "optimizer", environment: task, architecture: LearnedOptimizer.name,
    architectureSettings: ArchitectureConfiguration(["units": "6"]), training: training)
}

@Suite(.serialized) struct MetaResumeTests {
  @Test func aStoppedOptimizerEndsAsIfItHadNotBeen() throws {
    // A set of problems lasts three updates: stops between two sets and within one.
    try TrainerLaws.resumesAndDoesNotDependOnThreads(
      configuration(updates: 20), stops: [3, 7, 17])
  }
}

@Test(arguments: [4, 6]) func aDamagedStateOfProblemsIsRefused(updates: Int) throws {
  try TrainerLaws.refusesDamage(configuration(updates: 30), after: updates)
}

@Test func theOptimizerComesToLowerValues() throws {
  var trainer = try configuration(updates: 250) {
    $0.problems = 24
    $0.learningRate = 0.01
    $0.evaluationProblems = 100
    $0.tuningProblems = 100
  }.makeTrainer()
  func figures() throws -> [String: Double] {
    let values = try trainer.measure().values
    return Dictionary(
      uniqueKeysWithValues: zip(trainer.columns, values).compactMap { name, value in
        value.map { (name, $0) }
      })
  }
  let before = try figures()
  while !trainer.isDone { try trainer.advance() }
  let after = try figures()
  let (first, last) = (try #require(before["mean_value"]), try #require(after["mean_value"]))
  #expect(last < 0.6 * first)
  // The optimizers that were written by hand are what they were.
  for name in ["descent_mean_value", "descent_final_value", "adam_mean_value"] {
    #expect(before[name] == after[name] && (after[name] ?? 0) > 0)
  }
  #expect(after["problems"] == Double(84 * 24))
}

@Test func theValuesSummedAreThoseOfTheProblems() throws {
  // An optimizer whose outputs are zero leaves every problem at its start.
  let settings = configuration(updates: 1)
  var agent = try settings.makeTrainer().agent
  agent.parameters["update/weight"] = Tensor(shape: [6, 1])
  var idle = settings
  idle.training = {
    var training = MetaSettings()
    (training.updates, training.problems, training.unroll) = (1, 5, 2)
    (training.horizon, training.evaluationProblems, training.tuningProblems) = (2, 4, 2)
    return training
  }()
  var trainer = try idle.makeTrainer()
  let checkpoint = trainer.checkpoint
  var still = checkpoint
  still.parameters = agent.parameters.tensors
  trainer = try idle.training.makeTrainer(idle, resuming: still)
  let values = try trainer.measure().values
  try trainer.advance()
  let loss = try #require(trainer.measure().values[1])
  var task = QuadraticProblems()
  task.dimension = 3
  func mean(_ count: Int, _ random: RandomStream) -> Double {
    (0..<count).map { number in
      let problem = task.problem(drawnFrom: random.split(UInt64(number)))
      return problem.evaluate(at: problem.start.map(Double.init)).value
    }.reduce(0, +) / Double(count)
  }
  let root = RandomStream(seed: 1)
  #expect(abs(loss / mean(5, root.split("problems")) - 1) < 1e-5)
  let held = mean(4, root.split("evaluation").split("held-out"))
  #expect(abs((values[3] ?? 0) / held - 1) < 1e-5 && abs((values[4] ?? 0) / held - 1) < 1e-5)
}

@Test func gradientsOfProblemsAreThoseOfDifferences() {
  var task = QuadraticProblems()
  task.dimension = 4
  let problem = task.problem(drawnFrom: RandomStream(seed: 5))
  let theta = [0.3, -1, 2, 0.5]
  let gradient = problem.evaluate(at: theta).gradient
  for index in theta.indices {
    var (above, below) = (theta, theta)
    above[index] += 1e-5
    below[index] -= 1e-5
    let slope = (problem.evaluate(at: above).value - problem.evaluate(at: below).value) / 2e-5
    #expect(abs(slope - gradient[index]) < 1e-6)
  }
}

@Test func tunedOptimizersDoBetterThanUntunedOnes() {
  let task = QuadraticProblems()
  let problems = (0..<40).map { task.problem(drawnFrom: RandomStream(seed: 5).split(UInt64($0))) }
  for kind in BaselineOptimizers.Kind.allCases {
    let rates = BaselineOptimizers.tuned(kind, on: problems, steps: 30)
    let best = BaselineOptimizers.run(kind, rate: rates.mean, on: problems, steps: 30)
    let final = BaselineOptimizers.run(kind, rate: rates.final, on: problems, steps: 30)
    for rate in BaselineOptimizers.rates {
      let other = BaselineOptimizers.run(kind, rate: rate, on: problems, steps: 30)
      #expect(!(other.mean < best.mean) && !(other.final < final.final))
    }
    // Not at the edge of what is tried.
    for rate in [rates.mean, rates.final] {
      #expect(rate > 2 * BaselineOptimizers.rates[0] && rate < 9)
    }
  }
}

@Test func oneStepOfEachOptimizerIsItsFormula() {
  // f = (2 theta - 6)^2 from theta = 1: gradient 2 * 2 * (2 - 6) = -16.
  let problem = QuadraticProblem(matrix: [2], target: [6], start: [1])
  let descent = BaselineOptimizers.run(.descent, rate: 0.05, on: [problem], steps: 1)
  #expect(abs(descent.final - pow2(2 * 1.8 - 6)) < 1e-12)
  // Adam's first step has the length of the rate.
  let adam = BaselineOptimizers.run(.adam, rate: 0.05, on: [problem], steps: 1)
  #expect(abs(adam.final - pow2(2 * 1.05 - 6)) < 1e-6)
}

private func pow2(_ value: Double) -> Double { value * value }

@Test func aHorizonThatUnrollsDoNotFillIsRefused() {
  #expect(
    throws: TrainingError.badValue(
      key: "horizon", value: "50", allowed: "a multiple of unroll, 20")
  ) { _ = try MetaSettings(SettingReader(["horizon": "50"])) }
}
