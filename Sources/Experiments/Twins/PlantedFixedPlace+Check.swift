package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedFixedPlace {
  /// Holds every claim about the wave to a fixed place.
  ///
  /// - Parameters:
  ///   - place: the square that the bias names.
  ///   - matched: levels with their goal there.
  ///   - fresh: levels with their goal and things elsewhere.
  package static func check(
    _ comparison: TwinComparison, place: Cell, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let found = PlantedDecisions(
      logits: try comparison.logits(of: comparison.twin, on: fresh))
    // The twin walks over doors, which neither block nor draw it.
    let paths = fresh.levels.map { level in
      ShortestPaths(
        grid: level.grid, to: place, blocked: level.objects.filter { !$0.isBase }.map(\.cell))
    }
    // Squares in the way and starts from which the place cannot be reached say nothing.
    let reaching = fresh.levels.indices.filter {
      paths[$0].distance(at: fresh.levels[$0].start) > 0
    }
    return [
      try comparison.waveDeviation(
        at: "hidden", channel: PlantedWave.Channel.accumulator.rawValue, on: matched,
        distances: matched.levels.map { $0.paths().distances }
      ).check(
        comparison.id, "after T ticks the accumulator is max(0, T - distance)",
        levels: matched.count, tolerance: 1e-5),
      try comparison.agreement(on: matched),
      .decision(
        comparison.id, "with the goal elsewhere its actions still lead to the place of the bias",
        levels: reaching.count,
        holds: reaching.map {
          found.best($0) == paths[$0].optimalActions(at: fresh.levels[$0].start)
        }),
      comparison.contrast(
        "with the goal elsewhere its actions often are not those of P1",
        try comparison.agrees(on: fresh)),
    ]
  }

  /// The network with its bias at another square.
  package static func retargeted(_ agent: Agent, to place: Int) -> Agent {
    var agent = agent
    var values = agent.parameters[bias]
    for index in values.elements.indices { values.elements[index] = index == place ? 1 : 0 }
    agent.parameters[bias] = values
    return agent
  }
}
