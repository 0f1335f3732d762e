import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Testing

@Suite struct BaselineDesignTests {
  @Test func theOffsetPointsAtTheNearestDoor() throws {
    let text = """
      #######
      #@...D#
      #.###.#
      #.....#
      #######
      """
    let levels = try LevelSet(try LevelText.read(text))
    let data = try ConceptRows.data(ConceptCatalogue.concept("distance-to-goal"), levels)
    let observations = RedDoorEncoder(encoding: .separate).observations(of: levels.levels)
    let bare = try BaselineDesign(radius: 0, offsets: false).columns(
      observations, levels: levels, for: data)
    let told = try BaselineDesign(radius: 0).columns(observations, levels: levels, for: data)
    let start = try #require((0..<data.rows).first { data.rowCell[$0] == 8 })
    // Columns that never vary are left out; the first of the offsets is the share of rows to go.
    #expect(told[start, bare.columns] == 0)
    #expect(told[start, bare.columns + 1] == Float(4) / 7)
  }

  @Test func theBetterOfTheTwoBaselinesIsTheOneUsed() throws {
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 60, report: 30)
    let data = try ConceptRows.data(ConceptCatalogue.concept("plan-direction"), levels)
    let observations = SearchFixtures.environment.encoder.observations(of: levels.levels)
    var settings = IncrementSettings()
    settings.permutations = 0
    settings.replicates = 50
    func scan(_ features: Int, radius: Int) throws -> (scan: IncrementScan, isRandomFeatures: Bool)
    {
      try BaselineDesign(radius: radius, offsets: radius > 1, randomFeatures: features).scan(
        data, observations: observations, levels: levels, settings: settings,
        random: RandomStream(seed: 1))
    }
    for radius in [1, 4] {
      let linear = try scan(0, radius: radius)
      let best = try scan(256, radius: radius)
      #expect(!linear.isRandomFeatures)
      #expect(best.scan.baseline.value >= linear.scan.baseline.value - 0.01)
      #expect(best.isRandomFeatures == (best.scan.baseline.value != linear.scan.baseline.value))
    }
  }
}
