package import Agents
package import Environments
internal import LinearAlgebra

extension PlantedConstant {
  /// Whether an action is the only optimal one at a level's start.
  package static func suits(_ level: MazeLevel, action: Int) -> Bool {
    level.paths().uniqueAction(at: level.start) == action
  }

  /// Holds every claim about the constant policy.
  ///
  /// - Parameters:
  ///   - matched: levels that suit it; see ``suits(_:action:)``.
  ///   - fresh: levels of all kinds.
  package static func check(
    _ comparison: TwinComparison, action: Int, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let constants = try [matched, fresh].map { levels in
      var logits = WorstDeviation()
      for row in try comparison.logits(of: comparison.twin, on: levels) {
        for (index, logit) in row.enumerated() {
          logits.compare(logit, index == action ? Double(gain) : 0)
        }
      }
      return logits.check(
        comparison.id, "the logits are the same on all levels", levels: levels.count, tolerance: 0)
    }
    return constants + [
      try comparison.agreement(on: matched),
      try comparison.fresh(fresh),
    ]
  }
}
