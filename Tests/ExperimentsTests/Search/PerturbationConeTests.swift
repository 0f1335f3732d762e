import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing

@Suite struct PerturbationConeTests {
  private static let cone: PerturbationCone? = try? {
    guard let levels = SearchFixtures.levels,
      let reading = PlantedWave.Reading(SearchFixtures.environment.encoder)
    else { return nil }
    let agent = PlantedWave.agent(reading, ticks: 32)
    return try PerturbationCone(
      StudySubject(agent, encoder: SearchFixtures.environment.encoder), on: levels,
      series: SiteSeries(of: agent, thinking: 32), settings: SearchFixtures.settings(for: levels),
      random: RandomStream(seed: 4))
  }()

  @Test func thePlantedWaveFollowsTheMazeExactly() throws {
    let cone = try #require(Self.cone)
    #expect(cone.trained.geodesic.value > 0.999)
    // Where the steps determine the onset, nothing is left to correlate: not defined.
    let straight = cone.trained.chebyshev.value
    #expect(straight.isNaN || abs(straight) < 0.15)
    #expect(cone.trained.censored == 0)
    // One step a tick at every square.
    #expect(cone.lockstep(cone.trained).share == 1)
    for effect in cone.sweep { #expect(effect.value > 0.7) }
  }

  @Test func untrainedNetworksFollowThePicture() throws {
    let cone = try #require(Self.cone)
    for network in cone.untrained {
      #expect(network.geodesic.value < 0.3)
      #expect(network.chebyshev.value > network.geodesic.value)
    }
  }

  @Test func theEditsAreOfBothKindsAndOneALevel() throws {
    let cone = try #require(Self.cone)
    let levels = try #require(SearchFixtures.levels)
    #expect(cone.sample.edits.count == levels.count)
    #expect(Set(cone.squares.kind) == [0, 1])
    for (place, edit) in zip(cone.sample.places, cone.sample.edits) {
      #expect(edit.before == levels.levels[place])
    }
    for square in 0..<cone.squares.count {
      let edit = cone.sample.edits[cone.squares.edit[square]]
      let cell = cone.squares.cell[square]
      #expect(edit.distancesBefore[cell] != edit.distancesAfter[cell])
      #expect(!edit.before.grid.walls[cell] && !edit.after.grid.walls[cell])
    }
  }

  @Test func aWavefrontOnHardLevelsSupportsTheClaimAndALeakVoidsIt() throws {
    let cone = try #require(Self.cone)
    let levels = try #require(SearchFixtures.levels)
    let settings = SearchFixtures.settings(for: levels)
    let gates = try LevelGates(levels, settings)
    let clean = GeodesicWavefront(
      cone, onset: nil, gates: gates, levels: levels, audit: nil, settings: settings)
    #expect(clean.status == .supports)
    let leak = EvidenceGate(name: "no input plane gives the plan away", passed: false, detail: "x")
    let leaking = GeodesicWavefront(
      cone, onset: nil, gates: gates, levels: levels, audit: leak, settings: settings)
    #expect(leaking.status.reason == "void: no input plane gives the plan away: x")
  }
}
