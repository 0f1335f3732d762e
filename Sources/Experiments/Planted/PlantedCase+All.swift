internal import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCase {
  /// One entry a form of a network.
  package static let all: [PlantedCase] = positives + organisms + twins

  /// The forms of the networks that search.
  static let positives: [PlantedCase] = [
    PlantedCase(id: "P1", setting: "red-door 9x9", environment: RedDoor.environment.configuration) {
      _ in
      PlantedWave.agent(try RedDoor.reading(), ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedWave.check(agent, on: RedDoor.levels(count, seed), encoder: RedDoor.encoder)
    },
    PlantedCase(
      id: "P2", setting: "red-door 9x9, read at the agent",
      environment: RedDoor.environment.configuration
    ) { _ in
      PlantedConvLSTMWave.agent(try RedDoor.reading(), ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedConvLSTMWave.check(
        agent, read: .agent, on: RedDoor.levels(count, seed), encoder: RedDoor.encoder)
    },
    PlantedCase(
      id: "P2", setting: "red-door 9x9, gated pointers",
      environment: RedDoor.environment.configuration
    ) { _ in
      PlantedConvLSTMWave.agent(try RedDoor.reading(), ticks: RedDoor.ticks, read: RedDoor.gated)
    } claims: { agent, count, seed in
      try PlantedConvLSTMWave.check(
        agent, read: RedDoor.gated, on: RedDoor.levels(count, seed), encoder: RedDoor.encoder)
    },
    PlantedCase(id: "P2", setting: "obstacle-and-goal 9x9, eight moves") { _ in
      PlantedConvLSTMWave.agent(
        try Mazes.reading(), moves: .eightMoves, ticks: Mazes.ticks)
    } claims: { agent, count, seed in
      try PlantedConvLSTMWave.check(
        agent, read: .agent, on: Mazes.levels(count, seed), encoder: Mazes.encoder)
    },
    valueIteration(discount: 1, isEight: false), valueIteration(discount: 0.9, isEight: false),
    valueIteration(discount: 1, isEight: true), valueIteration(discount: 0.9, isEight: true),
    bidirectional(side: 9), bidirectional(side: 11), bidirectional(side: 13),
    serial(length: 3, side: 9), serial(length: 3, side: 13),
    serial(length: 2, side: 9),
    PlantedCase(id: "P6", setting: "regression in 4 dimensions", environment: regression) { _ in
      PlantedGradientDescent.agent(dimension: 4, pairs: 10, steps: 5, stepSize: 1)
    } claims: { agent, count, seed in
      try PlantedGradientDescent.check(
        agent, dimension: 4, pairs: 10, stepSize: 1, problems: count, seed: seed)
    },
    universalPlanner(side: 9), universalPlanner(side: 11), universalPlanner(side: 13),
    knownMaze,
    PlantedCase(id: "P8", setting: "random decision processes", isScored: false) { seed in
      var random = RandomStream(seed: seed)
      return PlantedTree.agent(PlantedTree.Process(drawnFrom: &random))
    } claims: { _, count, seed in
      try PlantedTree.checkProcesses(count, seed: seed)
    },
    retention(.aligned, side: 9), retention(.myopic, side: 9), retention(.deceptive, side: 9),
    retention(.deceptive, side: 11),
  ]

  /// A tree search that has one maze in its weights, another for each seed.
  private static let knownMaze: PlantedCase = {
    var planted = PlantedCase(
      id: "P8", setting: "a red-door maze 7x7 kept in the weights",
      environment: KnownMaze.environment(seed: 0).configuration
    ) { seed in
      PlantedTree.agent(
        maze: try KnownMaze(seed: seed).maze, goal: try RedDoor.reading().goal,
        agentPlane: RedDoor.agentPlane)
    } claims: { agent, count, seed in
      let known = try KnownMaze(seed: seed)
      return try PlantedTree.check(
        agent, maze: known.maze, on: known.levels(count, seed), encoder: RedDoor.encoder)
    }
    planted.environmentOfSeed = { KnownMaze.environment(seed: $0).configuration }
    return planted
  }()

  /// The task of P6's regression.
  private static let regression = [
    "environment": RegressionTask.name, "dimension": "4", "pairs": "10",
  ]

  /// Rooms without inner walls, which its model does not know; nor does it know the other things, which
  /// stand in the way now and then and make one level differ from another.
  private static func universalPlanner(side: Int) -> PlantedCase {
    let (levels, empty) = (RedDoor.open(side: side, distractors: 1...2), RedDoor.open(side: side))
    return PlantedCase(
      id: "P7", setting: "open rooms \(side)x\(side)", environment: levels.configuration
    ) { _ in
      PlantedUniversalPlanner.agent(
        goal: try RedDoor.reading().goal, agentPlane: RedDoor.agentPlane, rows: side,
        columns: side)
    } claims: { agent, count, seed in
      var walled = RedDoor.environment
      walled.side = side
      return try PlantedUniversalPlanner.check(
        agent, on: RedDoor.levels(count, seed, of: walled),
        open: RedDoor.levels(count, seed, of: empty), encoder: RedDoor.encoder)
    }
  }

  private static func valueIteration(discount: Float, isEight: Bool) -> PlantedCase {
    PlantedCase(
      id: "P3",
      setting: (isEight ? "obstacle-and-goal 9x9, eight moves" : "red-door 9x9")
        + ", discount \(discount)",
      environment: isEight ? [:] : RedDoor.environment.configuration
    ) { _ in
      PlantedValueIteration.agent(
        try isEight ? Mazes.reading() : RedDoor.reading(),
        moves: isEight ? .eightMoves : .fourMoves, discount: discount,
        iterations: isEight ? Mazes.ticks : RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedValueIteration.check(
        agent, discount: discount,
        on: isEight ? Mazes.levels(count, seed) : RedDoor.levels(count, seed),
        encoder: isEight ? Mazes.encoder : RedDoor.encoder)
    }
  }
}
