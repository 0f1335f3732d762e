import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Storage
import TestSupport
import Testing

/// A value iteration network that others trained: a planner whose iteration is known. Skipped where
/// the folder of third-party weights is absent.
@Suite(.enabled(if: ThirdParty.isPresent, "needs the folder of third-party weights"))
struct ThirdPartyPlannerTests {
  private func subject() throws -> StudySubject {
    try StudySubject(Checkpoint(path: ThirdParty.path("neupy-vin/vin-8.safetensors")))
  }

  private func fresh(_ fit: Int, _ report: Int) throws -> LevelSet {
    var random = RandomStream(seed: 6)
    return try ProbingLevels(
      ObstacleAndGoalMazes(rows: 8, columns: 8), fit: fit, report: report, using: &random
    ).set
  }

  @Test func theValueMapFallsWithTheStepsToTheGoal() throws {
    let subject = try subject()
    let levels = try fresh(60, 30)
    let site = Site("value", tick: 10)
    let captured = try Capture(sites: [site], encoder: subject.encoder).run(
      subject.agent, on: levels)
    var values: [Double] = []
    var steps: [Double] = []
    for (index, level) in levels.levels.enumerated() {
      let map = try captured.map(site, level: index, channel: 0)
      for (cell, distance) in level.paths().distances.enumerated() where (1...6).contains(distance)
      {
        values.append(map.elements[cell])
        steps.append(Double(distance))
      }
    }
    #expect(Correlation.spearman(values, steps) < -0.7)
    let chart = try ValueMaps.chart(
      subject, level: levels.levels[0], id: "maze", thinking: nil, ticks: [1, 5, 10])
    #expect(chart?.panels.map(\.title) == ["tick 1", "tick 5", "tick 10"])
  }

  @Test func newsOfAnEditTravelsThroughTheMazeAtTheValueMap() throws {
    let subject = try subject()
    let levels = try fresh(120, 60)
    var settings = SearchFixtures.settings(for: levels)
    settings.site = "value"
    let cone = try PerturbationCone(
      subject, on: levels, series: SiteSeries(of: subject.agent, site: "value", thinking: 10),
      settings: settings, random: RandomStream(seed: 2))
    #expect(cone.trained.geodesic.value > 0.6)
    #expect((cone.effect.interval?.lower ?? 0) > 0.2)
  }

  /// In mazes so small next to nothing of an algorithm's steps is left beside the answer: it is named
  /// rightly or not at all.
  @Test func itSearches() throws {
    let fresh = FreshLevels(nil, side: 8, seed: 3)
    let records = try SearchStudy(
      subject(), on: fresh.set(fit: 300, report: 100), settings: SearchSettings(), fresh: fresh
    ).run().records
    let verdict = SearchVerdict(records)
    #expect(verdict.conclusion == .explicitSearch)
    #expect(verdict.algorithm?.contains("value iteration") ?? true, "\(verdict.algorithm ?? "")")
    #expect(SearchRecords(records).named(CandidateNames.swap)?.status == .supports)
  }

  @Test func theirOwnMazesAreTooEasyAndThatIsSaid() throws {
    let file = try SafetensorsFile(path: ThirdParty.path("neupy-vin/mazes-8.safetensors"))
    let mazes = try ObstacleAndGoalReader(
      observations: file.tensor(named: "observation"),
      startRows: file.tensor(named: "start_row"), startColumns: file.tensor(named: "start_column"))
    let levels = try LevelSet(Array(mazes.levels.prefix(300)))
    var settings = SearchFixtures.settings(for: levels)
    settings.ticks = [0, 5, 10]
    settings.isScreening = true
    let evidence = try SearchStudy(subject(), on: levels, settings: settings).run()
    for id in ["t1-plan-decodability", "t3-wavefront"] {
      let reason = try #require(evidence.finding(id)?.status.reason)
      #expect(reason.contains("planning hardness") && reason.contains("receptive field"))
    }
    #expect(evidence.finding("value-maps")?.charts.count == 1)
  }
}
