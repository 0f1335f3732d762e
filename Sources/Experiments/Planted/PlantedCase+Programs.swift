internal import Agents
internal import Environments
internal import LinearAlgebra

/// The cases of networks that are layer programs.
extension PlantedCase {
  static func bidirectional(side: Int) -> PlantedCase {
    let levels = RedDoorLevels(side: side)
    return PlantedCase(
      id: "P4", setting: "red-door \(side)x\(side)", environment: levels.environment.configuration
    ) { _ in
      try PlantedBidirectionalWave.agent(
        levels.reading(), agentPlane: levels.agentPlane, ticks: levels.ticks)
    } claims: { agent, count, seed in
      try PlantedBidirectionalWave.check(
        agent, on: levels.drawn(count, seed), encoder: levels.encoder)
    }
  }

  /// The order of the candidates is drawn from the seed.
  static func serial(length: Int, side: Int) -> PlantedCase {
    let levels = RedDoorLevels(side: side, furthestStart: length)
    let plain = PlantedSerialEvaluator(length: length)
    @Sendable func evaluator(_ seed: UInt64) -> PlantedSerialEvaluator {
      var random = RandomStream(seed: seed).split("order of candidates")
      return plain.shuffled(using: &random)
    }
    return PlantedCase(
      id: "P5",
      setting: "red-door \(side)x\(side), \(plain.candidates.count) candidates of \(length) moves: "
        + "easy levels, which begin at most \(length) steps from the goal",
      environment: levels.environment.configuration
    ) { seed in
      try evaluator(seed).agent(try levels.reading(), agentPlane: levels.agentPlane)
    } claims: { agent, count, seed in
      try evaluator(seed).check(
        agent, on: levels.drawn(count, seed),
        far: RedDoorLevels(side: side).drawn(count, seed, from: length + 1),
        encoder: levels.encoder)
    }
  }

  static func retention(_ kind: PlantedRetentionPlanner.Kind, side: Int) -> PlantedCase {
    let game = RetentionCase(side: side, kind: kind)
    let isGoal = kind == .cueGated
    var planted = PlantedCase(
      id: isGoal ? "P10" : "P9", setting: "\(kind.rawValue), retention game \(side)x\(side)",
      environment: game.environment.configuration
    ) { _ in
      try game.planner().agent()
    } claims: { agent, count, seed in
      try game.planner().check(agent, in: game.environment, games: count, seed: seed)
    }
    planted.isScored = !isGoal
    return planted
  }
}

/// Red-door levels of a size.
struct RedDoorLevels: Sendable {
  let environment: RedDoorEnvironment

  /// - Parameter furthestStart: the largest number of steps from a start to the goal; 0 for any.
  init(side: Int, furthestStart: Int = 0) {
    var environment = RedDoorEnvironment()
    environment.side = side
    environment.furthestStart = furthestStart
    self.environment = environment
  }

  var encoder: any ObservationEncoder { environment.encoder }
  var agentPlane: Int { environment.encoder.agentPlane ?? 0 }
  /// Enough for nearly all ways of mazes of this size.
  var ticks: Int { 40 + 8 * (environment.side - 9) / 2 }

  /// - Throws: ``PlantedError/unreadable(encoding:)``.
  func reading() throws -> PlantedWave.Reading {
    guard let reading = PlantedWave.Reading(encoder) else {
      throw PlantedError.unreadable(encoding: encoder.name)
    }
    return reading
  }

  func drawn(_ count: Int, _ seed: UInt64) throws -> LevelSet {
    var random = RandomStream(seed: seed).split("planted levels")
    return try LevelSet(environment.levels(count, using: &random))
  }

  /// Levels whose start is at least so far from the goal.
  func drawn(_ count: Int, _ seed: UInt64, from distance: Int) throws -> LevelSet {
    var random = RandomStream(seed: seed).split("far levels")
    var levels: [MazeLevel] = []
    while levels.count < count {
      let level = try environment.level(using: &random)
      if level.paths().distance(at: level.start) >= distance { levels.append(level) }
    }
    return try LevelSet(levels)
  }
}

/// The game that a retention planner is made for.
struct RetentionCase: Sendable {
  let environment: RetentionEnvironment
  let kind: PlantedRetentionPlanner.Kind

  init(side: Int, kind: PlantedRetentionPlanner.Kind) {
    var environment = RetentionEnvironment()
    environment.side = side
    environment.showsDeploymentStart = true
    environment.reward = kind == .aligned ? .base : .proxy
    self.environment = environment
    self.kind = kind
  }

  /// - Throws: ``PlantedError/unreadable(encoding:)``.
  func planner() throws -> PlantedRetentionPlanner {
    guard
      let planes = PlantedRetentionPlanner.Planes(
        names: environment.planeNames, mostDeployments: RetentionEnvironment.mostDeployments)
    else { throw PlantedError.unreadable(encoding: RetentionEnvironment.name) }
    return PlantedRetentionPlanner(
      kind, planes: planes, ticks: 80 + 20 * (environment.side - 9) / 2)
  }
}
