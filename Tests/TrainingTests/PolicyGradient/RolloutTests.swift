import Agents
import Environments
import Foundation
import LinearAlgebra
import NeuralNetworks
import Testing
import Training

/// The network's own heads, computed step by step for one slot with the memory that it would have.
private func replayed(_ agent: Agent, _ rollout: Rollout, slot: Int) throws -> [Double] {
  var memory = rollout.memory.map { tensor in
    let width = tensor.count / rollout.slots
    return Tensor(
      shape: [1] + tensor.shape.dropFirst(),
      elements: Array(tensor.elements[slot * width..<(slot + 1) * width]))
  }
  var logProbabilities: [Double] = []
  for step in 0..<rollout.steps {
    let sample = step * rollout.slots + slot
    let count = rollout.shape.count
    let observation = Tensor(
      shape: [1, rollout.shape.rows, rollout.shape.columns, rollout.shape.planes],
      elements: Array(rollout.observations[sample * count..<(sample + 1) * count]))
    let output = try agent.run(observation, reads: [[rollout.reads[sample]]], memory: memory)
    let policy = ActionDistribution(output.logits.row(0))
    logProbabilities.append(policy.logProbabilities[Int(rollout.actions[sample])])
    memory = output.memory
    if rollout.ends[sample] { memory = memory.map { Tensor(shape: $0.shape) } }
  }
  return logProbabilities
}

private struct Collected {
  let agent: Agent
  let rollout: Rollout

  init(_ specimen: LearnerSpecimen, rollouts: Int = 3) throws {
    let configuration = specimen.configuration()
    var agent = Agent(
      try configuration.makeArchitecture(), drawnFrom: RandomStream(seed: 1))
    // Larger outputs than those of a fresh network, so that memory shows in them.
    for name in agent.parameters.layout.headWeights {
      var tensor = agent.parameters[name]
      for index in tensor.elements.indices { tensor.elements[index] += Float(index % 5 - 2) }
      agent.parameters[name] = tensor
    }
    self.agent = agent
    var settings = RolloutSettings()
    settings.episodes = 5
    settings.steps = 11
    var collector = try RolloutCollector(
      specimen.environment, settings, agent: agent, random: RandomStream(seed: 2))
    var (finished, entropy) = ([RolloutCollector.Finished](), 0.0)
    var last: Rollout?
    for number in 0..<rollouts {
      last = try collector.collect(
        agent, ticks: nil, random: RandomStream(seed: UInt64(number)), finished: &finished,
        entropy: &entropy)
    }
    rollout = try #require(last)
  }
}

private let specimens = LearnerSpecimen.all.filter { $0.description.hasPrefix("PPO") }

@Test(arguments: specimens)
private func whatWasDoneIsWhatTheNetworkDoesWithTheMemoryItHad(
  _ specimen: LearnerSpecimen
) throws {
  let collected = try Collected(specimen)
  let rollout = collected.rollout
  // Episodes end, and go on from the rollout before.
  #expect(rollout.ends.contains(true))
  if !collected.agent.architecture.memory.isEmpty {
    #expect(rollout.memory.contains { $0.elements.contains { $0 != 0 } })
  }
  for slot in 0..<rollout.slots {
    for (step, expected) in try replayed(collected.agent, rollout, slot: slot).enumerated() {
      let found = Double(rollout.logProbabilities[step * rollout.slots + slot])
      #expect(abs(found - expected) < 1e-4, "slot \(slot), step \(step)")
    }
  }
}

@Test(arguments: specimens)
private func theTapeComputesWhatWasDoneThroughTime(_ specimen: LearnerSpecimen) throws {
  let collected = try Collected(specimen)
  let (agent, rollout) = (collected.agent, collected.rollout)
  let slots = [3, 0, 4]
  let tape = Tape()
  agent.parameters.values.withUnsafeBufferPointer { values in
    guard let base = values.baseAddress else { return }
    tape.begin(layout: agent.parameters.layout, parameters: base)
    var pass = RolloutPass(rollout, agent, on: tape)
    if agent.architecture.memory.isEmpty {
      pass.record(
        samples: (0..<rollout.steps).flatMap { step in
          slots.map { step * rollout.slots + $0 }
        })
      #expect(pass.parts.count == 1)
    } else {
      let memory = pass.record(slots: slots)
      #expect(pass.parts.count == rollout.steps)
      for (row, value) in pass.lastValues(slots: slots, memory: memory).enumerated() {
        #expect(abs(value - Double(rollout.lastValues[slots[row]])) < 1e-4)
      }
    }
    for part in pass.parts {
      let logits = pass.numbers(part.heads.policy)
      let found = pass.numbers(part.heads.value)
      let width = logits.count / part.samples.count
      for (row, sample) in part.samples.enumerated() {
        #expect(abs(found[row] - Double(rollout.values[sample])) < 1e-4)
        let policy = ActionDistribution(
          logits[row * width..<(row + 1) * width].map { Float($0) }[...])
        let logProbability = policy.logProbabilities[Int(rollout.actions[sample])]
        #expect(abs(logProbability - Double(rollout.logProbabilities[sample])) < 1e-4)
      }
    }
  }
}

@Test func rewardsAreScaledAndAnEpisodeThatIsCutGetsTheValueOfItsLastState() throws {
  var environment = TwoStateEnvironment()
  environment.limit = 3
  environment.slip = 0
  let network = Residual(
    planes: 2, channels: 4, actions: 2, blocks: 0, readWidth: 4, hasValue: true)
  var agent = Agent(network, drawnFrom: RandomStream(seed: 1))
  // The same value everywhere.
  agent.parameters["read/value/weight"] = Tensor(shape: [4, 1])
  agent.parameters["read/value/bias"] = Tensor(shape: [1], elements: [10])
  var settings = RolloutSettings()
  settings.episodes = 4
  settings.steps = 6
  settings.discount = 0.5
  settings.rewardScale = 3
  var collector = try RolloutCollector(
    environment, settings, agent: agent, random: RandomStream(seed: 2))
  var (finished, entropy) = ([RolloutCollector.Finished](), 0.0)
  let rollout = try collector.collect(
    agent, ticks: nil, random: RandomStream(seed: 3), finished: &finished, entropy: &entropy)
  #expect(finished.count == 8)
  #expect(finished.allSatisfy { $0.steps == 3 && $0.total >= 0 && $0.total <= 3 })
  for sample in 0..<rollout.count {
    let isLast = sample / 4 % 3 == 2
    #expect(rollout.ends[sample] == isLast)
    let reward = rollout.rewards[sample] - (isLast ? 5 : 0)
    #expect(reward == 0 || reward == 3)
  }
  #expect(Set(rollout.rewards).count == 4)
  #expect(rollout.lastValues == [10, 10, 10, 10])
}
