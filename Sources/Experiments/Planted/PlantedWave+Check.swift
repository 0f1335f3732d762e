package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedWave {
  /// Holds every claim about the wave against breadth-first distances.
  ///
  /// - Parameter agent: the planted network, undisguised.
  /// - Throws: when the levels do not fit the network.
  package static func check(
    _ agent: Agent, on levels: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let known = PlantedLevels(levels)
    let ticks = known.furthest + 3
    var accumulator = WorstDeviation()
    for (offset, set) in try known.pieces() {
      let sites = (1...ticks).map { Site("cell/hidden", tick: $0) }
      let captured = try Capture(sites: sites, ticks: ticks, encoder: encoder).run(agent, on: set)
      for site in sites {
        let states = try captured.activations(at: site)
        let channels = states.shape[3]
        for sample in 0..<set.count {
          for (cell, distance) in known.paths[offset + sample].distances.enumerated() {
            accumulator.compare(
              states.elements[
                (sample * set.cells + cell) * channels + Channel.accumulator.rawValue],
              distance < 0 ? 0 : Double(max(0, site.tick - distance)))
          }
        }
      }
    }
    let (starts, optimal) = (known.starts, known.optimal)
    var decided: [Bool] = []
    for wait in [0, 1, 5] {
      let found = try PlantedDecisions(
        agent, on: levels, encoder: encoder, ticks: starts.map { $0 + wait })
      decided += optimal.indices.map { found.best($0) == optimal[$0] }
    }
    let early = try PlantedDecisions(
      agent, on: levels, encoder: encoder, ticks: starts.map { $0 - 1 })
    let far = known.places(from: 2)
    let cut = try PlantedDecisions(
      cut(agent), on: levels, encoder: encoder, ticks: starts.map { $0 + 5 })
    return [
      accumulator.check(
        "P1", "after T ticks the accumulator is max(0, T - distance)", levels: known.count,
        tolerance: 1e-5),
      .decision(
        "P1", "from tick distance on, the best actions are all the optimal ones",
        levels: known.count, holds: decided),
      .decision(
        "P1", "before, all logits are 0", levels: known.count,
        holds: early.logits.map { $0.allSatisfy { abs($0) < 1e-4 } }),
      .cut(
        "P1", "without the spread no start two steps or more away is decided", levels: far.count,
        solved: far.map { cut.isSolved($0, optimal[$0]) }),
    ]
  }

  /// The network without the spread of the wave: the set of reached squares reads its own square
  /// alone.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    var hidden = agent.parameters["cell/from-hidden/weight"]
    for (row, column) in [(0, 1), (2, 1), (1, 0), (1, 2)] {
      for inner in 0..<2 { hidden[row, column, Channel.reached.rawValue, inner] = 0 }
    }
    agent.parameters["cell/from-hidden/weight"] = hidden
    return agent
  }
}
