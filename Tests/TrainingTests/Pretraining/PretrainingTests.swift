import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing
import Training

private func staged(
  pretraining: Int = 40, updates: Int = 24, site: String = ""
) -> RunConfiguration {
  TinyRun.configuration(updates: updates) { configuration in
    var stage = PretrainingSettings()
    stage.updates = pretraining
    stage.batch = 32
    stage.ticks = 2...5
    stage.evaluationStates = 64
    stage.site = site
    configuration.pretraining = stage
  }
}

@Test func theStagesUpdatesAreCountedTogetherAndTheMetricsSayWhichIsWhich() throws {
  let folder = try ScratchFolder()
  let configuration = staged()
  #expect(configuration.updates == 64)
  #expect(try RunConfiguration(yaml: configuration.yaml) == configuration)
  var session = try TrainingSession(creating: folder.file("run"), configuration)
  #expect(try session.train() == .finished)
  #expect(try session.run.steps().last == 64)
  let table = try session.run.metrics()
  let change = try #require(table.columns.firstIndex(of: "predicted_change"))
  let optimal = try #require(table.columns.firstIndex(of: "optimal"))
  for row in table.rows {
    let isFirstStage = try #require(Int(row[0])) < 40
    #expect(row[change].isEmpty != isFirstStage)
    #expect(row[optimal].isEmpty == isFirstStage)
  }
}

@Test func predictionOfTheWorldIsLearnedAndAnUntrainedNetworkHasNone() throws {
  var trainer = try staged(pretraining: 400).makeTrainer()
  let before = try trainer.measure().values
  for _ in 0..<399 { try trainer.advance() }
  let after = try trainer.measure().values
  let columns = trainer.columns
  for (name, floor) in [("predicted_change", 0.3), ("predicted_steps", 0.3)] {
    let index = try #require(columns.firstIndex(of: name))
    let (first, last) = (try #require(before[index]), try #require(after[index]))
    #expect(first < 0.1, "\(name) \(first)")
    #expect(last > floor, "\(name) \(last)")
  }
}

@Test func theTrainingBeginsWithWhatThePretrainingLearned() throws {
  var trainer = try staged().makeTrainer()
  let start = trainer.agent.parameters.values
  for _ in 0..<39 { try trainer.advance() }
  let late = trainer.agent.parameters.values
  try trainer.advance()
  #expect(trainer.update == 40)
  let handed = trainer.agent.parameters
  // One update is small beside forty.
  func distance(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? 0 }
  #expect(distance(handed.values, start) > 3 * distance(handed.values, late))
  #expect(distance(handed.values, late) > 0)
  #expect(!handed.layout.entries.contains { $0.name.hasPrefix("pretraining") })
}

@Test(arguments: [3, 39, 40, 41, 55])
func aStagedTrainerTakenUpAnywhereEndsWithTheSameBytes(stop: Int) throws {
  let configuration = staged()
  var whole = try configuration.makeTrainer()
  var stopped = try configuration.makeTrainer()
  while !whole.isDone { try whole.advance() }
  while stopped.update < stop { try stopped.advance() }
  var resumed = try configuration.makeTrainer(resuming: stopped.checkpoint)
  #expect(resumed.update == stop)
  while !resumed.isDone { try resumed.advance() }
  #expect(resumed.agent.parameters.values == whole.agent.parameters.values)
  let (a, b) = (resumed.checkpoint, whole.checkpoint)
  #expect(a.stateText == b.stateText)
  #expect(a.state.map(\.tensor) == b.state.map(\.tensor))
}

@Test func headsThatAreMissingFromTheStateAreDamage() throws {
  let configuration = staged()
  var trainer = try configuration.makeTrainer()
  try trainer.advance()
  var checkpoint = trainer.checkpoint
  checkpoint.state.removeAll { $0.name == "pretraining/next/bias" }
  #expect(throws: TrainingError.self) { try configuration.makeTrainer(resuming: checkpoint) }
}

@Test func aSiteThatTheNetworkLacksIsNamedWithThoseItHas() throws {
  #expect {
    try staged(site: "cell/hiden").makeTrainer()
  } throws: { error in
    "\(error)".contains("cell/hiden") && "\(error)".contains("cell/hidden")
  }
}
