import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Testing

/// A network and levels or drawn observations to run it on.
private struct Subject: Sendable, CustomStringConvertible {
  let description: String
  let agent: Agent
  let observations: Tensor
  let reads: [[Int]]

  static let environment: RedDoorEnvironment = {
    var environment = RedDoorEnvironment()
    environment.encoding = .separate
    return environment
  }()

  static let reading: PlantedWave.Reading = {
    let planes = environment.encoder.planes
    var (blocked, goal) = (
      [Float](repeating: 0, count: planes), [Float](repeating: 0, count: planes)
    )
    blocked[RedDoorEncoder.wallPlane] = 1
    for type in ObjectType.all {
      let plane = RedDoorEncoder.firstTypePlane + type.index
      if type.shape == .door { goal[plane] = 1 } else { blocked[plane] = 1 }
    }
    return PlantedWave.Reading(blocked: blocked, goal: goal)
  }()

  /// Sixty random levels.
  static let levels: [MazeLevel] = drawn(60, side: 9)

  private static func drawn(_ count: Int, side: Int) -> [MazeLevel] {
    var environment = environment
    environment.side = side
    var random = RandomStream(seed: 21)
    return (try? environment.levels(count, using: &random)) ?? []
  }

  private init(planted description: String, _ agent: Agent, on levels: [MazeLevel] = levels) {
    self.description = description
    self.agent = agent
    observations = Self.environment.encoder.observations(of: levels)
    reads = levels.map { [$0.grid.index($0.start)] }
  }

  /// Every two squares of one small maze.
  private static let known: [MazeLevel] = {
    guard let grid = drawn(1, side: 5).first?.grid else { return [] }
    return grid.freeCells.flatMap { goal in
      grid.freeCells.compactMap { start in
        try? MazeLevel(
          grid: grid, objects: [PlacedObject(shape: .door, colour: .red, cell: goal)],
          start: start)
      }
    }
  }()

  /// Levels that begin at most three steps from the goal.
  private static let near: [MazeLevel] = {
    var nearby = environment
    nearby.furthestStart = 3
    var random = RandomStream(seed: 22)
    return (try? nearby.levels(60, using: &random)) ?? []
  }()

