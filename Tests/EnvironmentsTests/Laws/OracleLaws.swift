import Environments
import LinearAlgebra
import Testing

/// States of an environment: starts, states drawn by it, and states on random walks.
private func visit<World: OracleEnvironment>(
  _ world: World, _ body: (World.Running, _ number: Int, _ part: LevelPart) throws -> Void
) throws {
  var random = RandomStream(seed: 81)
  for number in 0..<8 {
    let part: LevelPart = number % 4 == 3 ? .heldOut : .training
    let start = try world.episode(drawnFrom: lawStream(number), part: part)
    try body(start, number, part)
    for _ in 0..<4 {
      let state = world.anyState(of: start, using: &random)
      #expect(!state.optimalActions.isEmpty)
      var walk = Observed(state, shape: world.observationShape)
      for _ in 0..<4 {
        try body(walk.episode, number, part)
        if walk.step(random.below(world.actionCount)).isOver { break }
      }
    }
  }
}

@Test(arguments: OracleLaw.all)
func exactlyTheOptimalActionsComeOneStepNearer(_ law: OracleLaw) throws {
  let canBeLost = try law.entry().canBeLost
  func check<World: OracleEnvironment>(_ world: World, hasHorizon: Bool) throws {
    try visit(world) { state, _, _ in
      let best = state.optimalActions
      let steps = state.stepsToGoal
      if canBeLost && steps < 0 {
        #expect(best.isEmpty)
        return
      }
      #expect(!best.isEmpty && steps > 0)
      #expect(best.isSubset(of: ActionSet(Array(0..<world.actionCount))))
      for action in 0..<world.actionCount {
        var next = Observed(state, shape: world.observationShape)
        let outcome = next.step(action)
        let after = next.episode.stepsToGoal
        if best.contains(action) {
          #expect(after == steps - 1)
          #expect(outcome.isTerminal == (after == 0))
        } else if !outcome.isOver {
          #expect(after >= (hasHorizon ? steps - 1 : steps) || canBeLost && after == -1)
        }
      }
    }
  }
  try check(law.make(), hasHorizon: law.entry().hasHorizon)
}

@Test(arguments: OracleLaw.all)
func theOraclesWayEndsInItsStepsWithTheLargestReturn(_ law: OracleLaw) throws {
  func play<World: OracleEnvironment>(
    _ world: World, _ state: World.Running, _ choose: (World.Running) -> Int
  ) -> (gain: Float, steps: Int, last: StepOutcome) {
    var observed = Observed(state, shape: world.observationShape)
    var (gain, steps) = (Float(0), 0)
    while true {
      let outcome = observed.step(choose(observed.episode))
      gain += outcome.reward
      steps += 1
      if outcome.isOver { return (gain, steps, outcome) }
    }
  }
  func check<World: OracleEnvironment>(_ world: World, isBest: Bool) throws {
    var random = RandomStream(seed: 82)
    for number in 0..<12 {
      let start = try world.episode(drawnFrom: lawStream(number), part: .training)
      let best = play(world, start) { state in
        let actions = Array(state.optimalActions)
        return actions.isEmpty ? 0 : actions[random.below(actions.count)]
      }
      #expect(best.steps == start.stepsToGoal)
      #expect(best.last.isTerminal)
      guard isBest else { continue }
      for _ in 0..<20 {
        let other = play(world, start) { _ in random.below(world.actionCount) }
        #expect(other.gain <= best.gain + 1e-4)
      }
    }
  }
  try check(law.make(), isBest: law.entry().oracleIsBest)
}

@Test(arguments: OracleLaw.all)
func aStateComesBackFromItsCode(_ law: OracleLaw) throws {
  func check<World: OracleEnvironment>(_ world: World) throws {
    var random = RandomStream(seed: 83)
    let shape = world.observationShape
    try visit(world) { state, number, part in
      #expect(state.code < 1 << 44)
      let back = try world.episode(drawnFrom: lawStream(number), part: part, at: state.code)
      #expect(back.code == state.code)
      #expect(back.optimalActions == state.optimalActions)
      var (old, new) = (Observed(state, shape: shape), Observed(back, shape: shape))
      #expect(old.observation == new.observation)
      // The same to the end, the time limit included.
      while true {
        let action = random.below(world.actionCount)
        let outcome = old.step(action)
        #expect(new.step(action) == outcome)
        #expect(new.observation == old.observation)
        if outcome.isOver { break }
      }
    }
    #expect(throws: EnvironmentError.badState(environment: World.name, code: 1 << 44 - 1)) {
      try world.episode(drawnFrom: lawStream(0), part: .training, at: 1 << 44 - 1)
    }
  }
  try check(law.make())
}
