import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Testing

@Suite struct InputAuditTests {
  private func audit(_ subject: StudySubject) throws -> InputAudit {
    let levels = try #require(SearchFixtures.levels)
    let settings = SearchFixtures.settings(for: levels)
    let random = RandomStream(seed: 1)
    let series = try SiteSeries(of: subject.agent, thinking: subject.agent.defaultTicks).atEnd
    let captures = try NetworkCaptures(
      subject, on: levels, series: series, thinking: nil, untrained: 0, random: random)
    let plan = try PlanScan(captures, settings: settings, random: random)
    return try InputAudit(plan, subject: subject, random: random)
  }

  @Test func planesThatGiveThePlanAwayAreNamed() throws {
    let encoder = PlanGivenAway()
    let planes = encoder.planes - 4..<encoder.planes
    let audit = try audit(
      StudySubject(
        SearchFixtures.copying(planes: planes, of: encoder.planes, ticks: 2), encoder: encoder))
    #expect(audit.leaks.map(\.name) == ["plan U", "plan D", "plan L", "plan R"])
    #expect(!audit.gate.passed)
  }

  @Test func aSearchThatReadsWallsAndThingsPasses() throws {
    let encoder = RedDoorEncoder(encoding: .separate)
    let agent = try #require(SearchFixtures.pointers(encoder, ticks: 24))
    let audit = try audit(StudySubject(agent, encoder: encoder))
    #expect(audit.leaks.isEmpty && audit.gate.passed)
    let walls = try #require(audit.planes.first { $0.role == .walls }?.plan)
    #expect(walls.value > 0.1)
    // The wave does not look at the agent; cue and fence are the same in all levels.
    #expect(audit.planes.first { $0.role == .agent }?.plan?.value == 0)
    #expect(
      audit.planes.filter { !$0.varies && $0.role == .other }.map(\.name) == ["cue", "fence"])
  }
}
