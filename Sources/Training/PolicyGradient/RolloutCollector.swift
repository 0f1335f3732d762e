package import Agents
package import Environments
package import LinearAlgebra

/// Episodes side by side in which a policy makes steps, with the memory that it carries.
package struct RolloutCollector: Sendable {
  private(set) var episodes: any EpisodeBatching
  /// What is carried into the next step, zero at the first of an episode.
  private(set) var memory: [Tensor]
  /// The sum of rewards, before scaling, of each slot's episode so far.
  private(set) var returns: [Float]
  private let settings: RolloutSettings
  private let shape: ObservationShape

  /// An episode that came to its end.
  package struct Finished: Sendable {
    package let total: Float
    package let steps: Int
    package let isSolved: Bool
  }

  /// - Parameters:
  ///   - agent: any agent of the architecture; says what is carried.
  ///   - resuming: histories of the episodes, what was carried, and returns so far.
  package init(
    _ environment: any Environment, _ settings: RolloutSettings, agent: Agent,
    random: RandomStream,
    resuming: (histories: [EpisodeHistory], memory: [Tensor], returns: [Float])? = nil
  ) throws(EnvironmentError) {
    self.settings = settings
    shape = environment.observationShape
    episodes = try environment.batch(
      count: settings.episodes, random: random, resuming: resuming?.histories)
    memory =
      resuming?.memory
      ?? agent.memoryShapes(episodes.observations.shape).map { Tensor(shape: $0) }
    returns = resuming?.returns ?? [Float](repeating: 0, count: settings.episodes)
  }

  /// Makes the steps of one rollout.
  ///
  /// - Parameters:
  ///   - random: the stream of the actions.
  ///   - finished: receives the episodes that end.
  ///   - entropy: receives the sum over samples of the policy's entropy.
  package mutating func collect(
    _ agent: Agent, ticks: Int?, random: RandomStream, finished: inout [Finished],
    entropy: inout Double
  ) throws -> Rollout {
    let slots = episodes.count
    var random = random
    var rollout = Rollout(
      slots: slots, steps: settings.steps, shape: shape, ticks: ticks, memory: memory)
    rollout.observations.reserveCapacity(rollout.count * shape.count)
    for _ in 0..<settings.steps {
      let output = try observe(agent, ticks, &rollout)
      var actions: [Int] = []
      for slot in 0..<slots {
        let policy = ActionDistribution(output.logits.row(slot))
        let action = random.action(of: policy)
        actions.append(action)
        rollout.actions.append(Int32(action))
        rollout.logProbabilities.append(Float(policy.logProbabilities[action]))
        entropy += policy.entropy
      }
      let lengths = episodes.histories.map(\.actions.count)
      try episodes.step(actions)
      memory = output.memory
      let outcomes = episodes.outcomes
      for slot in 0..<slots {
        returns[slot] += outcomes[slot].reward
        rollout.rewards.append(outcomes[slot].reward * Float(settings.rewardScale))
        rollout.ends.append(outcomes[slot].isOver)
        guard outcomes[slot].isOver else { continue }
        finished.append(
          Finished(
            total: returns[slot], steps: lengths[slot] + 1, isSolved: outcomes[slot].isSolved))
        returns[slot] = 0
      }
      try addValuesOfCutEpisodes(agent, ticks, &rollout)
      forget(outcomes)
    }
    rollout.lastObservations = episodes.observations.elements
    rollout.lastReads = episodes.reads.map { $0[0] }
    rollout.passes += slots
    rollout.lastValues = try agent.run(
      episodes.observations, reads: episodes.reads, ticks: ticks, memory: memory
    ).values
    return rollout
  }

  private func observe(
    _ agent: Agent, _ ticks: Int?, _ rollout: inout Rollout
  ) throws(ArchitectureError) -> AgentOutput {
    let (observations, reads) = (episodes.observations, episodes.reads)
    let output = try agent.run(observations, reads: reads, ticks: ticks, memory: memory)
    rollout.observations.append(contentsOf: observations.elements)
    rollout.reads.append(contentsOf: reads.map { $0[0] })
    rollout.values.append(contentsOf: output.values)
    rollout.passes += reads.count
    return output
  }

  private func addValuesOfCutEpisodes(
    _ agent: Agent, _ ticks: Int?, _ rollout: inout Rollout
  ) throws(ArchitectureError) {
    let cut = episodes.truncations
    guard !cut.isEmpty else { return }
    let observations = Tensor(
      shape: [cut.count, shape.rows, shape.columns, shape.planes],
      elements: cut.flatMap(\.observation))
    let values = try agent.run(
      observations, reads: cut.map { [$0.read] }, ticks: ticks,
      memory: memory.map { $0.samples(cut.map(\.slot)) }
    ).values
    rollout.passes += cut.count
    let start = rollout.rewards.count - rollout.slots
    for (truncation, value) in zip(cut, values) {
      rollout.rewards[start + truncation.slot] += Float(settings.discount) * value
    }
  }

  /// A fresh episode remembers nothing.
  private mutating func forget(_ outcomes: [StepOutcome]) {
    for index in memory.indices {
      let width = memory[index].count / outcomes.count
      for (slot, outcome) in outcomes.enumerated() where outcome.isOver {
        for element in slot * width..<(slot + 1) * width { memory[index].elements[element] = 0 }
      }
    }
  }
}
