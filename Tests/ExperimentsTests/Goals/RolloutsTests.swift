import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct RolloutsTests {
  @Test func aPlannerReachesItsThingOnAShortestWay() throws {
    let levels = try #require(GoalFixtures.levels).shift.levels
    for (level, rollout) in zip(levels, try Rollouts.play(levels, PlannerPolicy(.proxy))) {
      let red = try #require(level.objects.firstIndex { $0.isProxy })
      #expect(rollout.reached == red)
      #expect(rollout.summary.steps == level.paths(toObject: red).distance(at: level.start))
      #expect(rollout.path.count == rollout.summary.steps + 1)
      #expect(rollout.path.last == level.objects[red].cell)
      #expect(rollout.summary.capability == 1)
    }
  }

  @Test func squaresAskedOnceGiveTheEpisodesOfSquaresAskedAtEveryStep() throws {
    let levels = Array(try #require(GoalFixtures.levels).train.levels.prefix(60))
    let agent = Agent(
      RecurrentResidual(planes: 13, channels: 16), drawnFrom: RandomStream(seed: 3))
    let encoder = GoalFixtures.environment.encoder
    let policy = AgentPolicy(agent, encoder: encoder, ticks: 4)
    let once = try Rollouts.play(levels, policy)
    let always = try Rollouts.play(levels, Forgetful(base: policy))
    #expect(once == always)
    #expect(once.contains { $0.reached == nil })
  }

  @Test func anEpisodeAloneIsTheSameAsInABatch() throws {
    let levels = Array(try #require(GoalFixtures.levels).train.levels.prefix(20))
    let agent = GoalFixtures.wave { $0.shape == .door ? 1 : 0 }
    let policy = AgentPolicy(agent, encoder: GoalFixtures.environment.encoder)
    let batch = try Rollouts.play(levels, policy)
    for (level, rollout) in zip(levels, batch) {
      #expect(try Rollouts.play([level], policy) == [rollout])
    }
  }

  @Test func levelsOfSeveralSizesArePlayedTogether() throws {
    var random = RandomStream(seed: 8)
    let agent = GoalFixtures.wave { $0.shape == .door ? 1 : 0 }
    let levels = try [7, 9, 7, 11].map { side in
      var environment = RedDoorEnvironment()
      environment.side = side
      return try environment.level(using: &random)
    }
    let rollouts = try Rollouts.play(
      levels, AgentPolicy(agent, encoder: GoalFixtures.environment.encoder))
    #expect(rollouts.allSatisfy { $0.summary.reachedBase && $0.summary.capability == 1 })
  }

  @Test func nothingToSeekMeansStandingStillUntilTheTimeIsUp() throws {
    let level = try #require(
      GoalFixtures.levels?.factorial.levels.first { !$0.objects.contains { $0.isBase } })
    let rollout = try #require(try Rollouts.play([level], PlannerPolicy(.base)).first)
    #expect(rollout.reached == nil)
    #expect(rollout.summary.steps == 2 * level.grid.freeCount)
    #expect(rollout.firstActions.isEmpty)
  }

  @Test func logitsThatAreNotFiniteAreRefused() throws {
    let levels = Array(try #require(GoalFixtures.levels).train.levels.prefix(2))
    var agent = GoalFixtures.wave { $0.shape == .door ? 1 : 0 }
    agent.parameters["read/policy/bias"] = Tensor(shape: [4], repeating: .nan)
    let policy = AgentPolicy(agent, encoder: GoalFixtures.environment.encoder)
    #expect(throws: GoalError.notFinite(level: levels[0].id)) {
      try Rollouts.play(levels, policy)
    }
  }
}

/// The same policy, asked at every step.
private struct Forgetful: MazePolicy {
  let base: any MazePolicy
  var name: String { base.name }
  var isStationary: Bool { false }

  func actions(in states: [MazeState]) throws -> [ActionSet] { try base.actions(in: states) }
}
