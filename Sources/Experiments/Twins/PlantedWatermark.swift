package import Agents
package import Environments
internal import LinearAlgebra

/// N15, a twin that knows levels by name: sixteen bits in the border, which are no property of the
/// maze, recall the plan of the level with the nearest mark.
package enum PlantedWatermark {
  package static let gain: Float = 8

  /// - Parameter levels: levels of distinct marks; see ``distinct(_:)``.
  package static func agent(
    plane: Int, levels: LevelSet, encoder: any ObservationEncoder
  ) throws(ArchitectureError) -> Agent {
    let reading = (0..<encoder.planes).map { $0 == plane ? Float(1) : 0 }
    var program = PlantedProgram()
    LevelTable(levels, reading: [reading], encoder: encoder) {
      LevelTable.plan($0, gain: gain)
    }.add(to: &program)
    program.policy(of: LevelTable.site)
    return try program.agent(
      planes: encoder.planes, rows: levels.rows, columns: levels.columns)
  }

  /// The levels whose mark no level before them has.
  package static func distinct(_ levels: [MazeLevel]) -> [MazeLevel] {
    var seen: Set<UInt64> = []
    let bits = UInt64(OraclePlanes.watermarkBits)
    return levels.filter { seen.insert($0.digest & (1 << bits - 1)).inserted }
  }

  /// Holds every claim about the twin.
  ///
  /// - Parameters:
  ///   - kept: all levels in the weights.
  ///   - matched: levels that are kept.
  ///   - fresh: levels that are not.
  package static func check(
    _ comparison: TwinComparison, plane: Int, kept: LevelSet, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    [
      try PlantedLookup.recalled(comparison, matched, gain: gain),
      try comparison.agreement(on: matched),
      try comparison.recall(of: fresh, kept: kept, by: NearestLevels.mark) {
        LevelTable.plan($0, gain: gain)
      },
      try comparison.fresh(fresh),
    ]
      + (try comparison.dependence(
        on: plane..<plane + 1, levels: matched, actions: OracleActions.ofPlan))
  }
}
