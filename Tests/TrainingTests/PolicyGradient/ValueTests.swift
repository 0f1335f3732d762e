import Agents
import Environments
import Foundation
import LinearAlgebra
import Testing
import Training

/// Value and policy in each of the two states.
private func heads(_ agent: Agent) throws -> (values: [Double], policy: [[Double]]) {
  let output = try agent.run(
    Tensor(shape: [2, 1, 1, 2], elements: [1, 0, 0, 1]), reads: [[0], [0]])
  let policy = (0..<2).map { row in
    let weights = output.logits.row(row).map { exp(Double($0)) }
    return weights.map { $0 / weights.reduce(0, +) }
  }
  return (output.values.map(Double.init), policy)
}

/// Episodes are cut after a few steps: without the value of the state where they were, both values
/// would come out at less than a half of what they are.
private func check(_ training: any MethodSettings, discount: Double) throws {
  var environment = TwoStateEnvironment()
  environment.limit = 8
  let specimen = LearnerSpecimen(
    description: "two states", environment: environment, architecture: Residual.name,
    settings: ["blocks": "0", "channels": "8", "read-width": "16", "value-head": "true"],
    training: training)
  let (values, policy) = try heads(try specimen.trained().agent)
  let exact = environment.process.values(of: policy, discount: discount)
  for (value, expected) in zip(values, exact) {
    #expect(abs(value - expected) < 0.01 * expected, "\(values) instead of \(exact)")
  }
  // Whichever state, the way to the second one pays.
  #expect(policy[0][1] > 0.8 && policy[1][0] > 0.8)
}

@Test func valuesOfProximalPolicyOptimizationAreThoseOfTheProcess() throws {
  var settings = PPOSettings()
  settings.updates = 250
  settings.rollout.episodes = 32
  settings.rollout.steps = 16
  settings.rollout.discount = 0.9
  settings.learningRate = 0.004
  settings.decayShare = 0.8
  settings.entropy = 0.05
  try check(settings, discount: 0.9)
}

@Test func valuesOfVTraceAreThoseOfTheProcess() throws {
  var settings = VTraceSettings()
  settings.updates = 900
  settings.rollout.episodes = 32
  settings.rollout.steps = 16
  settings.rollout.discount = 0.9
  settings.lag = 2
  settings.learningRate = 0.01
  settings.entropy = 0.05
  settings.logitPenalty = 0
  settings.headPenalty = 0
  try check(settings, discount: 0.9)
}
