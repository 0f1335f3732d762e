import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing

@Suite struct CaptureTests {
  private let environment = RedDoorEnvironment()

  private func levels(_ count: Int) throws -> LevelSet {
    var random = RandomStream(seed: 12)
    return try LevelSet(environment.levels(count, using: &random))
  }

  private func agent() -> Agent {
    Agent(
      RecurrentResidual(planes: environment.encoder.planes, channels: 16, ticks: 4),
      drawnFrom: RandomStream(seed: 1))
  }

  @Test func everyLevelIsRunOnceFromItsStartWithItsStateReset() throws {
    let (levels, agent) = (try levels(5), agent())
    let site = Site("cell/hidden", tick: 3)
    let capture = Capture(sites: [site, site], encoder: environment.encoder)
    #expect(capture.sites == [site])
    let all = try capture.run(agent, on: levels)
    #expect(try all.activations(at: site).shape == [5, 9, 9, 16])
    let last = try capture.run(agent, on: levels.selecting([4]))
    let size = 81 * 16
    // Another batch size may take another kernel, so the last digits are free.
    let together = try all.activations(at: site).elements[4 * size..<5 * size]
    let alone = try last.activations(at: site).elements
    #expect(zip(together, alone).allSatisfy { abs($0 - $1) <= 1e-4 })
    #expect(zip(all.logits.row(4), last.logits.row(0)).allSatisfy { abs($0 - $1) <= 1e-4 })
    #expect(
      try all.map(site, level: 4, channel: 7)[2, 3]
        == Double(all.activations(at: site)[4, 2, 3, 7]))
  }

  @Test func unknownSitesNameTheNearOnes() throws {
    let capture = Capture(sites: [Site("cell/hiden", tick: 1)], encoder: environment.encoder)
    #expect {
      try capture.run(agent(), on: levels(1))
    } throws: { "\($0)".contains("'cell/hiden'") && "\($0)".contains("'cell/hidden'") }
    let late = Capture(sites: [Site("cell/hidden", tick: 9)], encoder: environment.encoder)
    #expect(throws: CaptureError.noSuchTick(site: "cell/hidden", tick: 9, ticks: 4)) {
      try late.run(agent(), on: levels(1))
    }
    let other = try Capture(sites: [Site("embedding")], encoder: environment.encoder).run(
      agent(), on: levels(1))
    #expect(throws: CaptureError.notCaptured(site: "cell/hidden@1")) {
      try other.activations(at: Site("cell/hidden", tick: 1))
    }
  }

  @Test func movesThatDoNotFitAreRefused() throws {
    let agent = Agent(
      RecurrentResidual(planes: environment.encoder.planes, channels: 16, actions: 8, ticks: 2),
      drawnFrom: RandomStream(seed: 1))
    #expect(throws: CaptureError.wrongActions(actions: 8, moves: 4)) {
      try Capture(sites: [], encoder: environment.encoder).run(agent, on: levels(1))
    }
  }

  @Test func aStoreHoldsWhatWasCaptured() throws {
    let (levels, agent) = (try levels(7), agent())
    let folder = try ScratchFolder()
    let sites = [Site("embedding")] + [1, 4].map { Site("cell/hidden", tick: $0) }
    let capture = Capture(sites: sites, encoder: environment.encoder)
    let concepts = try ["plan-direction", "distance-to-goal"].map {
      try ConceptCatalogue.concept($0)
    }
    let store = try CaptureExport(capture, concepts: concepts, metadata: ["run": "test"]).write(
      agent, on: levels, to: folder.file("store"))
    #expect(store.rows == 7)
    #expect(store.hasGroups)
    #expect(store.labelNames == ["distance-to-goal", "plan-direction"])
    #expect(store.metadata["ticks/cell/hidden"] == "1,4")
    #expect(store.metadata["classes/plan-direction"] == "U,D,L,R")
    #expect(try store.site(named: "cell/hidden").rowShape == [2, 9, 9, 16])
    #expect(try store.site(named: "embedding").rowShape == [9, 9, 16])
    let direct = try capture.run(agent, on: levels)
    let block = store.blocks(maximumRows: 100)[0]
    let size = 81 * 16
    try store.withRows(block, of: "cell/hidden") { rows in
      for (place, tick) in [1, 4].enumerated() {
        let expected = try direct.activations(at: Site("cell/hidden", tick: tick)).elements
        for index in 0..<size {
          #expect(rows[(5 * 2 + place) * size + index] == expected[5 * size + index])
        }
      }
    }
  }

  @Test func anInterruptedStoreIsNone() throws {
    let folder = try ScratchFolder()
    let capture = Capture(sites: [Site("embedding")], encoder: environment.encoder)
    #expect(throws: CaptureError.interrupted) {
      try CaptureExport(capture).write(
        agent(), on: levels(2), to: folder.file("store"), interruption: Interruption { true })
    }
    #expect(throws: ActivationStoreError.self) {
      try ActivationStore(path: folder.file("store"))
    }
  }

  @Test func twinsDifferFromEachOtherAndAreTheSameEveryTime() {
    let agent = agent()
    let twins = UntrainedTwins.of(agent)
    #expect(twins.count == 5)
    let again = UntrainedTwins.of(agent)
    for index in twins.indices {
      #expect(twins[index].parameters.values == again[index].parameters.values)
      #expect(twins[index].parameters.values != agent.parameters.values)
      for other in 0..<index {
        #expect(twins[index].parameters.values != twins[other].parameters.values)
      }
    }
  }
}
