import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Storage
import TestSupport
import Testing
import Training

@Suite struct SerialCandidatesTests {
  /// A planted network in the levels that it is made for.
  private struct Planted {
    let subject: StudySubject
    let levels: LevelSet

    init(_ family: String, form: Int, fit: Int = 140, report: Int = 100) throws {
      let variants = try PlantedCase.variants(of: family, count: form, seed: 4)
      let checkpoint = try #require(variants.last).checkpoint()
      subject = try StudySubject(checkpoint)
      let environment = try checkpoint.makeTask() as? RedDoorEnvironment
      levels = try FreshLevels(environment, seed: 5).set(fit: fit, report: report)
    }
  }

  /// - Parameters:
  ///   - site: where it is read, the main map when nil.
  ///   - others: further places.
  private func candidates(
    _ subject: StudySubject, _ levels: LevelSet, ticks: Int = 48, site: String? = nil,
    others: [String] = []
  ) throws -> SerialCandidates? {
    var settings = SearchFixtures.settings(for: levels)
    settings.baseline.radius = 2
    let random = RandomStream(seed: 6)
    func captures(_ site: String?, untrained: Int) throws -> NetworkCaptures {
      let series = try SiteSeries(
        of: subject.agent, site: site, thinking: subject.agent.defaultTicks
      ).thinned(to: ticks)
      return try NetworkCaptures(
        subject, on: levels, series: series, thinking: nil, untrained: untrained, random: random)
    }
    return try SerialCandidates(
      captures(site, untrained: 1), others: others.map { try captures($0, untrained: 0) },
      settings: settings, random: random)
  }

  @Test func oneCandidateAfterAnotherIsFoundTickByTickWithTheBestWorthSoFar() throws {
    let planted = try Planted("P5", form: 1)
    let found = try #require(try candidates(planted.subject, planted.levels))
    #expect(found.status == .supports, "\(found.status)")
    // Every candidate at its own tick, in the order that this network has them.
    #expect(found.length == 3 && found.candidates.count == 36 && found.distinct == 36)
    #expect(found.share.value > 0.99 && found.losing > 0.6)
    #expect(try #require(found.renamed?.draws.max()) < 0.1)
    #expect(found.valueStatus == .supports, "\(found.valueStatus)")
    #expect(try #require(found.value).share.value > 0.99)
    let records = found.records(planted.subject)
    #expect(records.map(\.test) == [CandidateNames.value, CandidateNames.presence])
    for record in records { #expect(try EvidenceRecord(jsonLine: record.jsonLine()) == record) }
    let finding = found.finding(planted.subject)
    #expect(finding.paragraph.contains("36 different ones") && !finding.charts.isEmpty)
  }

  @Test func aPlaceWithoutCandidatesIsLeftForOneThatHasThem() throws {
    // The walls beside a square and the move at hand: the plan is read there as well as anywhere.
    let planted = try Planted("P5", form: 3)
    let alone = try candidates(planted.subject, planted.levels, site: "scene.1")
    if let alone {
      #expect(alone.status != .supports)
      #expect(abs(alone.share.value) < 1, "\(alone.share.value)")
    }
    let found = try #require(
      try candidates(planted.subject, planted.levels, site: "scene.1", others: ["state"]))
    #expect(found.captures.series.name == "state" && found.captures.sets.count == 2)
    #expect(found.distinct == 12 && found.status == .supports, "\(found.status)")
    #expect(found.untrained.count == 1)
  }

  @Test func withTheModelCutNothingIsFound() throws {
    let planted = try Planted("P5", form: 1)
    let evaluator = PlantedSerialEvaluator(length: 3)
    let cut = StudySubject(evaluator.cut(planted.subject.agent), encoder: planted.subject.encoder)
    #expect(try candidates(cut, planted.levels)?.status != .supports)
  }

  @Test(arguments: ["P1", "P4", "N5", "N14"])
  func whatIsNoSerialSearchIsNone(_ family: String) throws {
    let planted = try Planted(family, form: 1)
    let found = try candidates(planted.subject, planted.levels)
    #expect(found?.status != .supports, "\(found?.effect.value ?? .nan)")
  }
}
