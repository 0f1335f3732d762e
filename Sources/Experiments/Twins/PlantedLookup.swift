package import Agents
package import Environments
internal import LinearAlgebra

/// N1, a twin that looks up: the plans of levels stand in its weights, found by their walls,
/// things and goal, and the policy reads the plan of the nearest one at the agent's square.
package enum PlantedLookup {
  package static let gain: Float = 8

  package static func agent(
    _ reading: PlantedWave.Reading, levels: LevelSet, encoder: any ObservationEncoder
  ) throws(ArchitectureError) -> Agent {
    var program = PlantedProgram()
    table(reading, levels: levels, encoder: encoder, gain: gain).add(to: &program)
    program.policy(of: LevelTable.site)
    return try program.agent(
      planes: encoder.planes, rows: levels.rows, columns: levels.columns)
  }

  /// The plans of levels by what blocks and the goal.
  static func table(
    _ reading: PlantedWave.Reading, levels: LevelSet, encoder: any ObservationEncoder, gain: Float
  ) -> LevelTable {
    LevelTable(levels, reading: [reading.blocked, reading.goal], encoder: encoder) {
      LevelTable.plan($0, gain: gain)
    }
  }

  /// Holds every claim about the lookup.
  ///
  /// - Parameters:
  ///   - kept: all levels in the weights.
  ///   - matched: levels that are kept.
  ///   - fresh: levels that are not.
  package static func check(
    _ comparison: TwinComparison, kept: LevelSet, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    [
      try recalled(comparison, matched),
      try nearest(comparison, fresh, kept: kept),
      try comparison.agreement(on: matched),
      try comparison.fresh(fresh),
    ]
  }

  /// That of a level that is not kept the plan of the nearest one is recalled.
  static func nearest(
    _ comparison: TwinComparison, _ levels: LevelSet, kept: LevelSet, gain: Float = gain
  ) throws -> PlantedCheck {
    try comparison.recall(of: levels, kept: kept, by: NearestLevels.scene) {
      LevelTable.plan($0, gain: gain)
    }
  }

  /// That a kept level's plan of every square is recalled, with a gain.
  static func recalled(
    _ comparison: TwinComparison, _ levels: LevelSet, gain: Float = gain
  ) throws -> PlantedCheck {
    let plans = levels.levels.map { LevelTable.plan($0, gain: gain) }
    return try comparison.deviation(at: LevelTable.site, channels: 0..<4, on: levels) {
      level, cell, move, _ in Double(plans[level][4 * cell + move])
    }.check(
      comparison.id, "what is recalled is the plan of every square", levels: levels.count,
      tolerance: 1e-4)
  }
}
