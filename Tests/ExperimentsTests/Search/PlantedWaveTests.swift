import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct PlantedWaveTests {
  /// `A_T(x) = max(0, T - d(x))` on free squares and 0 on walls and things in the way.
  @Test(arguments: [RedDoorEncoding.separate, .mixed(seed: 3), .shapeAndColour])
  func accumulatorIsTicksMinusDistanceOn400Levels(_ encoding: RedDoorEncoding) throws {
    var environment = RedDoorEnvironment()
    environment.encoding = encoding
    environment.support = .anyColour
    var random = RandomStream(seed: 11)
    let levels = try LevelSet(environment.levels(400, using: &random))
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    let ticks = 40
    let agent = PlantedWave.agent(reading, ticks: ticks)
    let sites = [1, 7, ticks].map { Site("cell/hidden", tick: $0) }
    let captured = try Capture(sites: sites, encoder: environment.encoder).run(agent, on: levels)
    var largest: Float = 0
    for site in sites {
      let activations = try captured.activations(at: site)
      for (index, level) in levels.levels.enumerated() {
        let distances = level.paths().distances
        for cell in distances.indices {
          let expected = distances[cell] < 0 ? 0 : Float(max(0, site.tick - distances[cell]))
          let found = activations.elements[(index * levels.cells + cell) * 6 + 1]
          largest = max(largest, abs(found - expected))
        }
      }
    }
    // Planes of ones and zeros add exactly; mixed planes round at the door.
    #expect(largest <= (encoding == .mixed(seed: 3) ? 1e-4 : 0))
  }

  @Test func lightCannotBeReadLinearly() {
    #expect(PlantedWave.Reading(RedDoorEncoder(encoding: .rgb)) == nil)
  }
}
