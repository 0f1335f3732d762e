import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct PlantedCaseTests {
  static let places = Array(PlantedCase.all.indices)

  /// Every intermediate value, every decision and every cut, on 400 levels or problems.
  @Test(arguments: places)
  func everyClaimHoldsOn400Levels(_ place: Int) throws {
    let planted = PlantedCase.all[place]
    let checks = try planted.checks(levels: 400, seed: 5)
    for check in checks { #expect(check.holds, "\(check.line)") }
    let whole = checks.filter { $0.kind == .intermediate }
    #expect(whole.allSatisfy { $0.levels == 400 })
    // Of what is not trained nothing is known.
    #expect(whole.isEmpty == planted.id.hasPrefix("U"))
    // A claim about some of the levels is about many of them.
    #expect(checks.allSatisfy { $0.levels >= 100 && $0.comparisons >= 100 })
    #expect(checks.allSatisfy { $0.network == planted.id && $0.setting == planted.setting })
  }

  @Test func everyNetworkIsInTheTableAndIsCut() throws {
    let ids = PlantedNetworks.entries.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids {
      #expect(!PlantedCase.cases(id).isEmpty, "\(id) has no checks")
      #expect(PlantedNetworks.entry(id)?.claims.isEmpty == false)
    }
    for planted in PlantedCase.all {
      #expect(PlantedNetworks.entry(planted.id) != nil, "\(planted.id) is not in the table")
    }
    #expect(PlantedNetworks.entry("P99") == nil && PlantedCase.cases("P99").isEmpty)
  }

  @Test func aNetworkOfASeedIsTheSameAgain() throws {
    for planted in PlantedCase.all where planted.environment["side"] != "7" {
      #expect(
        try planted.make(3).parameters.values == planted.make(3).parameters.values)
    }
    for id in ["P8", "N1", "N5", "N13", "U1"] {
      let drawn = try #require(PlantedCase.cases(id).first)
      #expect(try drawn.make(3).parameters.values != drawn.make(4).parameters.values)
    }
  }

  @Test func movesOfPlantedNetworksAreThoseOfGrids() {
    #expect([PlantedMove](.four) == .fourMoves)
    #expect([PlantedMove](.eight) == .eightMoves)
  }

  @Test func checksThatComparedNothingOrFoundNoNumberDoNotHold() {
    func check(_ comparisons: Int, _ worst: Double) -> PlantedCheck {
      PlantedCheck(
        "P0", .intermediate, "claim", levels: 400, comparisons: comparisons, worst: worst,
        tolerance: 1)
    }
    #expect(check(1, 1).holds)
    #expect(!check(0, 0).holds && !check(1, 1.5).holds && !check(1, .nan).holds)
    #expect(check(1, 1.5).line.contains("FAILS") && check(1, 1).line.contains("holds"))
  }
}

/// The checks themselves: networks that are not what is claimed fail them.
@Suite struct PlantedCheckTests {
  static let environment: RedDoorEnvironment = {
    var environment = RedDoorEnvironment()
    environment.encoding = .separate
    return environment
  }()

  private func levels(
    _ count: Int = 100, of environment: RedDoorEnvironment = environment
  ) throws -> LevelSet {
    var random = RandomStream(seed: 8)
    return try LevelSet(environment.levels(count, using: &random))
  }

  private func reading() throws -> PlantedWave.Reading {
    try #require(PlantedWave.Reading(Self.environment.encoder))
  }

  private func fails(_ checks: [PlantedCheck], _ kinds: PlantedCheck.Kind...) -> Bool {
    kinds.allSatisfy { kind in checks.contains { $0.kind == kind && !$0.holds } }
  }

  /// With planes of ones and zeros nothing is lost to rounding.
  @Test(arguments: [RedDoorEncoding.separate, .shapeAndColour])
  func withPlanesOfOnesAndZerosTheWavesAreExact(_ encoding: RedDoorEncoding) throws {
    var environment = Self.environment
    environment.encoding = encoding
    environment.support = .anyColour
    let (levels, encoder) = (try levels(of: environment), environment.encoder)
    let reading = try #require(PlantedWave.Reading(encoder))
    let wave = try PlantedWave.check(
      PlantedWave.agent(reading, ticks: 40), on: levels, encoder: encoder)
    #expect(wave.first?.worst == 0)
    let values = try PlantedValueIteration.check(
      PlantedValueIteration.agent(reading, iterations: 40), discount: 1, on: levels,
      encoder: encoder)
    #expect(values.prefix(2).allSatisfy { $0.worst == 0 })
    let gates = try PlantedConvLSTMWave.check(
      PlantedConvLSTMWave.agent(reading, ticks: 40, channels: 16), read: .agent, on: levels,
      encoder: encoder)
    #expect(gates.allSatisfy { $0.holds } && gates[0].worst < 1e-7)
  }

