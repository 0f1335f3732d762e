import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

/// The checks of twins: networks that are not the twin that is claimed fail them. That the twins
/// themselves pass is in `PlantedCaseTests`, with all planted networks.
@Suite struct TwinTests {
  static let ticks = 40
  private let world = TwinLevels()

  private var encoder: RedDoorEncoder { world.encoder }

  private func reading() throws -> PlantedWave.Reading { try world.reading() }

  private func levels(_ count: Int = 100, seed: UInt64) throws -> LevelSet {
    try world.fresh(count, seed)
  }

  private func comparison(
    _ id: String, _ agent: Agent, _ oracle: OraclePlanes = .none
  ) throws -> TwinComparison {
    try TwinLevels(oracle: oracle).comparison(id, agent)
  }

  private func kinds(failing checks: [PlantedCheck]) -> Set<PlantedCheck.Kind> {
    Set(checks.filter { !$0.holds }.map(\.kind))
  }

  @Test func aLookupOfOtherLevelsFailsOnItsMatchedOnes() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    let agent = try PlantedLookup.agent(reading(), levels: kept, encoder: encoder)
    let twin = try comparison("N1", agent)
    #expect(
      kinds(failing: try PlantedLookup.check(twin, kept: kept, matched: kept, fresh: fresh)).isEmpty
    )
    #expect(
      kinds(failing: try PlantedLookup.check(twin, kept: fresh, matched: fresh, fresh: kept))
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
    #expect(
      kinds(failing: try PlantedUnusedWave.check(twin, kept: kept, matched: kept, fresh: fresh))
        .isEmpty)
    var policy = agent.parameters["policy/weight"]
    for move in 0..<4 { policy[PlantedWave.Channel.up.rawValue + move, move] = 1 }
    agent.parameters["policy/weight"] = policy
    let used = try PlantedUnusedWave.check(
      comparison("N7", agent), kept: kept, matched: kept, fresh: fresh)
    #expect(kinds(failing: used).contains(.decision))
  }

  @Test func aThresholdWithinTheRangeOfTheTraceIsNotDormant() throws {
    let (kept, fresh) = (try levels(seed: 1), try levels(seed: 2))
    for (threshold, isDormant) in [(PlantedDormantPlan.threshold, true), (Float(0.05), false)] {
      let agent = try PlantedDormantPlan.agent(
        reading(), levels: kept, encoder: encoder, threshold: threshold)
      let failing = kinds(
        failing: try PlantedDormantPlan.check(
          comparison("N8", agent), kept: kept, matched: kept, fresh: fresh))
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
          comparison("N14", agent), kept: kept, matched: kept, fresh: fresh)
      ).isEmpty)
    let corrections = agent.parameters["kept/weight"]
    // Where the open wave is right nothing is corrected, and elsewhere something is.
    let share = Double(corrections.elements.count { $0 != 0 }) / Double(corrections.count)
    #expect(share > 0.02 && share < 0.5)
    agent.parameters["kept/weight"] = Tensor(shape: corrections.shape)
    #expect(
      kinds(
        failing: try PlantedPatchedWave.check(
          comparison("N14", agent), kept: kept, matched: kept, fresh: fresh))
        == [.intermediate, .decision])
  }

  @Test func aCounterThatIsLateFailsTheStagedReveal() throws {
    let levels = try levels(seed: 1)
    let oracle = TwinLevels(oracle: .value).encoder
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
    let plans = TwinLevels(oracle: .plan).encoder
    // The planes of the plan, turned by one.
    let agent = try PlantedCopiedPlan.agent(
      plan: plans.planes - 5..<plans.planes - 1, planes: plans.planes)
    #expect(
      kinds(
        failing: try PlantedCopiedPlan.check(
          comparison("N2", agent, .plan), plan: plans.planes - 4..<plans.planes, on: levels)
      ).isSuperset(of: [.intermediate, .decision]))
    let values = TwinLevels(oracle: .value).encoder
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
    let table = try world.table(3, isMarked: true)
    #expect(table.count == world.tableRows)
    #expect(Set(table.levels.map { $0.digest & 0xffff }).count == table.count)
  }

  /// What an edit of the bias does says what the wave is for.
  @Test func theWaveOfAFixedPlaceFollowsItsBias() throws {
    let other = Cell(row: 3, column: 7)
    let agent = PlantedFixedPlace.retargeted(
      try PlantedFixedPlace.agent(
        blocked: reading().blocked, row: TwinLevels.place.row, column: TwinLevels.place.column,
        rows: 9, columns: 9, ticks: Self.ticks), to: 9 * other.row + other.column)
    let elsewhere = try world.drawn(150, 4) { $0.object(at: other) == nil }
    func failing(_ place: Cell) throws -> Set<PlantedCheck.Kind> {
      kinds(
        failing: try PlantedFixedPlace.check(
          comparison("N16", agent), place: place,
          matched: world.drawn(100, 4) { $0.goal == place }, fresh: elsewhere))
    }
    #expect(try failing(other).isEmpty)
    #expect(try failing(TwinLevels.place).isSuperset(of: [.intermediate, .decision]))
  }

  @Test func theReservoirHasItsRadiusAndItsReadingSolvesTheNormalEquations() throws {
    let random = RandomStream(seed: 3)
    let agent = PlantedReservoir.features(
      planes: encoder.planes, channels: 6, ticks: 3, readWidth: 12, side: 9, random: random)
    let radius = PlantedReservoir.radius(random)
    #expect(PlantedReservoir.radii.contains(radius))
    // From another map, which turns to the same directions.
    let measured = PlantedReservoir.spectralRadius(agent, side: 9, applications: 600, seed: 9)
    #expect(abs(measured - radius) < 0.03 * radius)
    let rows = try agent.run(
      encoder.observations(of: levels(seed: 1).levels),
      reads: levels(seed: 1).levels.map { [$0.grid.index($0.start)] }
    ).logits
    let targets = (0..<rows.rows).map { [Double($0 % 3), Double(rows.row($0).first ?? 0)] }
    let fitted = try PlantedReservoir.Reading(rows, targets, penalty: 1e-6)
    for target in 0..<2 {
      let errors = (0..<rows.rows).map { row in
        rows.row(row).enumerated().reduce(Double(fitted.bias[target]) - targets[row][target]) {
          $0 + Double($1.element) * Double(fitted.weights[$1.offset, target])
        }
      }
      #expect(abs(errors.reduce(0, +)) < 1e-2)
      // Nothing of a feature is left in the errors.
      for feature in 0..<rows.columns {
        let left = zip(errors, (0..<rows.rows).map { Double(Array(rows.row($0))[feature]) })
          .reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(left) < 0.05)
      }
      // The second target is a feature, which is fitted as it is.
      if target == 1 { #expect(errors.allSatisfy { abs($0) < 1e-2 }) }
    }
  }

  @Test func aClassifierOfOtherThingsFails() throws {
    let levels = try levels(seed: 1)
    let shapes = PlantedClassifier.kinds(encoder)
    #expect(
      try PlantedClassifier.check(
        PlantedClassifier.agent(kinds: shapes, rows: 9, columns: 9), on: levels, encoder: encoder
      ).allSatisfy { $0.holds })
    let doors = PlantedClassifier.agent(
      kinds: [shapes[0], try reading().goal], rows: 9, columns: 9)
    #expect(
      kinds(failing: try PlantedClassifier.check(doors, on: levels, encoder: encoder))
        == [.intermediate, .decision])
  }

  @Test func aLatchThatForgetsFails() throws {
    let (levels, shown) = (try levels(seed: 1), TwinLevels(oracle: .hint))
    var agent = try PlantedLatchedHint.agent(
      hint: shown.oraclePlanes, planes: shown.encoder.planes, ticks: 4)
    func failing() throws -> Set<PlantedCheck.Kind> {
      kinds(
        failing: try PlantedLatchedHint.check(
          comparison("N11", agent, .hint), hint: shown.oraclePlanes, on: levels))
    }
    #expect(try failing().isEmpty)
    agent.parameters["sum/weight"] = Tensor(shape: agent.parameters["sum/weight"].shape)
    #expect(try failing() == [.intermediate, .decision])
  }

  /// An episode shows the hint in its first step alone, to policies as well.
  @Test func aHintIsWorthItsMemory() throws {
    let levels = try levels(60, seed: 1)
    let shown = TwinLevels(oracle: .hint)
    let latch = try PlantedLatchedHint.agent(
      hint: shown.oraclePlanes, planes: shown.encoder.planes, ticks: 2)
    let copy = try PlantedCopiedPlan.agent(plan: shown.oraclePlanes, planes: shown.encoder.planes)
    let solved = try [latch, copy].map { agent in
      try Rollouts.play(levels.levels, AgentPolicy(agent, encoder: shown.encoder))
    }
    for (level, rollout) in zip(levels.levels, solved[0]) {
      #expect(rollout.path.last == level.goal)
      #expect(rollout.path.count == level.paths().distance(at: level.start) + 1)
    }
    // The first step is right all the same.
    for (level, rollout) in zip(levels.levels, solved[1]) {
      #expect(rollout.firstActions == level.paths().optimalActions(at: level.start))
    }
    #expect(zip(levels.levels, solved[1]).count { $1.path.last == $0.goal } < 20)
  }

  @Test func anUntiedWaveWithABlockCutOrCopiedFails() throws {
    let levels = try levels(seed: 1)
    let blocks = 12
    let near = try world.drawn(100, 2) { PlantedUntiedWave.suits($0, blocks: blocks) }
    let whole = PlantedUntiedWave.agent(
      try reading(), blocks: blocks, random: RandomStream(seed: 1))
    func failing(_ agent: Agent) throws -> Set<PlantedCheck.Kind> {
      kinds(
        failing: try PlantedUntiedWave.check(
          comparison("N13", agent), blocks: blocks, matched: near, fresh: levels))
    }
    #expect(try failing(whole).isEmpty)
    var cut = whole
    cut.parameters["block.5/update/weight"] = Tensor(
      shape: whole.parameters["block.5/update/weight"].shape)
    #expect(try failing(cut) == [.intermediate, .decision])
    var copied = whole
    for part in ["inner/weight", "inner/bias", "update/weight"] {
      copied.parameters["block.5/\(part)"] = whole.parameters["block.4/\(part)"]
    }
    #expect(try failing(copied) == [.decision])
  }
}
