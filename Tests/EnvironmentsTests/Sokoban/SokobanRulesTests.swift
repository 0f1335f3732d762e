import Environments
import LinearAlgebra
import Testing

private func start(
  _ text: String, _ rewards: SokobanRewards = .guez, limit: Int = 120, noOp: Bool = false
) throws -> SokobanEpisode {
  var task = SokobanTask()
  task.rewards = rewards
  task.timeLimit = limit
  task.hasNoOp = noOp
  return SokobanEpisode(try sokobanLevel(text), task: task)
}

@Test func oneMoveSolvesTheSmallestLevel() throws {
  var episode = try start("#####|#@$.#|#####")
  #expect(episode.stepsToGoal == 1 && episode.optimalActions == ActionSet([3]))
  let outcome = episode.take(3)
  #expect(
    outcome
      == StepOutcome(reward: 10.9, isTerminal: true, isTruncated: false, isSolved: true))
  #expect(drawing(episode) == "#####|# @*#|#####")
  #expect(episode.isOver && episode.stepsToGoal == 0 && episode.optimalActions.isEmpty)
}

@Test func whatIsInTheWayStopsThePlayerAndCostsAStep() throws {
  for (text, action) in [
    ("#####|#@$.#|#####", 0), ("#####|#@$.#|#####", 2), ("######|#@$#.#|######", 3),
    ("#######|#@$$..#|#######", 3), ("#######|#@$*. #|#######", 3), ("@$.", 2), ("@$.", 0),
    ("@$.", 1), (".@$", 3),
  ] {
    var episode = try start(text)
    let before = episode.state
    let outcome = episode.take(action)
    #expect(outcome == StepOutcome(reward: -0.1, isTerminal: false, isTruncated: false))
    #expect(episode.state == before && episode.steps == 1)
  }
}

@Test func everyDirectionPushesWhereThereIsRoom() throws {
  let text = "#######|#     #|#  $  #|# $@$ #|#  $  #|#.... #|#######"
  let after = [
    "#######|#  $  #|#  @  #|# $ $ #|#  $  #|#.... #|#######",
    "#######|#     #|#  $  #|# $ $ #|#  @  #|#..*. #|#######",
    "#######|#     #|#  $  #|#$@ $ #|#  $  #|#.... #|#######",
    "#######|#     #|#  $  #|# $ @$#|#  $  #|#.... #|#######",
  ]
  for action in 0..<4 {
    var episode = try start(text)
    let outcome = episode.take(action)
    #expect(drawing(episode) == after[action])
    #expect(outcome.reward == (action == 1 ? 0.9 : -0.1))
  }
}

@Test func walkingOntoATargetAndOffItIsOnlyAStep() throws {
  var episode = try start("#######|#@. $.#|# $   #|#######")
  #expect(episode.take(3).reward == -0.1)
  #expect(drawing(episode) == "#######|# + $.#|# $   #|#######")
  #expect(episode.take(3).reward == -0.1)
  #expect(drawing(episode) == "#######|# .@$.#|# $   #|#######")
}

@Test(arguments: [
  (SokobanRewards.guez, [-0.1, 0.9, -1.1, 10.9] as [Float]),
  (SokobanRewards.bush, [-0.01, 0.99, -1.01, 10.99]),
])
func boxesOnAndOffTargetsPayExactly(rewards: SokobanRewards, expected: [Float]) throws {
  // Onto the first target, across to the second one, and off it.
  var episode = try start("########|#@$..  #|#  $   #|########", rewards)
  #expect(episode.take(3).reward == expected[1])
  #expect(episode.take(3).reward == expected[0])
  #expect(episode.take(3).reward == expected[2])
  #expect(drawing(episode) == "########|#  .+$ #|#  $   #|########")
  var last = try start("########|#@$.  *#|########", rewards)
  #expect(last.take(3).reward == expected[3])
  #expect(SokobanRewards.named(rewards.name) == rewards)
}

@Test func timeRunsOutAfterTheLimitUnlessTheLastStepSolves() throws {
  var cut = try start("#######|#@ $ .#|#######", limit: 3)
  for action in [0, 3] { #expect(!cut.take(action).isOver) }
  let last = cut.take(3)
  #expect(last == StepOutcome(reward: -0.1, isTerminal: false, isTruncated: true))
  #expect(cut.isOver && cut.optimalActions.isEmpty)
  var solved = try start("#######|#@ $ .#|#######", limit: 3)
  for _ in 0..<2 { #expect(!solved.take(3).isOver) }
  let push = solved.take(3)
  #expect(push.isTerminal && push.isSolved && !push.isTruncated && push.reward == 10.9)
  #expect(SokobanTask().timeLimit == 120)
}

@Test func waitingIsAnActionOnlyWhereTheTaskHasIt() throws {
  var episode = try start("#####|#@$.#|#####", noOp: true)
  #expect(episode.task.actionCount == 5 && SokobanTask().actionCount == 4)
  let before = episode.state
  #expect(episode.take(4) == StepOutcome(reward: -0.1, isTerminal: false, isTruncated: false))
  #expect(episode.state == before && episode.steps == 1)
  #expect(episode.optimalActions == ActionSet([3]))
}

@Test func randomPlayFollowsThePlainRules() throws {
  var random = RandomStream(seed: 2)
  var pushes = 0
  for _ in 0..<150 {
    let level = try randomSokobanLevel(
      rows: 5 + random.below(3), columns: 5 + random.below(4), boxes: 1 + random.below(3),
      wallShare: 0.1, using: &random)
    var state = level.start
    var plain = PlainSokoban(level)
    for _ in 0..<60 {
      let action = random.below(4)
      let effect = state.take(action, in: level.room)
      let after = plain.after(action)
      #expect((effect == .blocked) == (after == nil))
      if let after {
        plain = after.state
        if case .pushed = effect { pushes += 1 }
        #expect(after.pushes == (effect != .walked))
      }
      #expect(PlainSokoban(state, in: level.room) == plain)
      #expect(state.isSolved(in: level.room) == plain.isSolved)
    }
  }
  #expect(pushes > 100)
}