  /// P9 on games at their beginning, read at every square but those of the things.
  private init(planner kind: PlantedRetentionPlanner.Kind) throws {
    var environment = RetentionEnvironment()
    environment.showsDeploymentStart = true
    let planes = try #require(
      PlantedRetentionPlanner.Planes(
        names: environment.planeNames, mostDeployments: RetentionEnvironment.mostDeployments))
    description = "P9 \(kind.rawValue)"
    agent = try PlantedRetentionPlanner(kind, planes: planes).agent()
    let shape = environment.observationShape
    let games = try (0..<30).map {
      try environment.episode(drawnFrom: RandomStream(seed: 23).split(UInt64($0)), part: .training)
    }
    var elements: [Float] = []
    for game in games {
      var observation = [Float](repeating: 0, count: shape.count)
      observation.withUnsafeMutableBufferPointer { game.observe(into: $0) }
      elements += observation
    }
    observations = Tensor(
      shape: [games.count, shape.rows, shape.columns, shape.planes], elements: elements)
    reads = games.map { game in
      let level = game.level
      return level.grid.freeCells.filter { $0 != level.base && $0 != level.proxy }
        .map { level.grid.index($0) }
    }
  }

  /// Networks that are layer programs, or nothing where one cannot be made.
  private static let programs: [Subject] = {
    do {
      let wave = try PlantedBidirectionalWave.agent(reading, agentPlane: 1, ticks: 30)
      let serial = try PlantedSerialEvaluator(length: 3).agent(reading, agentPlane: 1)
      return [
        Subject(planted: "P4", wave), Subject(planted: "P5", serial, on: near),
        try Subject(planner: .deceptive),
      ]
    } catch {
      Issue.record(error)
      return []
    }
  }()

  init(_ specimen: Specimen) {
    description = specimen.description
    agent = specimen.agent
    observations = Specimen.observations(20)
    reads = Specimen.reads(20)
  }

  static let planted: [Subject] =
    [
      Subject(planted: "P1", PlantedWave.agent(reading, ticks: 30, channels: 8)),
      Subject(planted: "P2", PlantedConvLSTMWave.agent(reading, ticks: 30)),
      Subject(
        planted: "P2 gated",
        PlantedConvLSTMWave.agent(
          reading, ticks: 30, read: .gated(rows: 9, columns: 9, agentPlane: 1))),
      Subject(planted: "P3", PlantedValueIteration.agent(reading, iterations: 30)),
      Subject(
        planted: "P3 with a discount",
        PlantedValueIteration.agent(reading, discount: 0.9, iterations: 30)),
      Subject(
        planted: "P7",
        PlantedUniversalPlanner.agent(goal: reading.goal, agentPlane: 1, rows: 9, columns: 9)),
      Subject(
        planted: "P8",
        PlantedTree.agent(
          maze: PlantedTree.Maze(rows: 5, columns: 5, walls: known[0].grid.walls),
          goal: reading.goal, agentPlane: 1), on: known),
    ] + programs

  /// Twins, whose programs and classifiers have channels of many kinds.
  static let twins: [Subject] = {
    let planes = reading.goal.count
    let agents: [(String, () throws -> Agent)] = [
      ("N2", { try PlantedCopiedPlan.agent(plan: 2..<6, planes: planes) }),
      (
        "N3",
        { try PlantedStagedReveal.agent(valuePlane: 2, planes: planes, squares: 81, ticks: 30) }
      ),
      (
        "N6",
        { try PlantedReflex.agent(reading, agentPlane: 1, rows: 9, columns: 9) }
      ),
      ("N9", { try PlantedConstant.agent(reading, action: 2) }),
      (
        "N10",
        { PlantedClassifier.agent(kinds: [reading.goal, reading.blocked], rows: 9, columns: 9) }
      ),
      ("N11", { try PlantedLatchedHint.agent(hint: 2..<6, planes: planes, ticks: 3) }),
      (
        "N12",
        {
          try PlantedWallFollower.agent(
            blocked: reading.blocked, agentPlane: 1, rows: 9, columns: 9)
        }
      ),
      (
        "N13", { PlantedUntiedWave.agent(reading, blocks: 16, random: RandomStream(seed: 2)) }
      ),
      (
        "N16",
        {
          try PlantedFixedPlace.agent(
            blocked: reading.blocked, row: 3, column: 5, rows: 9, columns: 9, ticks: 30)
        }
      ),
    ]
    return agents.map { name, make in
      do {
        return Subject(planted: name, try make())
      } catch {
        preconditionFailure("\(name) is no network: \(error)")
      }
    }
  }()

  /// Networks with nothing at zero, of every architecture whose channels are known.
  static let drawn: [Subject] =
    (Specimen.all.filter {
      let name = $0.description
      return name == "layer program"
        || ["M1", "M2", "M3", "M5", "image"].contains { name.hasPrefix($0) }
    } + [
      Specimen(
        description: "M4",
        architecture: TreeQNetwork(
          planes: 5, rows: 5, columns: 4, actions: 3, channels: 4, dims: 6, depth: 2))
    ]).map { Subject($0) }

  static let all = planted + twins + drawn

  /// A program with every operation, of which few channels are free.
  static func everyOperation() throws -> Subject {
    Subject(
      try #require(
        Specimen.all.first { $0.description == "layer program of every operation" }))
  }

  /// The largest difference of logits to another network, on the scale of the larger of 1 and
  /// the largest logit.
  func difference(_ other: Agent) throws -> Float {
    let clean = try agent.run(observations, reads: reads).logits.elements
    let found = try other.run(observations, reads: reads).logits.elements
    let size = clean.reduce(Float(1)) { max($0, abs($1)) }
    return zip(clean, found).reduce(Float(0)) {
      // What is not a number is no small difference.
      let difference = abs($1.0 - $1.1) / size
      return difference <= $0 ? $0 : difference.isNaN ? .infinity : difference
    }
  }
}

