import Environments
import LinearAlgebra
import Testing

/// The rewards of an episode played by a rule.
private func rewards<Running: OracleEpisode>(
  _ episode: Running, planes: Int, _ choose: (Running, [Float]) -> Int
) -> [Float] {
  var episode = episode
  var observation = [Float](repeating: 0, count: planes)
  observation.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
  var rewards: [Float] = []
  while true {
    let action = choose(episode, observation)
    let outcome = observation.withUnsafeMutableBufferPointer {
      episode.step(action, updating: $0)
    }
    rewards.append(outcome.reward)
    if outcome.isOver { return rewards }
  }
}

@Test func whatTheIdentityShowsIsWhatPays() throws {
  let environment = try IdentityEnvironment(configuration: ["actions": "5", "steps": "50"])
  let episode = try environment.episode(drawnFrom: RandomStream(seed: 2), part: .training)
  let right = rewards(episode, planes: 5) { $1.firstIndex(of: 1) ?? -1 }
  #expect(right == [Float](repeating: 1, count: 50))
  let wrong = rewards(episode, planes: 5) { (($1.firstIndex(of: 1) ?? -1) + 1) % 5 }
  #expect(wrong == [Float](repeating: 0, count: 50))
  #expect(Set(episode.targets) == Set(0..<5))
}

@Test func aFixedSequencePaysItsActionsInTheirOrder() throws {
  let environment = try FixedSequenceEnvironment(
    configuration: ["sequence": "1, 0,2", "observation": "constant"])
  let episode = try environment.episode(drawnFrom: RandomStream(seed: 2), part: .training)
  #expect(rewards(episode, planes: 1) { episode, _ in [1, 0, 2][episode.steps] } == [1, 1, 1])
  #expect(rewards(episode, planes: 1) { _, _ in 0 } == [0, 1, 0])
  #expect(rewards(episode, planes: 1) { $1 == [1] ? 2 : 0 } == [0, 0, 1])
}

@Test func fixedArmsPayAsOftenAsTheyShould() throws {
  let environment = try FixedArmsEnvironment(
    configuration: ["probabilities": "0.3, 0.9, 0.9", "steps": "1000"])
  let episode = try environment.episode(drawnFrom: RandomStream(seed: 2), part: .training)
  #expect(episode.optimalActions == ActionSet([1, 2]))
  for (arm, probability) in [(0, 0.3), (1, 0.9)] {
    let mean = rewards(episode, planes: 1) { _, _ in arm }.reduce(0, +) / 1000
    let deviation = (probability * (1 - probability) / 1000).squareRoot()
    #expect(abs(Double(mean) - probability) < 4 * deviation)
  }
}
