import Environments
import LinearAlgebra
import Testing

/// An episode with its present observation.
private struct Walk {
  var episode: GoalRecallEpisode
  var seen = [Float](repeating: .nan, count: 3)

  init(
    _ environment: GoalRecallEnvironment = GoalRecallEnvironment(),
    goal: GoalRecallEpisode.End = .right, start: Double = -0.2, seed: UInt64 = 1
  ) {
    episode = GoalRecallEpisode(
      environment, goal: goal, start: start, random: RandomStream(seed: seed))
    seen.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
  }

  @discardableResult
  mutating func step(_ action: Int) -> StepOutcome {
    seen.withUnsafeMutableBufferPointer { episode.step(action, updating: $0) }
  }
}

@Test func theGoalIsShownThreeTimesAndThePositionStandsStillMeanwhile() {
  for (goal, shown) in [(GoalRecallEpisode.End.left, [1, -0.2, -1]), (.right, [-1, -0.2, 1])] {
    var walk = Walk(goal: goal)
    for action in [1, 0, 1] {
      #expect(walk.seen == shown.map { Float($0) })
      #expect(walk.step(action) == .nothing)
    }
    // The first observation without the goal still has the start.
    #expect(walk.seen == [0, -0.2, 0])
    walk.step(1)
    #expect(walk.seen[0] == 0 && abs(walk.seen[1]) < 1e-6 && walk.seen[2] == 0)
  }
}

@Test func anEpisodeEndsAtEitherEndAndIsSolvedAtTheGoal() {
  for goal in GoalRecallEpisode.End.allCases {
    for end in GoalRecallEpisode.End.allCases {
      for start in GoalRecallEnvironment.listedStarts {
        var walk = Walk(goal: goal, start: start)
        var outcomes: [StepOutcome] = []
        while !walk.episode.isOver { outcomes.append(walk.step(end.rawValue)) }
        // Three actions that do nothing, then as many as there are steps of 0.2.
        #expect(outcomes.count == 3 + Int((abs(end.position - start) / 0.2).rounded()))
        #expect(outcomes.dropFirst(3).dropLast().allSatisfy { $0.reward == -0.1 && !$0.isOver })
        let last = outcomes.last ?? .nothing
        #expect(last.isTerminal && !last.isTruncated && last.reached == end.rawValue)
        #expect(last.isSolved == (goal == end) && last.reward == (goal == end ? 1.6 : -1.6))
        #expect(walk.episode.reached == end && abs(abs(walk.seen[1]) - 1) < 1e-6)
      }
    }
  }
}

@Test func inThePublishedTaskTheThirdActionMoves() {
  var environment = GoalRecallEnvironment()
  environment.frozen = 2
  var walk = Walk(environment)
  for _ in 0..<3 { walk.step(1) }
  #expect(walk.seen[0] == 0 && abs(walk.seen[1]) < 1e-6)
}

@Test func anEpisodeIsCutAtItsLimit() {
  var environment = GoalRecallEnvironment()
  environment.limit = 12
  var walk = Walk(environment)
  for step in 0..<12 {
    let outcome = walk.step(step % 2)
    #expect(outcome.isTruncated == (step == 11) && !outcome.isTerminal && !outcome.isSolved)
  }
  #expect(walk.episode.isOver && walk.episode.reached == nil)
}

@Test func actionsAreReplacedOnlyWhereTheGoalIsShownNoMore() throws {
  var environment = GoalRecallEnvironment()
  (environment.frozen, environment.replaced) = (0, 0.3)
  var (early, moves, right) = (0, 0, 0)
  for seed in 0..<2000 {
    var walk = Walk(environment, start: -0.4, seed: UInt64(seed))
    for _ in 0..<3 { walk.step(1) }
    early += walk.episode.moves
    let before = walk.episode.moves
    walk.step(1)
    moves += 1
    right += walk.episode.moves > before ? 1 : 0
  }
  #expect(early == 3 * 2000)
  // A replaced action is the same one half of the time: 0.85 with a standard error of 0.008.
  #expect(abs(Double(right) / Double(moves) - 0.85) < 0.03)
}

@Test func startsAndGoalsAreDrawnAsTheSettingsSay() throws {
  var environment = GoalRecallEnvironment()
  func episodes() throws -> [GoalRecallEpisode] {
    try (0..<2000).map {
      try environment.episode(
        drawnFrom: RandomStream(seed: 4).split(UInt64($0)), part: .heldOut)
    }
  }
  let listed = try episodes()
  #expect(Set(listed.map(\.start)) == Set(GoalRecallEnvironment.listedStarts))
  #expect(abs(listed.count { $0.goal == .left } - 1000) < 100)
  environment.starts = .uniform
  let even = try episodes().map(\.start)
  #expect(even.allSatisfy { abs($0) <= 0.4 } && Set(even).count > 1990)
  #expect(
    (0..<4).allSatisfy { quarter in
      let low = -0.4 + 0.2 * Double(quarter)
      return abs(even.count { $0 >= low && $0 < low + 0.2 } - 500) < 90
    })
  let all = environment.listedEpisodes(drawnFrom: RandomStream(seed: 1))
  #expect(all.count == 10 && Set(all.map { [$0.start, $0.goal.position] }).count == 10)
}