@Test(arguments: Subject.all)
private func permutedAndRescaledNetworksComputeTheSame(_ subject: Subject) throws {
  let scaled = try Camouflage.rescaled(subject.agent, seed: 1)
  #expect(scaled.parameters.values != subject.agent.parameters.values)
  #expect(try subject.difference(scaled) < 1e-4)
  // Of two channels there are only two orders.
  let permuted = try (1...UInt64(6)).map { try Camouflage.permuted(subject.agent, seed: $0) }
  #expect(Set(permuted.map(\.parameters.values)).count > 1)
  for other in permuted { #expect(try subject.difference(other) < 1e-4) }
}

@Test(arguments: Subject.all)
private func networksWithDistractorsComputeTheSame(_ subject: Subject) throws {
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  #expect(wide.parameters.values != subject.agent.parameters.values)
  #expect(try subject.difference(wide) < 1e-4)
  // One after another, as a benchmark does.
  let both = try Camouflage.permuted(
    Camouflage.rescaled(wide, seed: 5), seed: 6)
  #expect(try subject.difference(both) < 1e-4)
}

/// Where channels are tied to each other or to a meaning they stay as they are.
@Test func channelsOfProgramsThatAreTiedStay() throws {
  let subject = try Subject.everyOperation()
  let permuted = try (1...UInt64(6)).map { try Camouflage.permuted(subject.agent, seed: $0) }
  for other in permuted { #expect(try subject.difference(other) < 1e-4) }
  // The order of what is gated is free, and so is that of the code; logits keep theirs.
  for name in ["embedding/weight", "code/weight", "plan/weight", "moved/weight"] {
    #expect(permuted.contains { $0.parameters[name] != subject.agent.parameters[name] })
  }
  #expect(
    permuted.allSatisfy { $0.parameters["policy/bias"] == subject.agent.parameters["policy/bias"] })
  // Gates and softmax are not homogeneous, and a maximum sees what is added.
  #expect(
    try Camouflage.rescaled(subject.agent, seed: 3).parameters.values
      == subject.agent.parameters.values)
  #expect(throws: CamouflageError.self) {
    try Camouflage.withDistractors(subject.agent, seed: 3)
  }
}

/// Channels that are added to a program live in its repeated part and pass its vectors.
@Test func programsGrow() throws {
  let subject = try #require(Subject.twins.first { $0.description == "N12" })
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  #expect(wide.parameters["choice/weight"].shape == [8, 23])
  #expect(wide.parameters["choice/bias"].elements.suffix(3).contains { $0 != 0 })
  // What is known is four channels and four again, of one space that is tied to the moves.
  #expect(wide.parameters["exits/weight"].shape[3] == 4)
  let wave = try #require(Subject.twins.first { $0.description == "N16" })
  let grown = try Camouflage.withDistractors(wave.agent, count: 3, seed: 4)
  #expect(grown.parameters["hidden/weight"].shape == [3, 3, 6, 9])
  let output = try grown.run(
    wave.observations, reads: wave.reads, capturing: [Site("hidden", tick: 5)])
  let state = try #require(output.activations[Site("hidden", tick: 5)])
  #expect((6..<9).allSatisfy { state[0, 3, 3, $0] != 0 || state[1, 5, 5, $0] != 0 })
}

/// Distractors live: they are not the same everywhere, and pushing them changes no logit.
@Test(arguments: [
  (0, "cell/hidden", 8, 5), (1, "cell.1/hidden", 5, 5), (2, "cell.1/hidden", 9, 5),
  (5, "latent", 2, 0), (7, "waves", 8, 5), (8, "place.3", 1, 5),
  (9, "things", 8, 0),
])
private func distractorsLiveAndAreNotRead(
  _ place: Int, _ site: String, _ channels: Int, _ tick: Int
) throws {
  let subject = Subject.planted[place]
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  let site = Site(site, tick: tick)
  let output = try wide.run(subject.observations, reads: subject.reads, capturing: [site])
  let state = try #require(output.activations[site])
  #expect(state.shape[3] == channels + 3)
  var push = Tensor(shape: state.shape)
  for channel in channels..<channels + 3 {
    let values = stride(from: channel, to: state.count, by: channels + 3).map {
      state.elements[$0]
    }
    let mean = values.reduce(0, +) / Float(values.count)
    let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    #expect(spread.squareRoot() > 1e-3 && spread.isFinite)
    for index in stride(from: channel, to: push.count, by: channels + 3) {
      push.elements[index] = 0.5
    }
  }
  let pushed = try wide.run(
    subject.observations, reads: subject.reads, edits: [SiteEdit(at: site, .add(push))])
  #expect(zip(pushed.logits.elements, output.logits.elements).allSatisfy { abs($0 - $1) < 1e-4 })
}

