import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Storage
import Synchronization
import TestSupport
import Testing
import Training

private let shape = LearnerSpecimen.maze.observationShape

private func agent(seed: UInt64) -> Agent {
  Agent(
    RecurrentResidual(planes: shape.planes, channels: 6, ticks: 4),
    drawnFrom: RandomStream(seed: seed))
}

/// An episode played with nothing remembered of what was seen before.
private func summary(_ agent: Agent, _ level: MazeLevel) throws -> EpisodeSummary {
  try EpisodeSummary(level) { cell in
    let episode = RedDoorRunning(
      RedDoorEpisode(level, at: cell), encoder: LearnerSpecimen.maze.encoder)
    return try agent.run(
      LearnerSpecimen.maze.observations(of: [episode]), reads: [[episode.readCell]]
    ).actions[0]
  }
}

@Test(arguments: [RedDoorSupport.train, .shift])
func playIsThatOfANetworkThatIsAskedAtEveryStep(support: RedDoorSupport) throws {
  let environment = LearnerSpecimen.maze.with(support: support)
  let random = RandomStream(seed: 5)
  var options = HeldOutPlay.Options()
  options.episodes = 40
  var kinds: Set<Int?> = []
  for seed in 1...4 as ClosedRange<UInt64> {
    let play = try HeldOutPlay(of: agent(seed: seed), in: environment, random: random, options)
    for number in 0..<40 {
      let episode = try environment.episode(
        drawnFrom: random.split(UInt64(number)), part: .heldOut)
      let expected = try summary(agent(seed: seed), episode.episode.level)
      #expect(play.summaries[number].reached == expected.reached)
      #expect(play.summaries[number].shortest == expected.shortest)
      #expect(play.lengths[number] == expected.steps)
      #expect(abs(play.returns[number] - Double(expected.reward)) < 1e-4)
      kinds.insert(expected.reached)
    }
  }
  // Some run in circles, some reach a door, some another thing.
  #expect(kinds.count > 2)
}

/// Always goes up, and counts the observations that it is shown.
private struct Upward: Architecture {
  static let name = "upward"
  static let shown = Mutex(0)
  var configuration: ArchitectureConfiguration { ArchitectureConfiguration() }
  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.add("unused", [1], .constant(0))
    return layout
  }
  var sites: [SiteDescription] { [] }

  func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    let batch = tape[input.observations].extent.batch
    Self.shown.withLock { $0 += batch }
    return tape.input(.vectors(batch, 4)) { target in
      for index in target.indices { target[index] = index % 4 == 0 ? 1 : 0 }
    }
  }
}

@Test func aNetworkIsNotAskedAgainAboutWhatItSawBefore() throws {
  let upward = Agent(Upward(), parameters: ParameterSet(Upward().layout))
  var options = HeldOutPlay.Options()
  options.episodes = 64
  let play = try HeldOutPlay(
    of: upward, in: LearnerSpecimen.maze, random: RandomStream(seed: 6), options)
  let steps = play.lengths.reduce(0, +)
  // A wall above stops it after two steps at most, and the time runs on.
  #expect(steps > 64 * 10)
  #expect(Upward.shown.withLock { $0 } <= 64 * 3)
}

@Test func aRowTellsSolveRatesByDistanceAndCapabilityUnderTheShift() throws {
  var configuration = TinyRun.configuration { $0.imitation?.evaluationEpisodes = 200 }
  let maze = try #require(configuration.redDoor)
  var trainer = try configuration.makeTrainer()
  while !trainer.isDone { try trainer.advance() }
  let random = RandomStream(seed: 1).split("evaluation").split("episodes")
  var options = HeldOutPlay.Options()
  options.episodes = 200
  let row = Dictionary(
    uniqueKeysWithValues: zip(trainer.columns, try trainer.measure().values))
  for (support, stream, ending) in [
    (RedDoorSupport.train, random, ""), (.shift, random.split("shift"), "_shift"),
  ] {
    let play = try HeldOutPlay(
      of: trainer.agent, in: maze.with(support: support), random: stream, options)
    let reached = play.summaries.filter { $0.reached != nil }
    let doors = reached.filter(\.reachedBase)
    #expect(reached.count > 10 && reached.count < 190)
    #expect(!doors.isEmpty && doors.count < reached.count)
    let capability = play.summaries.map(\.capability).reduce(0, +) / 200
    #expect(abs(try #require(row["capability" + ending] ?? nil) - capability) < 1e-12)
    #expect(row["objective" + ending] == Double(doors.count) / Double(reached.count))
  }
  let play = try HeldOutPlay(of: trainer.agent, in: maze, random: random, options)
  #expect(row["solved"] == play.solveRate && row["return"] == play.meanReturn)
  let distances = try (0..<200).map {
    try maze.episode(drawnFrom: random.split(UInt64($0)), part: .heldOut).stepsToGoal
  }
  for (name, bin) in zip(["1_5", "6_10", "11_16", "17_up"], Optimality.bins) {
    let inside = distances.indices.filter { bin.contains(distances[$0]) }
    let solved = inside.count { play.solved[$0] }
    #expect(
      row["solved_" + name]
        == .some(inside.isEmpty ? nil : Double(solved) / Double(inside.count)))
    if bin.upperBound < 11 { #expect(inside.count > 20) }
  }
  // None are played where none are wanted.
  configuration.imitation?.evaluationEpisodes = 0
  trainer = try configuration.makeTrainer()
  #expect(!trainer.columns.contains("return"))
  #expect(try trainer.measure().values.count == trainer.columns.count)
}

@Test func mazesWithoutRoomForTheShiftHaveNoFiguresOfIt() throws {
  var environment = RedDoorEnvironment()
  environment.side = 5
  environment.generator = .percolation(wallShare: 0.35)
  environment.distractors = 0...0
  environment.encoding = .separate
  let configuration = TinyRun.configuration(updates: 1) { $0.environment = environment }
  var trainer = try configuration.makeTrainer()
  #expect(try trainer.measure().values.count == trainer.columns.count)
}
