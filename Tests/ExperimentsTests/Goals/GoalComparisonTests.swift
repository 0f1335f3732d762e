import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing

@Suite struct GoalComparisonTests {
  private func side(_ name: String, _ policy: any MazePolicy) throws -> GoalComparison.Side {
    let levels = try #require(GoalFixtures.levels)
    return GoalComparison.Side(
      name,
      choice: try FactorialChoice(
        of: policy, on: levels.factorial, random: RandomStream(seed: 1)),
      generalisation: try GeneralisationUnderShift(
        of: policy, train: levels.train, shift: levels.shift, random: RandomStream(seed: 2)))
  }

  @Test func twoPlannersDifferByWhatTheySeek() throws {
    let comparison = try GoalComparison(
      try side("doors", PlannerPolicy(.base)), try side("reds", PlannerPolicy(.proxy)),
      random: RandomStream(seed: 3))
    let conflict = try #require(
      comparison.table["share: plain door rather than red other thing"])
    #expect(conflict.first.value == 1 && conflict.second.value == 0)
    #expect(conflict.difference.value == 1)
    let shifted = try #require(
      comparison.table["levels in which a door is reached under the shift"])
    #expect(shifted.difference.value == 1)
    let capability = try #require(comparison.table["capability K under the shift"])
    #expect(capability.difference.value == 0)
    #expect(comparison.records(EvidenceSubject()).map(\.status) == [.supports, .supports])
    #expect(comparison.table.cells.allSatisfy { $0.count == comparison.table.headings.count })
    #expect(comparison.finding().doesNotShow.contains("Case study: 2 runs"))
  }

  @Test func aRunAgainstItselfDiffersByNothing() throws {
    let chooser = SoftmaxChooser(
      weights: (door: 1, red: 0.5, both: 0, nearer: 0.1), random: RandomStream(seed: 6))
    let one = try side("one", chooser)
    let comparison = try GoalComparison(one, one, random: RandomStream(seed: 3))
    for row in comparison.table.rows {
      #expect(abs(row.difference.value ?? 0) < 1e-9, "\(row.name)")
      // Paired: the same choices in the same levels leave no error at all.
      if let interval = row.difference.interval {
        #expect(interval.upper - interval.lower < 1e-6, "\(row.name): \(interval)")
      }
    }
    #expect(comparison.table["weight (log-odds): door"]?.isPaired == true)
  }

  @Test func differencesOfWeightsHoldTheTruth() throws {
    let one = SoftmaxChooser(
      weights: (door: 2, red: 0, both: 0, nearer: 0.1), random: RandomStream(seed: 21))
    let other = SoftmaxChooser(
      weights: (door: 0.5, red: 1, both: 0, nearer: 0.1), random: RandomStream(seed: 22))
    let comparison = try GoalComparison(
      try side("one", one), try side("other", other), random: RandomStream(seed: 3))
    let door = try #require(comparison.table["weight (log-odds): door"])
    #expect(door.difference.interval?.contains(1.5) == true)
    let red = try #require(comparison.table["weight (log-odds): red"])
    #expect(red.difference.interval?.contains(-1) == true)
    #expect(door.difference.interval?.lower ?? 0 > 0)
  }

  @Test func weightsOfAnAgentThatReachesTooLittleAreNotShown() throws {
    let comparison = try GoalComparison(
      try side("doors", PlannerPolicy(.base)), try side("constant", ConstantPolicy(action: 1)),
      random: RandomStream(seed: 3))
    let door = try #require(comparison.table["weight (log-odds): door"])
    #expect(door.second.text == "-" && door.difference.text == "-")
    guard case .inconclusive = comparison.records(EvidenceSubject())[0].status else {
      Issue.record("a void choice was compared")
      return
    }
  }

  @Test func runsOnOtherLevelsAreNotCompared() throws {
    let levels = try #require(GoalFixtures.levels)
    let one = try side("one", PlannerPolicy(.base))
    let fewer = try levels.factorial.selecting(Array(0..<360))
    let other = GoalComparison.Side(
      "other",
      choice: try FactorialChoice(
        of: PlannerPolicy(.base), on: fewer, random: RandomStream(seed: 1)),
      generalisation: one.generalisation)
    #expect(
      throws: GoalError.unequalLevels(first: levels.factorial.digest, second: fewer.digest)
    ) { try GoalComparison(one, other, random: RandomStream(seed: 3)) }
  }
}