@Test func actionChannelsThatAreAddedToValueIterationAreNeverTheLargest() throws {
  let subject = Subject.planted[3]
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  let site = Site("q", tick: 12)
  let output = try wide.run(subject.observations, reads: subject.reads, capturing: [site])
  let q = try #require(output.activations[site])
  #expect(q.shape[3] == 8)
  var isLive = false
  for start in stride(from: 0, to: q.count, by: 8) {
    let own = q.elements[start..<start + 5].max() ?? 0
    for added in q.elements[start + 5..<start + 8] {
      #expect(added <= own + 1e-3 * max(1, abs(own)))
      if added != 0 && added != own { isLive = true }
    }
  }
  #expect(isLive)
}

@Test(arguments: Subject.planted, Camouflage.NoiseScale.allCases)
private func noiseIsMadeSmallUntilActionsStay(
  _ subject: Subject, _ scale: Camouflage.NoiseScale
) throws {
  let noisy = try Camouflage.noisy(
    subject.agent, from: 0.1, scale: scale, seed: 7, on: subject.observations,
    reads: subject.reads)
  #expect(noisy.agreement >= 0.99)
  #expect(noisy.agent.parameters.values != subject.agent.parameters.values)
  #expect(noisy.relativeSize >= 1e-5)
  // Large noise is another network.
  let other = Camouflage.noisy(subject.agent, relativeSize: 3, scale: scale, seed: 7)
  #expect(
    try Camouflage.agreement(
      of: other, with: subject.agent, on: subject.observations, reads: subject.reads) < 0.9)
}

@Test func noiseThatCannotBeMadeSmallEnoughIsAnError() throws {
  let subject = Subject.planted[5]
  #expect(throws: CamouflageError.self) {
    try Camouflage.noisy(
      subject.agent, keeping: 1.1, seed: 7, on: subject.observations, reads: subject.reads)
  }
}

@Test func noiseHasTheSizeThatWasAskedFor() {
  let agent = Subject.drawn[0].agent
  let noisy = Camouflage.noisy(agent, relativeSize: 0.05, seed: 3)
  for entry in agent.parameters.layout.entries where entry.count > 100 {
    let range = entry.offset..<entry.offset + entry.count
    let (own, added) = zip(agent.parameters.values[range], noisy.parameters.values[range]).reduce(
      (Float(0), Float(0))
    ) { ($0.0 + $1.0 * $1.0, $0.1 + ($1.1 - $1.0) * ($1.1 - $1.0)) }
    #expect(abs((added / own).squareRoot() - 0.05) < 0.01)
  }
  // Relative to the weight itself, zeros stay.
  let planted = Subject.planted[0].agent
  let scaled = Camouflage.noisy(planted, relativeSize: 0.05, scale: .weight, seed: 3)
  for (before, after) in zip(planted.parameters.values, scaled.parameters.values) {
    #expect(before == 0 ? after == 0 : abs(after - before) < 0.3 * abs(before))
  }
}

