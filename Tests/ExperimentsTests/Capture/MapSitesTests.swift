import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct MapSitesTests {
  private static let encoder = GoalFixtures.environment.encoder

  private func untrained(_ architecture: any Architecture) -> Agent {
    Agent(architecture, drawnFrom: RandomStream(seed: 1))
  }

  private var recurrent: Agent {
    untrained(GatedRecurrentUnit(planes: Self.encoder.planes, rows: 9, columns: 9, actions: 4))
  }

  @Test func theMainMapIsTheLastOneWithTicksOrTheLastOne() throws {
    let ticked = untrained(RecurrentResidual(planes: 3))
    #expect(ticked.mainMap?.name == "cell/hidden")
    #expect(untrained(Residual(planes: 3, blocks: 2)).mainMap?.name == "block.2/hidden")
    // Pooled features have fewer rows than the level.
    let classifier = untrained(ImageClassifier(planes: 3, rows: 9, columns: 9, classes: 4))
    #expect(classifier.mainMap?.name == "block.1/features")
    #expect(try SiteSeries(of: classifier, thinking: 0).sites == [Site("block.1/features")])
    #expect(recurrent.mainMap == nil)
    #expect(ticked.thinksInMaps && classifier.thinksInMaps && !recurrent.thinksInMaps)
    // Its maps are made before the first tick, and its ticks are of vectors.
    let planner = untrained(UniversalPlanningNetwork(planes: 3, rows: 9, columns: 9, agentPlane: 1))
    #expect(planner.mainMap != nil && !planner.thinksInMaps)
  }

  @Test func vectorsAreRefusedWhereMapsAreNeeded() throws {
    let none = CaptureError.noMaps(architecture: "gru", sites: ["cell/gates", "cell/hidden"])
    #expect(throws: none) { try SiteSeries(of: recurrent, thinking: 0) }
    #expect(throws: none) { try SiteSeries(of: recurrent, site: "cell/hidden", thinking: 0) }
    #expect(throws: none) { try ConceptDecodability.defaultSites(of: recurrent, ticks: 0) }
    let classifier = untrained(ImageClassifier(planes: 3, rows: 9, columns: 9, classes: 4))
    #expect(throws: CaptureError.notAMap(site: "pooled", maps: ["block.1/features"])) {
      try SiteSeries(of: classifier, site: "pooled", thinking: 0)
    }
    let levels = try #require(GoalFixtures.levels).train.selecting([0, 1])
    let site = Site("cell/hidden")
    let captured = try Capture(sites: [site], encoder: Self.encoder).run(recurrent, on: levels)
    #expect(try captured.activations(at: site).shape == [2, 1, 1, 48])
    #expect(throws: CaptureError.notAMap(site: "cell/hidden", maps: [])) {
      try captured.map(site, level: 0, channel: 0)
    }
  }
}
