import Agents
import Environments
import LinearAlgebra
import Testing
import Training

/// Operations of a pass over one sample of a trainer's network.
private func pass(_ trainer: any Trainer, ticks: Int? = nil) -> Int {
  let shape = trainer.configuration.environment.observationShape
  return trainer.agent.operations(
    rows: shape.rows, columns: shape.columns, planes: shape.planes,
    ticks: ticks ?? trainer.agent.defaultTicks)
}

@Test func imitationTakesAGradientAnUpdateAndAPassWhereItsEpisodesFollowTheNetwork() throws {
  let configuration = TinyRun.configuration(updates: 20) { $0.imitation?.ticks = 4...4 }
  var trainer = try TinyRun.trainer(configuration)
  #expect(trainer.operations == 0)
  let settings = try #require(configuration.imitation)
  var expected = 0
  while !trainer.isDone {
    if trainer.update % settings.updatesPerStep == 0,
      settings.oracleChance(at: trainer.update) < 1
    {
      expected += settings.episodes
    }
    expected += 3 * settings.batch
    try trainer.advance()
    #expect(trainer.operations == expected * pass(trainer, ticks: 4))
  }
  #expect(expected > 20 * 3 * settings.batch)
}

@Test func rolloutsTakeAPassAStepAndOneAtTheEndOfEachSlot() throws {
  for specimen in LearnerSpecimen.all {
    var trainer = try specimen.configuration().makeTrainer()
    try trainer.advance()
    let passes: Int
    switch specimen.training {
    case let settings as PPOSettings:
      let count = settings.rollout.episodes * settings.rollout.steps
      passes = count + settings.rollout.episodes + 3 * settings.epochs * count
    case let settings as VTraceSettings:
      let count = settings.rollout.episodes * settings.rollout.steps
      passes = count + 2 * settings.rollout.episodes + 3 * count
    case let settings as DQNSettings:
      // All steps before the first update are free of the network.
      passes = settings.batch * (3 + 2)
    default: continue
    }
    // No episode is so long that it is cut within the first steps.
    let extra = specimen.training is DQNSettings ? 0...4 : 0...0
    let found = trainer.operations / pass(trainer)
    #expect(extra.contains(found - passes), "\(specimen): \(found), not \(passes)")
    #expect(trainer.operations % pass(trainer) == 0)
  }
}

@Test func samplesTakeAGradientEach() throws {
  var settings = SupervisedSettings()
  settings.batch = 5
  settings.evaluationSamples = 2
  var task = RegressionTask()
  task.dimension = 2
  task.pairs = 3
  let configuration = RunConfiguration(
    name: "count", environment: task, architecture: LinearAttention.name, training: settings)
  var trainer = try configuration.makeTrainer()
  for _ in 0..<3 { try trainer.advance() }
  #expect(trainer.operations == 3 * 5 * 3 * pass(trainer))
}

@Test func aStageGoesOnFromWhatTheOneBeforeTook() throws {
  var configuration = TinyRun.configuration(updates: 3) { $0.imitation?.ticks = 2...2 }
  var pretraining = PretrainingSettings()
  pretraining.updates = 2
  pretraining.batch = 7
  pretraining.ticks = 3...3
  pretraining.evaluationStates = 4
  configuration.pretraining = pretraining
  var trainer = try configuration.makeTrainer()
  for _ in 0..<2 { try trainer.advance() }
  let first = 2 * 7 * 3 * pass(trainer, ticks: 3)
  #expect(trainer.operations == first)
  try trainer.advance()
  #expect(trainer.operations == first + 16 * 3 * pass(trainer, ticks: 2))
  // A checkpoint of either stage takes the count along.
  let resumed = try configuration.makeTrainer(resuming: trainer.checkpoint)
  #expect(resumed.operations == trainer.operations)
}