  @Test func aWaveThroughWallsFailsTheChecks() throws {
    let (levels, encoder) = (try levels(), Self.environment.encoder)
    var blind = try reading()
    blind = PlantedWave.Reading(
      blocked: [Float](repeating: 0, count: blind.blocked.count), goal: blind.goal)
    #expect(
      fails(
        try PlantedWave.check(
          PlantedWave.agent(blind, ticks: 40), on: levels, encoder: encoder),
        .intermediate, .decision))
    #expect(
      fails(
        try PlantedConvLSTMWave.check(
          PlantedConvLSTMWave.agent(blind, ticks: 40), read: .agent, on: levels,
          encoder: encoder), .intermediate, .decision))
    #expect(
      fails(
        try PlantedValueIteration.check(
          PlantedValueIteration.agent(blind, iterations: 40), discount: 1, on: levels,
          encoder: encoder), .intermediate, .decision))
  }

  @Test func anotherDiscountOrAnEarlierReadFailsTheChecks() throws {
    let (levels, encoder) = (try levels(), Self.environment.encoder)
    #expect(
      fails(
        try PlantedValueIteration.check(
          PlantedValueIteration.agent(try reading(), discount: 0.95, iterations: 40),
          discount: 0.9, on: levels, encoder: encoder), .intermediate))
    // Pointers that an agent plane lets through come a tick later than those at the agent.
    let gated = PlantedConvLSTMWave.Read.gated(rows: 9, columns: 9, agentPlane: 1)
    #expect(
      fails(
        try PlantedConvLSTMWave.check(
          PlantedConvLSTMWave.agent(try reading(), ticks: 40, read: gated), read: .agent,
          on: levels, encoder: encoder), .decision))
  }

  /// The doubled step of a loss without the half square.
  @Test func theStepOfALossWithoutTheHalfFailsTheChecks() throws {
    let levels = try levels()
    var open = Self.environment
    open.generator = .percolation(wallShare: 0)
    open.distractors = 0...0
    var random = RandomStream(seed: 9)
    let rooms = try LevelSet(open.levels(100, using: &random))
    let agent = PlantedUniversalPlanner.agent(
      goal: try reading().goal, agentPlane: 1, rows: 9, columns: 9, steps: 3, rate: 0.4)
    let encoder = Self.environment.encoder
    #expect(
      try PlantedUniversalPlanner.check(agent, on: levels, open: rooms, encoder: encoder)
        .allSatisfy { $0.holds })
    var doubled = agent
    var model = agent.parameters["model/direct/weight"]
    for index in model.elements.indices { model.elements[index] *= Float(2).squareRoot() }
    doubled.parameters["model/direct/weight"] = model
    #expect(
      fails(
        try PlantedUniversalPlanner.check(doubled, on: levels, open: rooms, encoder: encoder),
        .intermediate))
    // The rate is the share of the error that a step takes away.
    let output = try agent.run(
      encoder.observations(of: levels.levels), reads: levels.levels.map { _ in [0] },
      capturing: [Site("error", tick: 1), Site("error", tick: 3)])
    let first = try #require(output.activations[Site("error", tick: 1)]).elements
    let third = try #require(output.activations[Site("error", tick: 3)]).elements
    for (before, after) in zip(first, third) { #expect(abs(after - 0.36 * before) < 1e-6) }
    #expect(first.contains { abs($0) > 0.3 })
  }

  @Test func aTreeOfAnotherMazeFailsTheChecks() throws {
    var environment = Self.environment
    environment.side = 7
    environment.distractors = 0...0
    var random = RandomStream(seed: 10)
    let drawn = try environment.levels(2, using: &random)
    let mazes = drawn.map {
      PlantedTree.Maze(rows: 7, columns: 7, walls: $0.grid.walls)
    }
    let grid = drawn[0].grid
    let cells = grid.freeCells
    let levels = try LevelSet(
      (1..<cells.count).map { place in
        try MazeLevel(
          grid: grid, objects: [PlacedObject(shape: .door, colour: .red, cell: cells[0])],
          start: cells[place])
      })
    for (maze, isRight) in zip(mazes, [true, false]) {
      let agent = PlantedTree.agent(maze: maze, goal: try reading().goal, agentPlane: 1)
      let checks = try PlantedTree.check(
        agent, maze: mazes[0], on: levels, encoder: environment.encoder)
      if isRight {
        #expect(checks.allSatisfy { $0.holds })
      } else {
        #expect(fails(checks, .intermediate))
      }
    }
  }
}
