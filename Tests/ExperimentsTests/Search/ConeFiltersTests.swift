import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing

/// The cone has to survive what does not change the function of a network.
@Suite struct ConeFiltersTests {
  private func cone(
    _ id: String, form: Int = 0, _ disguises: [Disguise], seed: UInt64 = 3
  ) throws -> PerturbationCone {
    let levels = try #require(SearchFixtures.levels)
    let checkpoint = try PlantedCase.cases(id)[form].checkpoint(seed: seed, disguises: disguises)
    let subject = try StudySubject(checkpoint)
    var settings = SearchFixtures.settings(for: levels)
    settings.untrained = 2
    let thinking = subject.agent.defaultTicks
    return try PerturbationCone(
      subject, on: levels, series: SiteSeries(of: subject.agent, thinking: thinking),
      settings: settings, random: RandomStream(seed: 4))
  }

  @Test func distractorsThatSpreadWithTheReceptiveFieldHideNoValueIteration() throws {
    let cone = try cone("P3", form: 1, [.permutation, .distractors])
    #expect(cone.trained.geodesic.value > 0.9)
    #expect(cone.trained.reading.kind == .direction)
    // All channels together are misled, by how much depends on the distractors drawn: that is what
    // the directions are for.
    let own = try #require(cone.thresholds.firstIndex(of: 0.5))
    #expect(cone.anyChannel[own].value < cone.effect.value - 0.05)
    #expect(try #require(cone.anyChannel.last).value < cone.effect.value - 0.1)
    #expect((cone.effect.interval?.lower ?? 0) > 0.2)
  }

  @Test func readingsAreChosenOnOtherLevelsThanTheyAreReportedOn() throws {
    let cone = try cone("P1", [])
    let levels = try #require(SearchFixtures.levels)
    let units = try LevelUnits(levels.selecting(cone.sample.places).keys)
    let report = Set(Folds(units).report)
    for edit in cone.squares.edit { #expect(report.contains(units.unitOfLevel[edit])) }
    #expect(cone.squares.units == report.count && cone.fitSquares > 0)
  }
}
