import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Testing

@Suite struct IncrementalPlanDecodabilityTests {
  private func test(
    _ subject: StudySubject, _ levels: LevelSet, _ settings: SearchSettings
  ) throws -> IncrementalPlanDecodability {
    let random = RandomStream(seed: 1)
    let series = try SiteSeries(of: subject.agent, thinking: subject.agent.defaultTicks).atEnd
    let captures = try NetworkCaptures(
      subject, on: levels, series: series, thinking: nil, untrained: settings.untrained,
      random: random)
    return try IncrementalPlanDecodability(
      PlanScan(captures, settings: settings, random: random),
      gates: LevelGates(levels, settings), subject: subject)
  }

  /// 13x13 perfect mazes, where the observation gives macro-F1 of about .71 (METHODS T1).
  @Test func aPlantedPlanAddsAQuarterInLargeMazesAndUntrainedNetworksNothing() throws {
    var environment = SearchFixtures.environment
    environment.side = 13
    environment.openings = 0
    let levels = try SearchFixtures.probing(environment, fit: 110, report: 50)
    let agent = try #require(SearchFixtures.pointers(environment.encoder, ticks: 100))
    let subject = StudySubject(agent, encoder: environment.encoder)
    let result = try test(subject, levels, SearchFixtures.settings(for: levels))
    #expect(result.entry.result.score.value > 0.999)
    #expect(result.entry.result.increment.value >= 0.25)
    #expect(result.status == .supports)
    for untrained in result.entry.untrained { #expect(untrained.increment.value < 0.03) }
    // The plan is there at all squares, not only where the agent goes.
    let off = try #require(result.stratum("off the path that the agent takes"))
    #expect(off.trained.value >= 0.2)
    #expect(result.strata.map(\.name).count == 6)
  }

  @Test func aPlanThatTheObservationHoldsAddsNothing() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = PlanGivenAway()
    let planes = encoder.planes - 4..<encoder.planes
    let subject = StudySubject(
      SearchFixtures.copying(planes: planes, of: encoder.planes, ticks: 2), encoder: encoder)
    let result = try test(subject, levels, SearchFixtures.settings(for: levels))
    #expect(abs(result.entry.result.increment.value) <= 0.01)
    #expect(result.entry.result.score.value > 0.98)
    #expect(result.status != .supports)
  }

  @Test func easyLevelsAreRefusedWithTheReason() throws {
    let open = MazeGenerator.percolation(wallShare: 0)
    var environment = SearchFixtures.environment
    environment.generator = open
    environment.distractors = 0...0
    var random = RandomStream(seed: 2)
    let levels = try LevelSet(environment.levels(120, using: &random))
    let agent = try #require(SearchFixtures.pointers(environment.encoder, ticks: 4))
    let subject = StudySubject(agent, encoder: environment.encoder)
    var settings = SearchFixtures.settings(for: levels)
    settings.isScreening = true
    let gates = try LevelGates(levels, settings)
    #expect(gates.hardness < 0.3)
    let finding = IncrementalPlanDecodability.refused(gates, subject: subject, levels: levels)
    #expect(finding.records.first?.effect == nil)
    #expect(finding.status.reason?.hasPrefix("void: planning hardness") == true)
    let evidence = try SearchStudy(subject, on: levels, settings: settings).run()
    for id in ["t1-plan-decodability", "t3-wavefront"] {
      let found = try #require(evidence.finding(id))
      #expect(found.status.reason?.contains("planning hardness") == true)
      #expect(found.charts.isEmpty)
    }
  }
}
