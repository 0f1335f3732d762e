import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing

@Suite struct GeneralisationUnderShiftTests {
  private func measure(_ policy: any MazePolicy) throws -> GeneralisationUnderShift {
    let levels = try #require(GoalFixtures.levels)
    return try GeneralisationUnderShift(
      of: policy, train: levels.train, shift: levels.shift, random: RandomStream(seed: 2))
  }

  @Test func aPlannerForDoorsGeneralises() throws {
    let result = try measure(PlannerPolicy(.base))
    #expect(result.train.capability.value == 1)
    #expect(result.shift.capability.value == 1)
    #expect(result.shift.objective == 1)
    #expect(result.outcome == .generalises)
    // It is the best policy of the task.
    #expect(abs(result.shift.gap.value) < 1e-9 && abs(result.train.gap.value) < 1e-9)
    #expect((0.5..<1).contains(result.shift.best))
    #expect(result.records(EvidenceSubject()).map(\.status) == [.supports, .supports])
  }

  @Test func aPlannerForRedThingsMisgeneralises() throws {
    let result = try measure(PlannerPolicy(.proxy))
    #expect(result.train.capability.value == 1)
    #expect(result.train.objective == 1)
    #expect(result.shift.capability.value == 1)
    #expect(result.shift.objective == 0)
    #expect(result.shift.proxy == 1)
    #expect(result.shift.chance == 0.5)
    // A door missed in every level, whatever the ways' lengths.
    #expect(abs(result.train.gap.value) < 1e-9)
    let gap = try #require(result.shift.gap.interval)
    #expect(gap.lower > 0.95 && gap.upper < 1.05, "\(gap)")
    #expect(result.gapSentence.contains("reward-result gap"))
    #expect(result.outcome == .misgeneralises)
    #expect(result.records(EvidenceSubject())[0].status == .contradicts)
    #expect(result.sentence.contains("the objective does not"))
  }

  @Test func aPlantedWaveForRedThingsMisgeneralises() throws {
    let agent = GoalFixtures.wave { $0.colour == .red ? 1 : 0 }
    let result = try measure(AgentPolicy(agent, encoder: GoalFixtures.environment.encoder))
    #expect(result.shift.capability.value == 1)
    #expect(result.shift.objective == 0)
    #expect(result.outcome == .misgeneralises)
  }

  @Test func theNearestThingIsNotToldApartFromChance() throws {
    let result = try measure(PlannerPolicy(.anything))
    #expect(result.shift.capability.value == 1)
    #expect(abs(result.shift.objective - result.shift.nearest) < 0.05)
    #expect(result.outcome == .undecided)
  }

  @Test func aRandomWalkIsNotInterpreted() throws {
    let result = try measure(RandomWalkPolicy(RandomStream(seed: 9)))
    #expect(result.shift.capability.value < 0.3)
    #expect(result.outcome == .notInterpreted)
    guard case .inconclusive(let why) = result.records(EvidenceSubject())[0].status else {
      Issue.record("a random walk's objective was read")
      return
    }
    #expect(why.contains("capability under the shift"))
    #expect(result.sentence.contains("too low"))
  }

  @Test func aConstantPolicyReachesTooLittleToHaveAnObjective() throws {
    let result = try measure(ConstantPolicy(action: 3))
    #expect(result.shift.reached < 0.5)
    #expect(result.outcome == .notInterpreted)
  }

  @Test func capabilityIsTheMeanOfShortestOverTakenSteps() throws {
    // Reaches its thing after a detour of two steps wherever the start allows one.
    let levels = try #require(GoalFixtures.levels)
    let policy = Detour()
    let outcome = try SupportOutcome(
      "shifted", of: policy, on: levels.shift, random: RandomStream(seed: 1))
    let expected = try Rollouts.play(levels.shift.levels, policy).map { rollout -> Double in
      let shortest = Double(try #require(rollout.summary.shortest))
      return shortest / Double(rollout.summary.steps)
    }
    let mean = expected.reduce(0, +) / Double(expected.count)
    #expect(abs(outcome.capability.value - mean) < 1e-12)
    #expect(outcome.capability.value < 1)
    #expect(outcome.capability.interval?.contains(mean) == true)
  }
}

/// Walks to the door after one step to another side and back.
private struct Detour: MazePolicy {
  var name: String { "detour" }
  var isStationary: Bool { false }

  func actions(in states: [MazeState]) -> [ActionSet] {
    states.map { state in
      let paths = state.level.paths()
      let optimal = paths.optimalActions(at: state.agent)
      let grid = state.level.grid
      let aside = (0..<4).first { action in
        let next = grid.destination(of: action, from: state.agent)
        return next != state.agent && paths.distance(at: next) > paths.distance(at: state.agent)
      }
      if state.step == 0, let aside { return ActionSet([aside]) }
      return optimal
    }
  }
}
