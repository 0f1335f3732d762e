import Agents
import Environments
import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import Training

private func configuration(
  _ environment: any TaskDistribution, _ architecture: String,
  _ settings: [String: String] = [:], updates: Int,
  change: (inout SupervisedSettings) -> Void = { _ in }
) -> RunConfiguration {
  var training = SupervisedSettings()
  training.updates = updates
  change(&training)
  return RunConfiguration(
    name: "samples", environment: environment, architecture: architecture,
    architectureSettings: ArchitectureConfiguration(settings), training: training)
}

private func small() -> RegressionTask {
  var task = RegressionTask()
  (task.dimension, task.pairs, task.outputs) = (3, 6, 2)
  return task
}

private func trained(_ configuration: RunConfiguration) throws -> any Trainer {
  var trainer = try configuration.makeTrainer()
  while !trainer.isDone { try trainer.advance() }
  return trainer
}

@Suite(.serialized) struct SupervisedResumeTests {
  @Test(arguments: [LinearAttention.name, Transformer.name])
  func aStoppedRegressionEndsAsIfItHadNotBeen(architecture: String) throws {
    let settings = architecture == Transformer.name ? ["channels": "8", "blocks": "1"] : [:]
    try TrainerLaws.resumesAndDoesNotDependOnThreads(
      configuration(small(), architecture, settings, updates: 30) {
        $0.batch = 10
        $0.evaluationSamples = 50
      }, stops: [1, 13, 29])
  }

  @Test func aStoppedClassificationEndsAsIfItHadNotBeen() throws {
    try TrainerLaws.resumesAndDoesNotDependOnThreads(
      configuration(
        CountingTask(), ImageClassifier.name, ["channels": "8", "blocks": "1"], updates: 12
      ) {
        $0.batch = 6
        $0.evaluationSamples = 20
      }, stops: [5])
  }
}

@Test func aDamagedStateOfSamplesIsRefused() throws {
  try TrainerLaws.refusesDamage(
    configuration(small(), LinearAttention.name, updates: 30), after: 3)
}

@Test func linearAttentionFindsOneStepOfGradientDescent() throws {
  // At d = N = 4 the best step has the error that the closed form gives.
  var task = RegressionTask()
  (task.dimension, task.pairs) = (4, 4)
  let trainer = try trained(
    configuration(task, LinearAttention.name, updates: 1200) {
      $0.batch = 128
      $0.learningRate = 0.01
    })
  let fresh = HeldOutSamples(task, count: 20_000, random: RandomStream(seed: 99))
  let error = try fresh.measure(trainer.agent).loss
  #expect(error < 1.06 * task.oneStepOptimum.error)
  // No network of this form does better than one step of descent, up to the draw of the samples.
  #expect(error > 0.95 * task.oneStepOptimum.error)
  #expect(task.zeroError > 1.5 * task.oneStepOptimum.error)
}

@Test func theTrainingsMeasureIsThatOfFreshSamples() throws {
  let task = small()
  var trainer = try configuration(task, LinearAttention.name, updates: 2).makeTrainer()
  let row = try trainer.measure()
  let loss = try #require(row.values[3])
  // The untrained network answers next to nothing, so that the loss is near that of zero.
  #expect(abs(loss / (Double(task.outputs) * task.zeroError) - 1) < 0.3)
  #expect(row.values[1] == nil && row.values[4] == nil)
  try trainer.advance()
  let next = try trainer.measure()
  #expect(next.values[0] == 128 && next.values[1] != nil && next.values[3] != loss)
  // Measured again with nothing in between.
  let again = try trainer.measure()
  #expect(again.values[1] == nil && again.values[3] == next.values[3])
}

@Test func theAccuracyIsTheShareOfAnswersThatAreRight() throws {
  var task = CountingTask()
  (task.side, task.largest) = (6, 3)
  let configuration = configuration(
    task, ImageClassifier.name, ["channels": "8", "blocks": "0", "read-width": "16"], updates: 1)
  var agent = try configuration.makeTrainer().agent
  // A network that always answers 2, with a known probability.
  agent.parameters["read/policy/weight"] = Tensor(shape: [16, 4])
  agent.parameters["read/policy/bias"] = Tensor(shape: [4], elements: [0, 0, 5, 0])
  let random = RandomStream(seed: 4)
  let result = try HeldOutSamples(task, count: 500, random: random).measure(agent)
  let labels = task.samples(0..<500, drawnFrom: random).targets.elements
  let share = Double(labels.filter { $0 == 2 }.count) / 500
  #expect(result.accuracy == share && share > 0.15)
  let total = 3 + exp(5.0)
  let expected = share * -log(exp(5.0) / total) + (1 - share) * -log(1 / total)
  #expect(abs(result.loss - expected) < 1e-6)
}

@Test func aTaskWithoutSamplesIsRefused() throws {
  #expect(
    throws: TrainingError.methodNeeds(
      method: "supervised", needs: "a task of samples with their targets",
      environment: "red-door")
  ) {
    _ = try configuration(RedDoorEnvironment(), Residual.name, updates: 1).makeTrainer()
  }
}

@Test func everyUpdateSeesSamplesOfItsOwn() throws {
  // With next to no learning the mean loss is that of the samples one after the other.
  let task = small()
  let configuration = configuration(task, LinearAttention.name, updates: 3) {
    $0.batch = 10
    $0.learningRate = 1e-9
  }
  var trainer = try configuration.makeTrainer()
  let stream = RandomStream(seed: 1).split("samples")
  let expected = try HeldOutSamples(task, count: 30, random: stream).measure(trainer.agent).loss
  let first = try HeldOutSamples(task, count: 10, random: stream).measure(trainer.agent).loss
  while !trainer.isDone { try trainer.advance() }
  let loss = try #require(trainer.measure().values[1])
  #expect(abs(loss / expected - 1) < 1e-5 && abs(loss / first - 1) > 1e-3)
}
