import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing
import Training

@Test func aTableReachesTheOracleSetExactly() throws {
  // One row of logits a state and nothing shared: imitation must end at the set of optimal
  // actions of every state, with nothing outside of it and ties left open.
  var environment = RedDoorEnvironment()
  environment.side = 7
  environment.openings = 0.6
  var random = RandomStream(seed: 2)
  let level = try environment.level(using: &random)
  let paths = level.paths()
  let cells = paths.startCells
  let sets = cells.map { Int32(paths.optimalActions(at: $0).rawValue) }
  #expect(sets.contains { $0.nonzeroBitCount > 1 })
  var layout = ParameterLayout()
  layout.add("table", [cells.count, 4], .lecun(gain: 1))
  var table = ParameterSet(layout, drawnFrom: RandomStream(seed: 1))
  let engine = GradientEngine(layout)
  var adam = Adam(count: layout.count, learningRate: 0.1)
  var loss = 0.0
  for _ in 0..<600 {
    loss = engine.evaluate(table) { slice, tape in
      let range = GradientEngine.samples(of: slice, in: cells.count)
      let states = tape.input(.vectors(range.count, cells.count)) { target in
        target.update(repeating: 0)
        for (row, state) in range.enumerated() { target[row * cells.count + state] = 1 }
      }
      return tape.setCrossEntropy(
        tape.dense(states, weights: tape.parameter("table")), sets: Array(sets[range]),
        scale: 1 / Float(cells.count))
    }
    adam.update(&table.values, gradient: engine.gradient)
  }
  #expect(loss < 0.002)
  let logits = table["table"].matrix
  for (row, set) in sets.enumerated() {
    let values = logits.row(row).map(Double.init)
    let optimal = ActionSet(rawValue: UInt16(set))
    let best = AgentOutput(logits: Matrix(rows: 1, columns: 4, elements: Array(logits.row(row))))
    #expect(optimal.contains(best.actions[0]))
    // Every action outside of the set is behind every action in it.
    let worstInside = optimal.map { values[$0] }.min() ?? 0
    let bestOutside = (0..<4).filter { !optimal.contains($0) }.map { values[$0] }.max() ?? -100
    #expect(worstInside > bestOutside + 3)
  }
}

@Test func learningRaisesOptimalityWellAboveTheUntrainedNetwork() throws {
  let folder = try ScratchFolder()
  let configuration = TinyRun.configuration(updates: 700) { configuration in
    configuration.redDoor?.side = 5
    configuration.redDoor?.distractors = 0...1
    configuration.imitation?.learningRate = 0.005
    configuration.imitation?.batch = 32
    configuration.imitation?.replay = 20_000
    configuration.imitation?.episodes = 32
    configuration.imitation?.evaluationStates = 400
  }
  var session = try TrainingSession(creating: folder.file("run"), configuration)
  #expect(try session.train() == .finished)
  let table = try session.run.metrics()
  let column = try #require(table.columns.firstIndex(of: "optimal"))
  let shares = table.rows.compactMap { Double($0[column]) }
  #expect(shares.count == table.rows.count)
  let (first, last) = (try #require(shares.first), try #require(shares.last))
  #expect(first < 0.6, "untrained \(first)")
  #expect(last > 0.9, "trained \(last)")
  let loss = try #require(table.columns.firstIndex(of: "loss"))
  #expect(table.rows[0][loss].isEmpty)
  // What the metrics say is what the last checkpoint does.
  let checkpoint = try session.run.checkpoint(step: 700)
  let agent = try checkpoint.makeAgent()
  let environment = try #require(try checkpoint.makeTask() as? RedDoorEnvironment)
  #expect(environment == configuration.redDoor)
  let held = try HeldOutStates(
    environment, count: 400, random: RandomStream(seed: configuration.seed).split("evaluation"))
  let optimality = try Optimality(of: agent, in: held)
  #expect(optimality.all.share == last)
  #expect(optimality.byDistance.map(\.states).reduce(0, +) == 400)
}

@Test func aLearningRateFarTooLargeEndsTheRunAndLeavesFiniteCheckpoints() throws {
  let folder = try ScratchFolder()
  let configuration = TinyRun.configuration(updates: 400) { configuration in
    configuration.imitation?.learningRate = 10
    configuration.imitation?.ticks = 12...12
  }
  var session = try TrainingSession(creating: folder.file("run"), configuration)
  var failure: (any Error)?
  do { _ = try session.train() } catch { failure = error }
  guard case .diverged(let step) = failure as? TrainingError else {
    Issue.record("\(String(describing: failure))")
    return
  }
  #expect(step == session.update)
  let steps = try session.run.steps()
  #expect(steps.first == 0 && steps.allSatisfy { $0 <= step })
  for step in steps {
    let checkpoint = try session.run.checkpoint(step: step)
    for (_, tensor) in checkpoint.parameters + checkpoint.state {
      #expect(tensor.elements.allSatisfy { $0.isFinite })
    }
  }
}

@Test(arguments: ["residual", "value-iteration-network"])
func theOtherArchitecturesTrainToo(architecture: String) throws {
  let configuration = TinyRun.configuration(updates: 60) { configuration in
    configuration.architecture = architecture
    configuration.architectureSettings =
      architecture == "residual"
      ? ArchitectureConfiguration(["channels": "8", "blocks": "1", "head": "global"])
      : ArchitectureConfiguration(["hidden-channels": "8", "iterations": "5"])
    configuration.imitation?.learningRate = 0.005
  }
  var trainer = try TinyRun.trainer(configuration)
  let held = try HeldOutStates(
    try #require(configuration.redDoor), count: 50, random: RandomStream(seed: 1))
  while !trainer.isDone { try trainer.advance() }
  let agent = try trainer.checkpoint.makeAgent()
  #expect(agent.parameters.values == trainer.agent.parameters.values)
  let optimality = try Optimality(of: agent, in: held)
  #expect(optimality.all.states == 50)
  #expect(optimality.entropy > 0 && optimality.entropy <= 1.3863)
}
