import Environments
import Experiments
import Statistics
import TestSupport
import Testing

@Suite struct PlanSteeringTests {
  private func steering(_ base: InterventionBase) throws -> PlanSteering {
    try PlanSteering(base, reader: InterventionFixtures.reader(base))
  }

  @Test func pointersThatAreWrittenAreFollowedToTheEnd() throws {
    let agent = try #require(InterventionFixtures.pointers())
    let base = try #require(try InterventionFixtures.base(agent))
    let test = try steering(base)
    let effect = try #require(test.effect)
    #expect(test.toTheEnd?.value == 1)
    #expect(effect.own.value == 1)
    #expect(effect.effect.value > 0.9)
    #expect(effect.p <= 0.05)
    #expect(test.status == .supports)
    for control in test.controls { #expect(control.value.value < 0.3, "\(control.name)") }
    let finding = test.finding(base.subject)
    #expect(finding.status == .supports)
    #expect(!finding.paragraph.contains("not defined"))
    let record = try #require(finding.records.first)
    #expect(try EvidenceRecord(jsonLine: record.jsonLine()) == record)
  }

  @Test func valuesThatAreWrittenAreFollowed() throws {
    for agent in [InterventionFixtures.wave(), InterventionFixtures.valueIteration()] {
      let agent = try #require(agent)
      let base = try #require(try InterventionFixtures.base(agent))
      let test = try steering(base)
      #expect((test.toTheEnd?.value ?? 0) > 0.9)
      #expect(test.status == .supports)
      #expect(test.place.hasSuffix("move against move"))
    }
  }

  @Test func aMapOfOneChannelIsWrittenBetweenSquares() throws {
    let agent = try #require(InterventionFixtures.valueIteration())
    let base = try #require(try InterventionFixtures.base(agent, site: "value"))
    #expect(base.series.kernel == .contrasts)
    let test = try steering(base)
    #expect((test.toTheEnd?.value ?? 0) > 0.9)
    #expect(test.status == .supports)
  }

  @Test func whatThePolicyDoesNotReadCannotSteer() throws {
    let agent = try #require(InterventionFixtures.pointers().map(InterventionFixtures.headless))
    let base = try #require(try InterventionFixtures.base(agent))
    let test = try steering(base)
    #expect(test.readerScore > 0.9)
    #expect(test.effect?.effect.value == 0)
    #expect(test.status == .contradicts)
  }

  @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
    let agent = try #require(InterventionFixtures.valueIteration())
    let base = try #require(try InterventionFixtures.base(agent))
    let reader = try InterventionFixtures.reader(base)
    let runs = try ThreadCounts.oneTwoThree {
      try PlanSteering(base, reader: reader).record(base.subject).jsonLine()
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
