package import Environments

/// The right-hand rule on a grid with four moves: right of the heading, ahead, left, back, the
/// first of them that is not blocked.
package struct RightHandRule: Sendable, Equatable {
  /// The last move; up at the start.
  package private(set) var heading = 0

  package init() {}

  /// Up, right, down, left as moves of ``MoveSet/four``.
  private static let clockwise = [0, 3, 1, 2]

  /// The rule's move at a square, or nil where all four are blocked.
  package mutating func move(in level: MazeLevel, at cell: Cell) -> Int? {
    let blocked = Set(level.objects.filter { !$0.isBase }.map(\.cell))
    let now = Self.clockwise.firstIndex(of: heading) ?? 0
    for turn in [1, 0, 3, 2] {
      let move = Self.clockwise[(now + turn) % 4]
      let next = cell.moved(by: MoveSet.four.offsets[move])
      guard level.grid.isFree(next), !blocked.contains(next) else { continue }
      heading = move
      return move
    }
    return nil
  }

  /// Whether the goal is reached within some steps by the rule that heads up in every step.
  static func reachesForgetting(_ level: MazeLevel, limit: Int) -> Bool {
    var cell = level.start
    for _ in 0..<limit where cell != level.goal {
      var rule = RightHandRule()
      guard let move = rule.move(in: level, at: cell) else { return false }
      cell = cell.moved(by: MoveSet.four.offsets[move])
    }
    return cell == level.goal
  }

  /// Whether the rule takes a shortest way from a level's start, heading up.
  package static func suits(_ level: MazeLevel) -> Bool {
    let paths = level.paths()
    var (rule, cell) = (RightHandRule(), level.start)
    while paths.distance(at: cell) > 0 {
      guard let move = rule.move(in: level, at: cell),
        paths.optimalActions(at: cell).contains(move)
      else { return false }
      cell = cell.moved(by: MoveSet.four.offsets[move])
    }
    return paths.distance(at: cell) == 0
  }
}
