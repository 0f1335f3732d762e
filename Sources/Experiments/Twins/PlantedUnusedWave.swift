package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// N7, a twin that searches and does not use it: the wave of P1 runs in channels to which the head
/// gives no weight, and the policy is the lookup of N1.
package enum PlantedUnusedWave {
  package static func agent(
    _ reading: PlantedWave.Reading, levels: LevelSet, encoder: any ObservationEncoder, ticks: Int
  ) throws(ArchitectureError) -> Agent {
    var program = PlantedProgram()
    PlantedLookup.table(reading, levels: levels, encoder: encoder, gain: PlantedLookup.gain)
      .add(to: &program)
    program.wave(blocked: reading.blocked, origin: reading.goal)
    program.say("state = concatenate hidden \(LevelTable.site)")
    program.say("here = gather state")
    let first = PlantedWave.Channel.allCases.count
    program.dense("policy", of: "here", outputs: 4, (0..<4).map { PlantedTap(first + $0, $0, 1) })
    return try program.agent(
      planes: encoder.planes, ticks: ticks, rows: levels.rows, columns: levels.columns)
  }

  /// Holds every claim about the twin.
  ///
  /// - Parameters:
  ///   - kept: all levels in the weights.
  ///   - matched: levels that are kept.
  ///   - fresh: levels that are not, on which the wave is right all the same.
  package static func check(
    _ comparison: TwinComparison, kept: LevelSet, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let wave = try [matched, fresh].map { levels in
      try comparison.waveDeviation(
        at: "hidden", channel: PlantedWave.Channel.accumulator.rawValue, on: levels,
        distances: levels.levels.map { $0.paths().distances }
      ).check(
        comparison.id, "after T ticks the accumulator is max(0, T - distance)",
        levels: levels.count, tolerance: 1e-5)
    }
    return wave + [
      try PlantedLookup.recalled(comparison, matched),
      try comparison.agreement(on: matched),
      comparison.same(
        "without the spread of the wave no logit changes",
        try comparison.logits(of: comparison.twin, on: fresh),
        try comparison.logits(of: cut(comparison.twin), on: fresh)),
      try PlantedLookup.nearest(comparison, fresh, kept: kept),
      try comparison.fresh(fresh),
    ]
  }

  /// The network without the spread of its wave.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    var weights = agent.parameters["inner/weight"]
    let reached = PlantedWave.Channel.reached.rawValue
    for (row, column) in [(0, 1), (2, 1), (1, 0), (1, 2)] {
      for inner in 0..<2 { weights[row, column, reached, inner] = 0 }
    }
    agent.parameters["inner/weight"] = weights
    return agent
  }
}