@Test func latentStatesOfThePlannerCanBeTurned() throws {
  let subject = Subject.planted[5]
  let turned = try Camouflage.rotated(subject.agent, seed: 2)
  #expect(
    turned.parameters["model/direct/weight"] != subject.agent.parameters["model/direct/weight"])
  #expect(try subject.difference(turned) < 1e-4)
  // Also where units read the latent state, as long as errors are small.
  let wide = try Camouflage.withDistractors(subject.agent, count: 3, seed: 4)
  var small = wide
  var latent = wide.parameters["encoder/latent/weight"]
  for index in latent.elements.indices { latent.elements[index] *= 0.05 }
  small.parameters["encoder/latent/weight"] = latent
  let bias = wide.parameters["encoder/latent/bias"]
  small.parameters["encoder/latent/bias"] = Tensor(shape: bias.shape)
  var output = wide.parameters["model/output/weight"]
  for index in output.elements.indices { output.elements[index] = Float(index % 3) * 0.02 - 0.02 }
  small.parameters["model/output/weight"] = output
  let again = try Camouflage.rotated(small, seed: 3)
  let clean = try small.run(subject.observations, reads: subject.reads).logits
  let found = try again.run(subject.observations, reads: subject.reads).logits
  #expect(zip(clean.elements, found.elements).allSatisfy { abs($0 - $1) < 1e-4 })
  #expect(throws: CamouflageError.self) {
    try Camouflage.rotated(Subject.planted[0].agent, seed: 2)
  }
}

@Test(arguments: ["M7", "M7 with weights of each layer"])
func linearAttentionCanBePermutedAndRescaled(_ name: String) throws {
  let specimen = try #require(Specimen.all.first { $0.description == name })
  let subject = Subject(specimen)
  for seed in 1...UInt64(3) {
    let other = try Camouflage.permuted(
      Camouflage.rescaled(subject.agent, seed: seed), seed: seed)
    #expect(
      zip(other.parameters.values, subject.agent.parameters.values).filter { $0 != $1 }.count
        > subject.agent.parameters.values.count / 2)
    #expect(try subject.difference(other) < 1e-4)
  }
  // Every value is read, and matrices are as wide as a token.
  #expect(throws: CamouflageError.self) {
    try Camouflage.withDistractors(subject.agent, seed: 1)
  }
}

/// In the planted one the values of x are read by no one, and can be anything.
@Test func plantedDescentTakesDistractors() throws {
  let agent = PlantedGradientDescent.agent(dimension: 4, pairs: 19, steps: 3, stepSize: 1)
  let wide = try Camouflage.withDistractors(agent, seed: 1)
  #expect(wide.parameters["layer/value/weight"] != agent.parameters["layer/value/weight"])
  let observations = Specimen.observations(6)
  let reads = [[Int]](repeating: [19], count: 6)
  let clean = try agent.run(observations, reads: reads).logits.elements
  let found = try wide.run(observations, reads: reads).logits.elements
  #expect(clean.contains { abs($0) > 0.1 } && zip(clean, found).allSatisfy { abs($0 - $1) < 1e-4 })
}

@Test func theKernelOfAConvLSTMOfOneLayerCanBeSplit() throws {
  for place in [1, 2] {
    let subject = Subject.planted[place]
    let split = try Camouflage.split(subject.agent, seed: 2)
    let below = split.parameters["cell.1/from-below/weight"].elements
    let hidden = split.parameters["cell.1/from-hidden/weight"].elements
    #expect(below.contains { $0 != 0 } && hidden.contains { $0 != 0 })
    #expect(try subject.difference(split) < 1e-4)
  }
  #expect(throws: CamouflageError.self) {
    try Camouflage.split(Subject.planted[0].agent, seed: 2)
  }
}

@Test func whatCannotBeDisguisedSaysSo() throws {
  let unknown = try #require(Specimen.all.first { $0.description == "M9" }).agent
  let error = CamouflageError.unknownChannels(architecture: GatedRecurrentUnit.name)
  #expect(throws: error) { try Camouflage.permuted(unknown, seed: 1) }
  #expect(error.description.contains(GatedRecurrentUnit.name))
  // A tree whose every unit is read and that sees its state as it is has no room.
  let tree = Agent(
    TreeQNetwork(planes: 3, encoder: .dense, dims: 3), drawnFrom: RandomStream(seed: 1))
  #expect(throws: CamouflageError.self) { try Camouflage.withDistractors(tree, seed: 1) }
}
