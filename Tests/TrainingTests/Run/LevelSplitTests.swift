import Environments
import LinearAlgebra
import Testing
import Training

@Test func oneLayoutInTenIsHeldOutInEveryPosition() throws {
  let environment = RedDoorEnvironment()
  var random = RandomStream(seed: 1)
  var heldOut = 0
  let count = 3000
  for level in try environment.levels(count, using: &random) {
    let isHeldOut = LevelSplit.isHeldOut(level)
    if isHeldOut { heldOut += 1 }
    for symmetry in GridSymmetry.all {
      #expect(LevelSplit.isHeldOut(level.transformed(by: symmetry)) == isHeldOut)
    }
  }
  let error = (Double(count) * 0.1 * 0.9).squareRoot()
  #expect(abs(Double(heldOut) - 0.1 * Double(count)) < 4 * error)
}

@Test func noTrainingSeesAHeldOutLayoutAndEveryEvaluationSeesNothingElse() throws {
  let configuration = TinyRun.configuration(updates: 400) { configuration in
    configuration.imitation?.updatesPerStep = 1
    configuration.imitation?.replay = 5000
    // Levels where layouts come up again often.
    configuration.redDoor?.side = 5
    configuration.redDoor?.distractors = 0...1
  }
  var trainer = try TinyRun.trainer(configuration)
  for _ in 0..<60 { try trainer.advance() }
  let seen = Set(trainer.memory.elements.map(\.episode.episode.level.digest))
  #expect(seen.count > 20)
  #expect(seen.allSatisfy { !LevelSplit.isHeldOut($0) })
  let held = try HeldOutStates(
    try #require(configuration.redDoor), count: 300, random: RandomStream(seed: 3))
  for (index, state) in held.episodes.map(\.episode).enumerated() {
    #expect(LevelSplit.isHeldOut(state.level))
    for symmetry in GridSymmetry.all {
      #expect(!seen.contains(state.level.transformed(by: symmetry).digest))
    }
    let paths = state.level.paths()
    #expect(held.distances[index] == paths.distance(at: state.agent))
    #expect(held.distances[index] > 0)
    #expect(held.optimal[index] == paths.optimalActions(at: state.agent))
  }
}

@Test func anEnvironmentWithNothingToHoldOutSaysSo() throws {
  var environment = RedDoorEnvironment()
  environment.side = 5
  environment.generator = .percolation(wallShare: 0)
  environment.distractors = 0...0
  #expect(throws: EnvironmentError.tooFewAccepted(wanted: 1, accepted: 0, drawn: 1000)) {
    _ = try HeldOutStates(environment, count: 5, random: RandomStream(seed: 1))
  }
}
