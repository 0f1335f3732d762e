import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Testing

/// A network and levels or drawn observations to run it on.
struct CamouflageSubject: Sendable, CustomStringConvertible {
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
  private static let programs: [CamouflageSubject] = {
    do {
      let wave = try PlantedBidirectionalWave.agent(reading, agentPlane: 1, ticks: 30)
      let serial = try PlantedSerialEvaluator(length: 3).agent(reading, agentPlane: 1)
      return [
        CamouflageSubject(planted: "P4", wave), CamouflageSubject(planted: "P5", serial, on: near),
        try CamouflageSubject(planner: .deceptive),
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

  static let planted: [CamouflageSubject] =
    [
      CamouflageSubject(planted: "P1", PlantedWave.agent(reading, ticks: 30, channels: 8)),
      CamouflageSubject(planted: "P2", PlantedConvLSTMWave.agent(reading, ticks: 30)),
      CamouflageSubject(
        planted: "P2 gated",
        PlantedConvLSTMWave.agent(
          reading, ticks: 30, read: .gated(rows: 9, columns: 9, agentPlane: 1))),
      CamouflageSubject(planted: "P3", PlantedValueIteration.agent(reading, iterations: 30)),
      CamouflageSubject(
        planted: "P3 with a discount",
        PlantedValueIteration.agent(reading, discount: 0.9, iterations: 30)),
      CamouflageSubject(
        planted: "P7",
        PlantedUniversalPlanner.agent(goal: reading.goal, agentPlane: 1, rows: 9, columns: 9)),
      CamouflageSubject(
        planted: "P8",
        PlantedTree.agent(
          maze: PlantedTree.Maze(rows: 5, columns: 5, walls: known[0].grid.walls),
          goal: reading.goal, agentPlane: 1), on: known),
    ] + programs

  /// Twins, whose programs and classifiers have channels of many kinds.
  static let twins: [CamouflageSubject] = {
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
        return CamouflageSubject(planted: name, try make())
      } catch {
        preconditionFailure("\(name) is no network: \(error)")
      }
    }
  }()

  /// Networks with nothing at zero, of every architecture whose channels are known.
  static let drawn: [CamouflageSubject] =
    (Specimen.all.filter {
      let name = $0.description
      return name == "layer program"
        || ["M1", "M2", "M3", "M5", "image"].contains { name.hasPrefix($0) }
    } + [
      Specimen(
        description: "M4",
        architecture: TreeQNetwork(
          planes: 5, rows: 5, columns: 4, actions: 3, channels: 4, dims: 6, depth: 2))
    ]).map { CamouflageSubject($0) }

  static let all = planted + twins + drawn

  /// A program with every operation, of which few channels are free.
  static func everyOperation() throws -> CamouflageSubject {
    CamouflageSubject(
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
