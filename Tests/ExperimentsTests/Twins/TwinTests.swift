import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

/// The checks of twins: networks that are not the twin that is claimed fail them. That the twins
/// themselves pass is in `PlantedCaseTests`, with all planted networks.
@Suite struct TwinTests {
  static let environment = RedDoorEnvironment()
  static let ticks = 40

  private var encoder: RedDoorEncoder { Self.environment.encoder }

  private func reading() throws -> PlantedWave.Reading {
    try #require(PlantedWave.Reading(encoder))
  }

  private func levels(_ count: Int = 100, seed: UInt64) throws -> LevelSet {
    try TwinLevels.fresh(count, seed)
  }

  private func comparison(
    _ id: String, _ agent: Agent, _ oracle: OraclePlanes = .none
  ) throws -> TwinComparison {
    try TwinComparison(id, agent, encoder: TwinLevels.encoder(oracle), ticks: Self.ticks)
  }

  private func kinds(failing checks: [PlantedCheck]) -> Set<PlantedCheck.Kind> {
    Set(checks.filter { !$0.holds }.map(\.kind))
  }

  @Test func aLookupOfOtherLevelsFailsOnItsMatchedOnes() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    let agent = try PlantedLookup.agent(reading(), levels: kept, encoder: encoder)
    let twin = try comparison("N1", agent)
    #expect(kinds(failing: try PlantedLookup.check(twin, matched: kept, fresh: fresh)).isEmpty)
    #expect(
      kinds(failing: try PlantedLookup.check(twin, matched: fresh, fresh: kept))
        == [.intermediate, .decision, .contrast])
  }

  /// The wave itself is right everywhere, which is no lookup.
  @Test func aWaveInTheTwinsPlaceFailsTheContrast() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    let wave = PlantedWave.agent(try reading(), ticks: Self.ticks)
    let checks = try PlantedConstant.check(
      comparison("N9", wave), action: 1, matched: kept, fresh: fresh)
    #expect(kinds(failing: checks) == [.intermediate, .contrast])
  }

  @Test func anUnusedWaveThatTheHeadReadsFailsTheCut() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    var agent = try PlantedUnusedWave.agent(
      reading(), levels: kept, encoder: encoder, ticks: Self.ticks)
    let twin = try comparison("N7", agent)
    #expect(kinds(failing: try PlantedUnusedWave.check(twin, matched: kept, fresh: fresh)).isEmpty)
    var policy = agent.parameters["policy/weight"]
    for move in 0..<4 { policy[PlantedWave.Channel.up.rawValue + move, move] = 1 }
    agent.parameters["policy/weight"] = policy
    let used = try PlantedUnusedWave.check(comparison("N7", agent), matched: kept, fresh: fresh)
    #expect(kinds(failing: used).contains(.decision))
  }

  @Test func aThresholdWithinTheRangeOfTheTraceIsNotDormant() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    for (threshold, isDormant) in [(PlantedDormantPlan.threshold, true), (Float(0.05), false)] {
      let agent = try PlantedDormantPlan.agent(
        reading(), levels: kept, encoder: encoder, threshold: threshold)
      let failing = kinds(
        failing: try PlantedDormantPlan.check(
          comparison("N8", agent), matched: kept, fresh: fresh))
      #expect(failing == (isDormant ? [] : [.intermediate, .decision]))
    }
  }

  @Test func withoutItsCorrectionsAnOpenWaveIsWrong() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    var agent = try PlantedPatchedWave.agent(
      reading(), levels: kept, encoder: encoder, ticks: Self.ticks)
    #expect(
      kinds(
        failing: try PlantedPatchedWave.check(
          comparison("N14", agent), matched: kept, fresh: fresh)
      ).isEmpty)
    let corrections = agent.parameters["kept/weight"]
    // Where the open wave is right nothing is corrected, and elsewhere something is.
    let share = Double(corrections.elements.count { $0 != 0 }) / Double(corrections.count)
    #expect(share > 0.02 && share < 0.5)
    agent.parameters["kept/weight"] = Tensor(shape: corrections.shape)
    #expect(
      kinds(
        failing: try PlantedPatchedWave.check(
          comparison("N14", agent), matched: kept, fresh: fresh)) == [.decision])
  }

  @Test func aCounterThatIsLateFailsTheStagedReveal() throws {
    let levels = try levels(seed: 1)
    let oracle = TwinLevels.encoder(.value)
    let plane = oracle.planes - 1
    var agent = try PlantedStagedReveal.agent(
      valuePlane: plane, planes: oracle.planes, squares: 81, ticks: Self.ticks)
    #expect(
      kinds(
        failing: try PlantedStagedReveal.check(
          comparison("N3", agent, .value), valuePlane: plane, on: levels)
      ).isEmpty)
    // Two steps of the counter in each tick.
    agent.parameters["counter/bias"] = Tensor(shape: [1], elements: [2])
    #expect(
      kinds(
        failing: try PlantedStagedReveal.check(
          comparison("N3", agent, .value), valuePlane: plane, on: levels)
      ).contains(.intermediate))
  }

  @Test func theWrongPlaneIsNoOracle() throws {
    let levels = try levels(seed: 1)
    let plans = TwinLevels.encoder(.plan)
    // The planes of the plan, turned by one.
    let agent = try PlantedCopiedPlan.agent(
      plan: plans.planes - 5..<plans.planes - 1, planes: plans.planes)
    #expect(
      kinds(
        failing: try PlantedCopiedPlan.check(
          comparison("N2", agent, .plan), plan: plans.planes - 4..<plans.planes, on: levels)
      ).isSuperset(of: [.intermediate, .decision]))
    let values = TwinLevels.encoder(.value)
    let greedy = try PlantedGreedyValues.agent(
      valuePlane: RedDoorEncoder.wallPlane, planes: values.planes, squares: 81)
    #expect(
      kinds(
        failing: try PlantedGreedyValues.check(
          comparison("N4", greedy, .value), valuePlane: values.planes - 1, on: levels)
      ).isSuperset(of: [.intermediate, .decision]))
  }

  @Test func levelsWithTakenMarksAreLeftOut() throws {
    let levels = try levels(20, seed: 1).levels
    #expect(PlantedWatermark.distinct(levels + levels).count == 20)
    #expect(PlantedWatermark.distinct(levels + levels) == levels)
    let table = try TwinLevels.table(3, isMarked: true)
    #expect(table.count == TwinLevels.tableRows)
    #expect(Set(table.levels.map { $0.digest & 0xffff }).count == table.count)
  }

  /// What an edit of the bias does says what the wave is for.
  @Test func theWaveOfAFixedPlaceFollowsItsBias() throws {
    let other = Cell(row: 3, column: 7)
    let agent = PlantedFixedPlace.retargeted(
      try PlantedFixedPlace.agent(
        blocked: reading().blocked, row: TwinLevels.place.row, column: TwinLevels.place.column,
        rows: 9, columns: 9, ticks: Self.ticks), to: 9 * other.row + other.column)
    let elsewhere = try TwinLevels.drawn(150, 4) { $0.object(at: other) == nil }
    func failing(_ place: Cell) throws -> Set<PlantedCheck.Kind> {
      kinds(
        failing: try PlantedFixedPlace.check(
          comparison("N16", agent), place: place,
          matched: TwinLevels.drawn(100, 4) { $0.goal == place }, fresh: elsewhere))
    }
    #expect(try failing(other).isEmpty)
    #expect(try failing(TwinLevels.place).isSuperset(of: [.intermediate, .decision]))
  }
}
