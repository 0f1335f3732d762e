import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing

@Suite struct HeldPlanesTests {
  @Test func heldPlanesAreThoseOfTheDonorAndTheOthersAreTheLevels() throws {
    let levels = try #require(SearchFixtures.levels).levels
    let encoder = PlanGivenAway()
    let planes = Array(encoder.planes - 4..<encoder.planes)
    let held = HeldPlanes(encoder, holding: planes.reversed(), asIn: levels[0])
    #expect(held.planeNames == encoder.planeNames && held.agentPlane == encoder.agentPlane)
    let (own, donor) = (
      encoder.observations(of: [levels[1]]), encoder.observations(of: [levels[0]])
    )
    let seen = held.observations(of: [levels[1]])
    for index in seen.elements.indices {
      let isHeld = planes.contains(index % encoder.planes)
      #expect(seen.elements[index] == (isHeld ? donor : own).elements[index])
    }
    #expect(held.observations(of: [levels[0]]) == donor)
  }

  @Test func anotherSizeHasNoHint() throws {
    let levels = try #require(SearchFixtures.levels).levels
    var environment = SearchFixtures.environment
    environment.side = 7
    var random = RandomStream(seed: 1)
    let small = try environment.levels(1, using: &random)
    let encoder = PlanGivenAway()
    let held = HeldPlanes(encoder, holding: [encoder.planes - 1], asIn: levels[0])
    let seen = held.observations(of: small)
    #expect(
      (0..<49).allSatisfy { seen.elements[$0 * encoder.planes + encoder.planes - 1] == 0 })
  }

  @Test func aNetworkThatCopiesAHintHasNothingWithoutIt() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = PlanGivenAway()
    var settings = SearchFixtures.settings(for: levels)
    settings.untrained = 1
    settings.interventionDraws = 19
    let study = SearchStudy(
      StudySubject(
        SearchFixtures.copying(
          planes: encoder.planes - 4..<encoder.planes, of: encoder.planes, ticks: 2),
        encoder: encoder), on: levels, settings: settings)
    let records = try study.run().records
    #expect(SearchRecords(records).leaks)
    #expect(SearchRecords(records)["T1"]?.status == .contradicts)
    let audit = records.first { $0.notes.contains { $0.contains("held as in one level") } }
    #expect(audit?.test == "T4 input audit")
    let verdict = SearchVerdict(records)
    #expect(verdict.conclusion == .noExplicitSearch)
    #expect(verdict.contradictions.contains { $0.contains("input plane") })
    settings.isScreening = true
    let screening = try SearchStudy(study.subject, on: levels, settings: settings).run().records
    #expect(SearchRecords(screening)["T1"]?.status == .contradicts)
    #expect(SearchRecords(screening)["T3"]?.status.reason?.hasPrefix("void") == true)
  }
}
