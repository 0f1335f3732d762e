import Agents
import Environments
import Experiments
import LinearAlgebra
import Probing
import Statistics
import TestSupport
import Testing

@Suite struct PlanNecessityTests {
  private func necessity(_ agent: Agent?, site: String? = nil) throws -> PlanNecessity {
    let agent = try #require(agent)
    let base = try #require(try InterventionFixtures.base(agent, site: site))
    return try PlanNecessity(base, reader: InterventionFixtures.reader(base))
  }

  @Test func withoutItsPointersTheWaveDecidesByChance() throws {
    let test = try necessity(InterventionFixtures.pointers())
    let optimality = try #require(test.optimality)
    #expect(optimality.natural.value == 1)
    #expect(optimality.erased.value < 0.55)
    #expect(test.unread.before < 0.2 && test.unread.after > 0.9)
    #expect(test.rank >= 1 && test.rank <= 3)
    #expect(test.status == .supports)
    #expect((test.effect?.p ?? 1) <= 0.05)
    let finding = test.finding(test.base.subject)
    #expect(!finding.paragraph.contains("not defined"))
    let record = try #require(finding.records.first)
    #expect(try EvidenceRecord(jsonLine: record.jsonLine()) == record)
  }

  @Test func withoutItsHeightsTheWaveDecidesByChance() throws {
    let test = try necessity(InterventionFixtures.wave())
    #expect((test.optimality?.natural.value ?? 0) == 1)
    #expect((test.optimality?.erased.value ?? 1) < 0.6)
    #expect(test.status == .supports)
  }

  @Test func erasingWhatThePolicyDoesNotReadCostsNothing() throws {
    let test = try necessity(
      InterventionFixtures.pointers().map(InterventionFixtures.headless))
    #expect(test.unread.before < 0.2)
    #expect(test.effect?.own.value == 0 && test.effect?.effect.value == 0)
    #expect(test.status == .contradicts)
  }

  @Test func aMapOfOneChannelIsLeftForOneWithMore() throws {
    let test = try necessity(InterventionFixtures.valueIteration(), site: "value")
    #expect(test.base.series.name == "q" && test.channels == 5)
    #expect(test.status == .supports)
  }

  @Test func anErasedSquareIsWhatTheEraserSays() throws {
    let agent = try #require(InterventionFixtures.pointers())
    let base = try #require(try InterventionFixtures.base(agent))
    let reader = try InterventionFixtures.reader(base)
    let plan = try PlanErasers(
      PlanCandidate(base: base, reader: reader), agent: agent, sites: base.edited)
    let place = base.report[0]
    let last = base.series.last
    // The last tick alone, so that what comes before is natural.
    var erasers = plan.erasers.map { _ in [Eraser]() }
    let eraser = try #require(plan.erasers.last?.first)
    erasers[erasers.count - 1] = [eraser]
    let before = try base.maps(of: agent, at: [last], on: [place]).activations(at: last)
    let after = try base.maps(
      of: agent, at: [last], on: [place],
      edits: PlanErasers.edits(erasers, at: base.edited, base, levels: [place])
    ).activations(at: last)
    let channels = before.shape[3]
    let walls = base.levels.levels[place].grid.walls
    let rows = Matrix(rows: before.count / channels, columns: channels, elements: before.elements)
    let expected = try eraser.apply(to: rows)
    for cell in walls.indices {
      for channel in 0..<channels {
        let found = after.elements[cell * channels + channel]
        #expect(
          walls[cell]
            ? found == rows[cell, channel] : abs(found - expected[cell, channel]) < 1e-4)
      }
    }
  }

  @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
    let agent = try #require(InterventionFixtures.valueIteration())
    let base = try #require(try InterventionFixtures.base(agent))
    let reader = try InterventionFixtures.reader(base)
    let runs = try ThreadCounts.oneTwoThree {
      try PlanNecessity(base, reader: reader).record(base.subject).jsonLine()
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
