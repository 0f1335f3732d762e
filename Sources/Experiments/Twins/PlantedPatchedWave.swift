package import Agents
package import Environments
internal import LinearAlgebra

/// N14, a twin with a wave that goes through walls and a lookup of corrections: the accumulators
/// are `max(0, T - m)` with the Manhattan distance `m`, and where the moves that are nearest by it
/// are not the optimal ones, what is kept of level and square is added to the logits.
package enum PlantedPatchedWave {
  package static func agent(
    _ reading: PlantedWave.Reading, levels: LevelSet, encoder: any ObservationEncoder, ticks: Int
  ) throws(ArchitectureError) -> Agent {
    var program = PlantedProgram()
    LevelTable(
      levels, reading: [reading.blocked, reading.goal], encoder: encoder, values: corrections
    ).add(to: &program)
    program.wave(
      blocked: [Float](repeating: 0, count: encoder.planes), origin: reading.goal)
    program.say("state = concatenate hidden \(LevelTable.site)")
    program.say("here = gather state")
    let first = PlantedWave.Channel.allCases.count
    program.waveHead(further: (0..<4).map { PlantedTap(first + $0, $0, 1) })
    return try program.agent(
      planes: encoder.planes, ticks: ticks, rows: levels.rows, columns: levels.columns)
  }

  /// What is added to the logits of each square: nothing where the open wave is right, else what
  /// makes them `T - m` plus one for optimal moves and minus one for others.
  static func corrections(_ level: MazeLevel) -> [Float] {
    let (paths, goal) = (level.paths(), level.goal)
    return (0..<level.grid.count).flatMap { index -> [Float] in
      let cell = level.grid.cell(index)
      let optimal = paths.optimalActions(at: cell)
      let here = cell.manhattanDistance(to: goal)
      let steps = level.grid.moves.offsets.map {
        cell.moved(by: $0).manhattanDistance(to: goal) - here
      }
      let open = ActionSet(steps.indices.filter { steps[$0] < 0 })
      guard !optimal.isEmpty, open != optimal else { return [0, 0, 0, 0] }
      return steps.indices.map { Float(steps[$0] + (optimal.contains($0) ? 1 : -1)) }
    }
  }

  /// Holds every claim about the twin.
  ///
  /// - Parameters:
  ///   - kept: all levels in the weights.
  ///   - matched: levels whose corrections are kept.
  ///   - fresh: levels of which none are.
  package static func check(
    _ comparison: TwinComparison, kept: LevelSet, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let open = matched.levels.map { level in
      (0..<level.grid.count).map { level.grid.cell($0).manhattanDistance(to: level.goal) }
    }
    return [
      try comparison.waveDeviation(
        at: "hidden", channel: PlantedWave.Channel.accumulator.rawValue, on: matched,
        distances: open
      ).check(
        comparison.id, "after T ticks the accumulator is max(0, T - Manhattan distance)",
        levels: matched.count, tolerance: 1e-5),
      try comparison.agreement(on: matched),
      try comparison.recall(
        of: fresh, kept: kept, by: NearestLevels.scene, values: corrections),
      try comparison.fresh(fresh),
    ]
  }
}
