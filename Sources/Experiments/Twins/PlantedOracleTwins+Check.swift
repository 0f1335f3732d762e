package import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCopiedPlan {
  /// Holds every claim about the copy of an oracle's plan.
  package static func check(
    _ comparison: TwinComparison, plan: Range<Int>, on levels: LevelSet
  ) throws -> [PlantedCheck] {
    let plans = levels.levels.map { LevelTable.plan($0, gain: gain) }
    return [
      try comparison.deviation(at: site, channels: 0..<4, on: levels) { level, cell, move, _ in
        Double(plans[level][4 * cell + move])
      }.check(
        comparison.id, "the plan of every square stands in the state", levels: levels.count,
        tolerance: 1e-6),
      try comparison.agreement(on: levels),
    ]
      + (try comparison.dependence(on: plan, levels: levels, actions: OracleActions.ofPlan))
  }
}

extension PlantedStagedReveal {
  /// Holds every claim about the staged reveal, at every tick.
  package static func check(
    _ comparison: TwinComparison, valuePlane: Int, on levels: LevelSet
  ) throws -> [PlantedCheck] {
    let known = PlantedLevels(levels)
    let (starts, optimal) = (known.starts, known.optimal)
    let decided = try [0, 1, 5].flatMap { wait in
      let found = try PlantedDecisions(
        comparison.twin, on: levels, encoder: comparison.encoder, ticks: starts.map { $0 + wait })
      return optimal.indices.map { found.best($0) == optimal[$0] }
    }
    let early = try PlantedDecisions(
      comparison.twin, on: levels, encoder: comparison.encoder, ticks: starts.map { $0 - 1 })
    return [
      try comparison.waveDeviation(
        at: site, channel: 0, on: levels, distances: known.paths.map(\.distances)
      ).check(
        comparison.id, "after T ticks the accumulator is max(0, T - distance)",
        levels: known.count, tolerance: 1e-4),
      .decision(
        comparison.id, "from tick distance on, the best actions are all the optimal ones",
        levels: known.count, holds: decided),
      .decision(
        comparison.id, "before, all logits are 0", levels: known.count,
        holds: early.logits.map { $0.allSatisfy { abs($0) < 1e-4 } }),
      try comparison.agreement(on: levels),
    ]
      + (try comparison.dependence(
        on: valuePlane..<valuePlane + 1, levels: levels, actions: OracleActions.ofValues))
  }
}

extension PlantedGreedyValues {
  /// Holds every claim about the greedy read of given values.
  package static func check(
    _ comparison: TwinComparison, valuePlane: Int, on levels: LevelSet
  ) throws -> [PlantedCheck] {
    let paths = levels.levels.map { $0.paths() }
    let grid = levels.levels[0].grid
    return [
      try comparison.deviation(at: site, channels: 0..<4, on: levels) { level, cell, move, _ in
        let next = grid.cell(cell).moved(by: grid.moves.offsets[move])
        let (here, there) = (paths[level].distances[cell], paths[level].distance(at: next))
        return here < 0 || there < 0 ? nil : Double(here - there)
      }.check(
        comparison.id, "the state holds how much nearer each move leads", levels: levels.count,
        tolerance: 1e-4),
      try comparison.agreement(on: levels),
    ]
      + (try comparison.dependence(
        on: valuePlane..<valuePlane + 1, levels: levels, actions: OracleActions.ofValues))
  }
}
