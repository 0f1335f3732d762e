import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

@Suite struct ComputeScalingTests {
  private static func scaling(
    _ agent: Agent, encoder: any ObservationEncoder, levels: LevelSet
  ) throws -> ComputeScaling {
    try ComputeScaling(
      StudySubject(agent, encoder: encoder), on: levels,
      settings: SearchFixtures.settings(for: levels), random: RandomStream(seed: 1))
  }

  private static let planted: ComputeScaling? = try? {
    // So few that every number of ticks is run.
    guard let levels = try SearchFixtures.levels?.selecting(Array(0..<100)),
      let reading = PlantedWave.Reading(SearchFixtures.environment.encoder)
    else { return nil }
    return try scaling(
      PlantedWave.agent(reading, ticks: 25), encoder: SearchFixtures.environment.encoder,
      levels: levels)
  }()

  @Test func thePlantedWaveNeedsATickAStepExactly() throws {
    let test = try #require(Self.planted)
    #expect(test.status == .supports)
    #expect(abs(test.slope.value - 1) < 1e-9)
    #expect(abs((test.correlation?.value ?? 0) - 1) < 1e-9)
    for bin in test.halfway.bins where bin.distances.count == 1 && bin.distances.lowerBound <= 25 {
      #expect(bin.halfway == Double(bin.distances.lowerBound))
    }
    let slope = try #require(test.halfway.slope)
    #expect(abs(slope.value - 1) < 0.02)
    #expect(test.farGain.value > 0.9)
    #expect(test.solved == test.starts.distance.count { $0 <= 25 })
    #expect(test.trained.ticks == Array(1...25) + [50])
    #expect(test.null.p < 0.05)
    // A start that is solved stays solved however long the wave goes on.
    #expect((test.overthinking?.value ?? -1) >= 0)
  }

  @Test func aStateThatIsWholeAtTheFirstTickHasNoSlope() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = PlanGivenAway()
    let planes = encoder.planes - 4..<encoder.planes
    var agent = SearchFixtures.copying(planes: planes, of: encoder.planes, ticks: 8)
    var policy = agent.parameters["read/policy/weight"]
    for action in 0..<4 { policy[action, action] = 1 }
    agent.parameters["read/policy/weight"] = policy
    let test = try Self.scaling(agent, encoder: encoder, levels: levels)
    #expect(test.solved > test.starts.count * 8 / 10)
    #expect(test.correlation == nil && test.thinking == 0)
    #expect(test.farGain.value == 0)
    #expect(test.status == .contradicts)
  }

  @Test func untrainedNetworksDoNotScale() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      RecurrentResidual(planes: encoder.planes, channels: 16, actions: 4, ticks: 12, readWidth: 0),
      drawnFrom: RandomStream(seed: 77))
    let test = try Self.scaling(agent, encoder: encoder, levels: levels)
    #expect(test.status != .supports)
    #expect(abs(test.effect.value) < 0.4)
  }

  @Test func recordsDoNotDependOnTheNumberOfThreads() throws {
    let levels = try #require(SearchFixtures.levels)
    let few = try levels.selecting(Array(0..<60))
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      RecurrentResidual(planes: encoder.planes, channels: 8, actions: 4, ticks: 6, readWidth: 0),
      drawnFrom: RandomStream(seed: 3))
    let lines = try ThreadCounts.oneTwoThree {
      try Self.scaling(agent, encoder: encoder, levels: few).record(
        StudySubject(agent, encoder: encoder), levels: few
      ).jsonLine()
    }
    #expect(Set(lines).count == 1)
  }

  @Test func startsOfALevelShareItsUnitAndSpreadOverItsDistances() throws {
    let levels = try #require(SearchFixtures.levels)
    var random = RandomStream(seed: 5)
    let starts = try ScalingStarts(levels, using: &random)
    #expect(starts.units == 200)
    #expect(starts.count > 500)
    for index in 1..<starts.count where starts.unit[index] == starts.unit[index - 1] {
      #expect(starts.distance[index] > starts.distance[index - 1])
    }
    for (index, level) in starts.levels.enumerated() {
      let paths = level.paths()
      #expect(paths.distance(at: level.start) == starts.distance[index])
      let free = level.grid.moves.offsets.indices.filter {
        level.grid.isFree(level.start.moved(by: level.grid.moves.offsets[$0]))
      }
      #expect(free.count > paths.optimalActions(at: level.start).count)
      #expect(starts.guess[index] < 1)
    }
  }

  @Test func networksWithoutTicksAreRefusedWithTheReason() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      Residual(planes: encoder.planes, channels: 8, actions: 4, blocks: 1),
      drawnFrom: RandomStream(seed: 1))
    let finding = try ComputeScaling.finding(
      StudySubject(agent, encoder: encoder), on: levels,
      settings: SearchFixtures.settings(for: levels), random: RandomStream(seed: 1))
    #expect(finding.status.reason?.hasPrefix("not applicable: the network has no ticks") == true)
    #expect(finding.records.first?.effect == nil)
  }

  @Test func theFindingSaysWhatWasMeasured() throws {
    let test = try #require(Self.planted)
    let levels = try #require(SearchFixtures.levels)
    let encoder = SearchFixtures.environment.encoder
    let agent = try #require(SearchFixtures.pointers(encoder, ticks: 25))
    let finding = test.finding(StudySubject(agent, encoder: encoder), levels: levels)
    #expect(finding.id == "t7-compute-scaling")
    #expect(finding.records[0].status == .supports)
    #expect(finding.records[0].null?.draws == 99)
    #expect(finding.charts.map(\.name).count == 3)
    #expect(finding.records[0].notes.contains("claimed up to tick 25 only"))
  }
}
