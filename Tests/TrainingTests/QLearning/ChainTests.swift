import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Testing
import Training

/// The action values that a network gives in the chain's states.
private func actionValues(_ agent: Agent, length: Int) throws -> [[Double]] {
  var states = Tensor(shape: [length, 1, 1, length])
  for state in 0..<length { states[state, 0, 0, state] = 1 }
  let output = try agent.run(states, reads: [[Int]](repeating: [0], count: length))
  return (0..<length).map { output.logits.row($0).map(Double.init) }
}

/// Uniform actions show every transition; with one step a target does not depend on who acts.
private func settings(_ environment: ChainEnvironment, isDouble: Bool) -> DQNSettings {
  var settings = DQNSettings()
  settings.updates = 4000
  settings.episodes = 8
  settings.updatesPerStep = 2
  settings.warmUp = 1000
  settings.discount = 0.9
  settings.steps = 1
  settings.exploration = 1
  settings.targetInterval = 40
  settings.learningRate = 0.004
  settings.decayShare = 0.7
  settings.isDouble = isDouble
  settings.measure.episodes = 1
  return settings
}

private func trained(
  _ environment: ChainEnvironment, architecture: String, _ network: [String: String],
  _ settings: DQNSettings
) throws -> [[Double]] {
  let specimen = LearnerSpecimen(
    description: "chain", environment: environment, architecture: architecture,
    settings: network, training: settings)
  return try actionValues(try specimen.trained().agent, length: environment.length)
}

@Test(arguments: [true, false])
func actionValuesOfTheChainAreTheExactOnes(isDouble: Bool) throws {
  let environment = ChainEnvironment()
  let exact = environment.process.optimalActionValues(discount: 0.9)
  let found = try trained(
    environment, architecture: Residual.name,
    ["blocks": "0", "channels": "16", "read-width": "32"],
    settings(environment, isDouble: isDouble))
  for (values, expected) in zip(found.joined(), exact.joined()) {
    #expect(abs(values - expected) < 0.01, "\(found) instead of \(exact)")
  }
}

@Test func theTreeLearnsTheChainAndPredictsItsRewards() throws {
  let environment = ChainEnvironment()
  let exact = environment.process.optimalActionValues(discount: 0.9)
  let specimen = LearnerSpecimen(
    description: "chain", environment: environment, architecture: TreeQNetwork.name,
    settings: ["encoder": "dense", "dims": "16", "discount": "0.9"],
    training: settings(environment, isDouble: true))
  let agent = try specimen.trained().agent
  let found = try actionValues(agent, length: 5)
  for (values, expected) in zip(found.joined(), exact.joined()) {
    #expect(abs(values - expected) < 0.05, "\(found) instead of \(exact)")
  }
  // Rewards in the last state are 0 for left and 1 for right, and two steps before the end the
  // second right of two in a row pays.
  var states = Tensor(shape: [2, 1, 1, 5])
  states[0, 0, 0, 4] = 1
  states[1, 0, 0, 3] = 1
  let sites = ["level.0/rewards", "level.1/rewards"].map { Site($0) }
  let output = try agent.run(states, reads: [[0], [0]], capturing: sites)
  let first = try #require(output.activations[sites[0]])
  let second = try #require(output.activations[sites[1]])
  #expect(abs(first[0, 0, 0, 1] - 1) < 0.1 && abs(first[0, 0, 0, 0]) < 0.1)
  #expect(abs(first[1, 0, 0, 1]) < 0.1)
  #expect(abs(second[1, 0, 1, 1] - 1) < 0.15 && abs(second[1, 0, 0, 1]) < 0.15)
}

@Test func aNetworkWithMemoryIsRefused() throws {
  let specimen = LearnerSpecimen(
    description: "memory", environment: ChainEnvironment(),
    architecture: GatedRecurrentUnit.name, settings: [:], training: DQNSettings())
  do {
    _ = try specimen.configuration().makeTrainer()
    Issue.record("It was accepted.")
  } catch let error as TrainingError {
    #expect(error.description.contains("sees each state anew"))
  }
}

@Test func explorationFallsAlongALineAndThenStays() {
  var settings = DQNSettings()
  settings.updates = 100
  settings.explorationShare = 0.5
  settings.exploration = 0.1
  #expect(settings.exploration(at: 0) == 1)
  #expect(abs(settings.exploration(at: 25) - 0.55) < 1e-12)
  #expect(settings.exploration(at: 50) == 0.1)
  #expect(settings.exploration(at: 100) == 0.1)
}
