/// Planes that an oracle writes into the observation, behind the others. A network that copies
/// them knows what only a search finds out, and searches nothing: they are for twins and controls.
package enum OraclePlanes: String, Sendable, CaseIterable {
  case none
  /// Four planes, one an action, each 1 where that action is optimal (all ties).
  case plan
  /// The planes of ``plan`` in an episode's first step, and zeros in all later ones.
  case hint
  /// One plane, `1 - steps / squares` on every square that reaches a goal and 0 elsewhere, with
  /// the number of squares of the grid: 1 at the goal, less the farther away.
  case value
  /// One plane with sixteen bits of the level's digest in the first squares of the border, in
  /// row-major order, as 0 or 1: a name of the level, not a property of it.
  case watermark

  package static let watermarkBits = 16

  /// What the planes are called.
  package var names: [String] {
    switch self {
    case .none: []
    case .plan: MoveSet.four.names.map { "oracle \($0)" }
    case .hint: MoveSet.four.names.map { "hint \($0)" }
    case .value: ["oracle value"]
    case .watermark: ["watermark"]
    }
  }

  /// Writes the planes of a level.
  ///
  /// - Parameters:
  ///   - base: the first of them at the first square, zero everywhere.
  ///   - stride: the number of planes of the observation.
  /// - Complexity: one flood of the maze, or the level's digest.
  func write(_ level: MazeLevel, at base: UnsafeMutablePointer<Float>, stride: Int) {
    switch self {
    case .none: break
    case .plan, .hint:
      let paths = level.paths()
      for index in 0..<level.grid.count {
        for action in paths.optimalActions(at: level.grid.cell(index)) {
          base[index * stride + action] = 1
        }
      }
    case .value:
      let distances = level.paths().distances
      for index in 0..<level.grid.count where distances[index] >= 0 {
        base[index * stride] = 1 - Float(distances[index]) / Float(level.grid.count)
      }
    case .watermark:
      let digest = level.digest
      for bit in 0..<Self.watermarkBits {
        let (row, column) = Self.square(ofBit: bit, level.grid)
        base[(row * level.grid.columns + column) * stride] = Float(digest >> UInt64(bit) & 1)
      }
    }
  }

  /// The border's squares in row-major order; every grid of a side of at least 5 has sixteen.
  private static func square(ofBit bit: Int, _ grid: Grid) -> (row: Int, column: Int) {
    if bit < grid.columns { return (0, bit) }
    let (row, side) = (bit - grid.columns).quotientAndRemainder(dividingBy: 2)
    if row + 1 < grid.rows - 1 { return (row + 1, side == 0 ? 0 : grid.columns - 1) }
    return (grid.rows - 1, bit - grid.columns - 2 * (grid.rows - 2))
  }
}
