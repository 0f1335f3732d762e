import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import Training

/// Goes where its memory tells it: a network that counts the passes it has made.
private struct CountingNetwork: Architecture {
  static let name = "counting"
  let actions: Int
  var configuration: ArchitectureConfiguration { ArchitectureConfiguration() }
  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.add("unused", [1], .constant(0))
    return layout
  }
  var sites: [SiteDescription] { [] }
  var memory: [MemoryDescription] { [MemoryDescription("count", channels: 1, isMap: false)] }

  func forward(_ input: AgentInput, on tape: Tape) -> Variable { heads(input, on: tape).policy }

  func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    let batch = tape[input.observations].extent.batch
    let one = tape.input(.vectors(batch, 1)) { $0.update(repeating: 1) }
    let before = input.memory.first ?? tape.input(.vectors(batch, 1)) { $0.update(repeating: 0) }
    let policy = tape.input(.vectors(batch, actions)) { target in
      target.update(repeating: 0)
      for row in 0..<batch {
        target[row * actions + Int(tape[before].value[row]) % actions] = 50
      }
    }
    return AgentHeads(policy: policy, memory: [tape.add(before, one)])
  }
}

private let counting = Agent(
  CountingNetwork(actions: 3), parameters: ParameterSet(CountingNetwork(actions: 3).layout))

private func play(_ change: (inout HeldOutPlay.Options) -> Void = { _ in }) throws -> HeldOutPlay {
  var environment = FixedSequenceEnvironment()
  environment.sequence = [0, 1, 2, 0, 1]
  var options = HeldOutPlay.Options()
  options.episodes = 37
  change(&options)
  return try HeldOutPlay(
    of: counting, in: environment, random: RandomStream(seed: 1), options)
}

@Test func memoryIsCarriedFromStepToStepAndBeginsAtZero() throws {
  let played = try play()
  #expect(played.returns == [Double](repeating: 5, count: 37))
  #expect(played.lengths == [Int](repeating: 5, count: 37))
  #expect(played.meanReturn == 5)
  // Draws from a policy that is all but certain are its best actions.
  #expect(try play { $0.sampling = RandomStream(seed: 2) }.returns == played.returns)
}

@Test func thinkingStepsPassTheMemoryOnWhileTheEpisodeStandsStill() throws {
  // After three passes the count is back at the first action; after one it is off by one.
  #expect(try play { $0.thinkingSteps = 3 }.meanReturn == 5)
  #expect(try play { $0.thinkingSteps = 1 }.meanReturn == 0)
}

@Test func playIsTheSameOnAnyNumberOfThreadsAndAnEpisodeDependsOnItsNumberAlone() throws {
  let agent = Agent(
    RecurrentResidual(planes: 13, channels: 4, ticks: 3),
    drawnFrom: RandomStream(seed: 1))
  func played(_ count: Int, _ sampling: RandomStream?) throws -> HeldOutPlay {
    var options = HeldOutPlay.Options()
    options.episodes = count
    options.sampling = sampling
    return try HeldOutPlay(
      of: agent, in: LearnerSpecimen.maze, random: RandomStream(seed: 3), options)
  }
  for sampling in [nil, RandomStream(seed: 7)] {
    let all = try ThreadCounts.oneTwoThree { try played(50, sampling) }
    #expect(all[1] == all[0] && all[2] == all[0])
    #expect(Set(all[0].lengths).count > 3)
    #expect(all[0].solved.contains(true) && all[0].solved.contains(false))
    let fewer = try played(32, sampling)
    #expect(Array(all[0].returns.prefix(32)) == fewer.returns)
  }
  #expect(try played(50, nil) != played(50, RandomStream(seed: 7)))
}

@Test func returnsAreThoseOfTheStepsAndSolvedMeansTheDoor() throws {
  let agent = Agent(
    RecurrentResidual(planes: 13, channels: 4, ticks: 3), drawnFrom: RandomStream(seed: 1))
  var options = HeldOutPlay.Options()
  options.episodes = 60
  options.sampling = RandomStream(seed: 7)
  let played = try HeldOutPlay(
    of: agent, in: LearnerSpecimen.maze, random: RandomStream(seed: 3), options)
  for episode in 0..<60 {
    let goal = played.solved[episode] ? 1.0 : 0
    let expected = goal - 0.01 * Double(played.lengths[episode])
    #expect(abs(played.returns[episode] - expected) < 1e-5)
  }
  #expect(played.solveRate == Double(played.solved.filter { $0 }.count) / 60)
  // Nearly uniform over four actions.
  #expect(abs(played.meanEntropy - 1.386) < 0.1)
}
