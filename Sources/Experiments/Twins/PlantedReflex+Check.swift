package import Agents
package import Environments
internal import LinearAlgebra

extension PlantedReflex {
  /// Whether the optimal actions of a level's start are those that lead nearer in a straight line
  /// past nothing that blocks: where the reflex is right.
  package static func suits(_ level: MazeLevel) -> Bool {
    let paths = level.paths()
    let nearer = moves(level).filter { paths.distance(at: level.start.moved(by: offset($0))) >= 0 }
    return !nearer.isEmpty && ActionSet(nearer) == paths.optimalActions(at: level.start)
  }

  /// The moves from a level's start that lead nearer to its goal in an empty room.
  static func moves(_ level: MazeLevel) -> [Int] {
    let here = level.start.manhattanDistance(to: level.goal)
    return (0..<4).filter {
      level.start.moved(by: offset($0)).manhattanDistance(to: level.goal) < here
    }
  }

  private static func offset(_ move: Int) -> Move { MoveSet.four.offsets[move] }

  /// Holds every claim about the reflex.
  ///
  /// - Parameters:
  ///   - matched: levels that suit it; see ``suits(_:)``.
  ///   - others: levels that do not.
  package static func check(
    _ comparison: TwinComparison, matched: LevelSet, others: LevelSet
  ) throws -> [PlantedCheck] {
    let pulls = try [matched, others].map { levels in
      let nearer = levels.levels.map { ActionSet(moves($0)) }
      return try comparison.deviation(at: site, channels: 0..<4, on: levels) { level, _, move, _ in
        nearer[level].contains(move) ? Double(pull) : 0
      }.check(
        comparison.id, "a move is pulled to where it leads nearer in an empty room",
        levels: levels.count, tolerance: 1e-4)
    }
    let found = PlantedDecisions(
      logits: try comparison.logits(of: comparison.twin, on: others))
    return pulls + [
      try comparison.agreement(on: matched),
      .decision(
        comparison.id, "of the moves that are open it takes those that lead nearer, if any",
        levels: others.count,
        holds: others.levels.indices.map { found.best($0) == choice(others.levels[$0]) }),
      comparison.contrast(
        "where such moves are blocked or lead astray its actions often are not those of P1",
        try comparison.agrees(on: others)),
    ]
  }

  /// The rule without a network: open moves that lead nearer, or all open ones.
  private static func choice(_ level: MazeLevel) -> ActionSet {
    let things = level.objects.filter { !$0.isBase }.map(\.cell)
    let open = (0..<4).filter { move in
      let next = level.start.moved(by: offset(move))
      return level.grid.isFree(next) && !things.contains(next)
    }
    let nearer = moves(level).filter(open.contains)
    return ActionSet(nearer.isEmpty ? open : nearer)
  }
}
