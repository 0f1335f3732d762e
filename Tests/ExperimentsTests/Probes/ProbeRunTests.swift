import Agents
import Environments
import Experiments
import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct ProbeRunTests {
  private func definition(_ concept: String, _ kind: String, sites: String, ticks: String) throws
    -> ProbeDefinition
  {
    try ProbeDefinition(
      yaml: """
        concept: \(concept)
        kind: \(kind)
        where: free
        kernel: 1x1
        sites: \(sites)
        ticks: \(ticks)
        controls: [class-prior]
        description: A test.
        """, id: "test", path: "test.yaml")
  }

  private func subject(ticks: Int) throws -> StudySubject {
    let encoder = SearchFixtures.environment.encoder
    return StudySubject(
      PlantedWave.agent(try #require(PlantedWave.Reading(encoder)), ticks: ticks), encoder: encoder)
  }

  @Test func theDistanceStandsInThePlantedWave() throws {
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 80, report: 40)
    let run = try ProbeRun(
      definition("distance-to-goal", "value", sites: "[\"*/hidden\"]", ticks: "[1, 40]"),
      subject: subject(ticks: 40), on: levels, settings: SearchFixtures.settings(for: levels))
    #expect(run.report.entries.map(\.place.tick) == [1, 40])
    let (first, last) = (run.report.entries[0], run.report.entries[1])
    #expect(last.result.score.value > 0.99)
    #expect(last.result.increment.value > 0.05 && last.status == .supports)
    #expect(abs(first.result.increment.value) < 0.02)
    let finding = run.finding(try subject(ticks: 40))
    #expect(finding.records.count == 2)
    #expect(finding.shows.contains("cell/hidden at tick 40"))
  }

  @Test func aRareThingThatTheObservationShowsAddsNothing() throws {
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 80, report: 40)
    let run = try ProbeRun(
      definition("door-here", "binary", sites: "[embedding, \"*/hidden\"]", ticks: "last"),
      subject: subject(ticks: 6), on: levels, settings: SearchFixtures.settings(for: levels))
    #expect(run.sites.map(\.name) == ["embedding", "cell/hidden"])
    for entry in run.report.entries {
      #expect(entry.result.score.value > 0.98)
      #expect(abs(entry.result.increment.value) < 0.02)
    }
    let names = run.finding(try subject(ticks: 6)).records[0].controls.map(\.name)
    #expect(names.contains("F1 of class door"))
  }

  @Test func sitesAndTicksThatDoNotExistAreRefused() throws {
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 4, report: 4)
    #expect {
      try ProbeRun(
        definition("door-here", "binary", sites: "[cell/hiden]", ticks: "all"),
        subject: subject(ticks: 4), on: levels)
    } throws: { "\($0)".contains("Did you mean 'cell/hidden'") }
    #expect(
      throws: ProbeFileError.noTick(path: "test.yaml", ticks: [9], allowed: [1, 2, 3, 4])
    ) {
      try ProbeRun(
        definition("door-here", "binary", sites: "[cell/hidden]", ticks: "[9]"),
        subject: subject(ticks: 4), on: levels)
    }
  }
}
