import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Storage
import TestSupport
import Testing

@Suite struct SearchStudyTests {
  private func small(isScreening: Bool = true) throws -> SearchStudy {
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 60, report: 30)
    let agent = try #require(
      SearchFixtures.pointers(SearchFixtures.environment.encoder, ticks: 5))
    var settings = SearchFixtures.settings(for: levels)
    settings.replicates = 100
    settings.permutations = 50
    settings.untrained = 1
    settings.baseline = BaselineDesign(radius: 1, randomFeatures: 32)
    settings.isScreening = isScreening
    settings.interventionDraws = 5
    settings.interventionLevels = 12
    settings.interventionFitLevels = 12
    settings.interventionUntrained = 1
    return SearchStudy(
      StudySubject(agent, encoder: SearchFixtures.environment.encoder), on: levels,
      settings: settings)
  }

  @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
    let study = try small(isScreening: false)
    let runs = try ThreadCounts.oneTwoThree {
      try study.run().records.map { try $0.jsonLine() }
    }
    #expect(!runs[0].isEmpty)
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  @Test func everyFindingHasItsSentencesChartsAndRecords() throws {
    let evidence = try small().run()
    #expect(
      evidence.findings.map(\.id) == [
        "t1-plan-decodability", "t2-refinement", "t3-wavefront", "t4-input-audit",
        "t7-compute-scaling",
      ])
    for finding in evidence.findings {
      #expect(finding.paragraph.hasSuffix("."))
      #expect(!finding.paragraph.contains("not defined"))
      #expect(!finding.records.isEmpty && !finding.charts.isEmpty)
      #expect(Set(finding.charts.map(\.name)).count == finding.charts.count)
    }
    for record in evidence.records {
      #expect(record.subject.levels != nil)
      #expect(try EvidenceRecord(jsonLine: record.jsonLine()) == record)
    }
  }

  @Test func screeningANetworkWithoutMapsMakesNoIntervention() throws {
    let encoder = SearchFixtures.environment.encoder
    let agent = PlantedUniversalPlanner.agent(
      goal: try #require(PlantedWave.Reading(encoder)).goal,
      agentPlane: try #require(encoder.agentPlane), rows: 9, columns: 9)
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 60, report: 40)
    func effects(isScreening: Bool) throws -> [String] {
      var settings = SearchFixtures.settings(for: levels)
      settings.isScreening = isScreening
      let records = SearchRecords(
        try SearchStudy(StudySubject(agent, encoder: encoder), on: levels, settings: settings)
          .run().records)
      return SearchRecords.labels.filter { records[$0]?.effect != nil }
    }
    #expect(try effects(isScreening: true) == ["T7"])
    #expect(try effects(isScreening: false).contains("T9"))
  }

  @Test func everyTestOfSearchIsRunOrSaysWhyNot() throws {
    let evidence = try small(isScreening: false).run()
    let records = SearchRecords(evidence.records)
    for label in SearchRecords.labels { #expect(records[label] != nil) }
    for record in evidence.records where record.status.isNotApplicable {
      #expect(record.effect == nil && (record.status.reason?.count ?? 0) > 30)
    }
    #expect(SearchVerdict(evidence.records).notTested.allSatisfy { !$0.hasSuffix("not run") })
  }

  @Test func anInterruptionStopsBetweenStages() throws {
    #expect(throws: CaptureError.interrupted) {
      try small().run(interruption: Interruption { true })
    }
  }

  @Test func unknownSitesAndTicksAreRefused() throws {
    var study = try small()
    var settings = study.settings
    settings.site = "cell/hiden"
    study = SearchStudy(study.subject, on: study.levels, settings: settings)
    #expect {
      try study.run()
    } throws: { "\($0)".contains("Did you mean 'cell/hidden'") }
    settings.site = nil
    settings.ticks = [77]
    study = SearchStudy(study.subject, on: study.levels, settings: settings)
    #expect(throws: SearchError.noSuchTicks(asked: [77], allowed: [1, 2, 3, 4, 5])) {
      try study.run()
    }
  }
}
