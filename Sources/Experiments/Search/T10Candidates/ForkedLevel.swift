package import Environments
package import LinearAlgebra
package import Statistics

/// A level with a choice of two ways of different length that share no square on the way: to two
/// goals, or to the same one.
///
/// Every such level has a partner that differs from it by one wall and in which the other way is the
/// shorter one, so that nothing in the picture but that wall tells which.
package struct ForkedLevel: Sendable {
  /// Where the two ways lead.
  package enum Kind: String, Sendable, CaseIterable {
    /// To a goal each. A network that was made for one goal may be at a loss with two.
    case twoGoals
    /// To one goal, around an island of walls.
    case twoWays

    /// The ways differ by so many steps. With four moves two ways to one goal differ by an even
    /// number, so that more than two is allowed there: of one difference alone, the winner's steps
    /// would tell the loser's.
    package var differences: ClosedRange<Int> { self == .twoGoals ? 1...3 : 1...4 }

    /// In a few words.
    package var description: String { self == .twoGoals ? "two goals" : "two ways to the goal" }
  }

  /// One of the ways.
  package struct Candidate: Sendable {
    package let goal: Cell
    /// From the start to the goal, both included.
    package let route: [Cell]
    /// The first moves of all shortest ways to it.
    package let moves: ActionSet

    /// Steps from the start.
    package var distance: Int { route.count - 1 }
  }

  /// The losing way is at least so long: its value is read ``valueSquare`` squares down, and squares
  /// beyond tell whether it is open.
  package static let shortest = 7
  /// How far down the losing way its value is read. Nearer to the start the way back and along the
  /// other one can be as short, and then the number of steps there is that of the winner.
  package static let valueSquare = 4

  package let level: MazeLevel
  /// Named like the level that it was made from, whose unit it is in.
  package let key: LevelKey
  package let winner: Candidate
  package let loser: Candidate
  /// The same level with one wall across the losing way; nil where none would leave the rest alone.
  package let blocked: MazeLevel?
  /// Squares of the losing way whose one optimal move leads on along it, and in the blocked level
  /// does not.
  package let openSquares: [Cell]

  /// The square at which the value of the losing way is read.
  package var valueCell: Cell { loser.route[Self.valueSquare] }
  /// Steps from there to the losing way's goal.
  package var value: Int { loser.distance - Self.valueSquare }

  /// The candidates of a level; nil where they are no fair choice.
  static func candidates(
    _ level: MazeLevel, _ kind: Kind
  ) -> (winner: Candidate, loser: Candidate)? {
    let found = (kind == .twoGoals ? goals(level) : ways(level)).sorted {
      $0.distance < $1.distance
    }
    guard found.count == 2, kind.differences.contains(found[1].distance - found[0].distance),
      found[0].distance > 0, found[1].distance >= shortest,
      found[0].moves.isDisjoint(with: found[1].moves),
      Set(found[0].route).intersection(found[1].route).count == (kind == .twoGoals ? 1 : 2)
    else { return nil }
    let (winner, loser) = (found[0], found[1])
    // Down the losing way going on is the shortest.
    let paths = level.paths()
    guard
      paths.distance(at: loser.route[valueSquare]) == loser.distance - valueSquare,
      paths.optimalActions(at: level.start) == winner.moves
    else { return nil }
    return (winner, loser)
  }

  /// The shortest way to each of two doors.
  private static func goals(_ level: MazeLevel) -> [Candidate] {
    let doors = level.objects.indices.filter { level.objects[$0].isBase }
    guard doors.count == 2 else { return [] }
    return doors.map { door in
      let paths = level.paths(toObject: door)
      return Candidate(
        goal: level.objects[door].cell, route: paths.path(from: level.start),
        moves: paths.optimalActions(at: level.start))
    }
  }

  /// A shortest way to the goal, and the shortest one that enters none of its squares.
  private static func ways(_ level: MazeLevel) -> [Candidate] {
    guard level.goals.count == 1 else { return [] }
    let paths = level.paths()
    let route = paths.path(from: level.start)
    let taken = route.dropFirst().dropLast()
    let blocked = level.blockingCells.filter { $0 != level.goal } + taken
    let rest = ShortestPaths(grid: level.grid, to: level.goal, blocked: blocked)
    return [(route, paths), (rest.path(from: level.start), rest)].map { route, paths in
      Candidate(
        goal: level.goal, route: route, moves: paths.optimalActions(at: level.start))
    }
  }

  init?(_ level: MazeLevel, _ kind: Kind, key: LevelKey, using random: inout RandomStream) {
    guard let (winner, loser) = Self.candidates(level, kind) else { return nil }
    self.level = level
    self.key = key
    self.winner = winner
    self.loser = loser
    let paths = level.paths()
    var places = Array(Self.valueSquare + 2..<loser.distance)
    random.shuffle(&places)
    for place in places {
      let wall = loser.route[place]
      guard let blocked = try? level.togglingWall(at: wall) else { continue }
      let after = blocked.paths()
      guard after.optimalActions(at: level.start) == winner.moves,
        after.distance(at: level.start) == winner.distance
      else { continue }
      let open = (Self.valueSquare..<place).map { loser.route[$0] }.enumerated().compactMap {
        offset, cell -> Cell? in
        let next = loser.route[Self.valueSquare + offset + 1]
        guard let along = paths.uniqueAction(at: cell), cell.chebyshevDistance(to: wall) >= 2,
          cell.moved(by: level.grid.moves.offsets[along]) == next,
          !after.optimalActions(at: cell).isEmpty,
          !after.optimalActions(at: cell).contains(along)
        else { return nil }
        return cell
      }
      guard !open.isEmpty else { continue }
      self.blocked = blocked
      openSquares = open
      return
    }
    blocked = nil
    openSquares = []
  }
}

extension ForkedLevel {
  /// Starts, second goals and openings that are tried in a level before it is given up.
  private static let attempts = 300

  /// Pairs made from levels of one goal, at most one a level: a level and its partner follow one
  /// another. No way is longer than the longest of the levels: where these begin near their goal,
  /// longer ones are another task.
  package static func pairs(
    _ kind: Kind, from set: LevelSet, using random: RandomStream
  ) -> [ForkedLevel] {
    let longest = set.longestWay
    guard longest >= shortest else { return [] }
    return Parallel.map(set.count) { place -> [ForkedLevel] in
      var own = random.split(UInt64(place))
      return pair(
        kind, from: set.levels[place], key: set.keys[place], longest: longest, using: &own)
    }.flatMap { $0 }
  }

  private static func pair(
    _ kind: Kind, from base: MazeLevel, key: LevelKey, longest: Int,
    using random: inout RandomStream
  ) -> [ForkedLevel] {
    guard base.goals.count == 1 else { return [] }
    for _ in 0..<attempts {
      guard let level = draw(kind, from: base, using: &random),
        let first = candidates(level, kind), first.loser.distance <= longest,
        let partner = partner(of: level, kind, losing: first.loser, using: &random)
      else { continue }
      let made = [level, partner].enumerated().compactMap { index, level in
        ForkedLevel(
          level, kind,
          key: LevelKey(id: "\(key.id), \(kind.description), \(index + 1)", digest: key.digest),
          using: &random)
      }
      if made.count == 2 { return made }
    }
    return []
  }

  /// The level with another start, and with a second goal or one more opening.
  private static func draw(
    _ kind: Kind, from base: MazeLevel, using random: inout RandomStream
  ) -> MazeLevel? {
    let cells = base.grid.freeCells.filter { base.object(at: $0) == nil }
    let start = cells[random.below(cells.count)]
    switch kind {
    case .twoGoals:
      let second = cells[random.below(cells.count)]
      guard start != second, let door = base.objects.first(where: { $0.cell == base.goal }) else {
        return nil
      }
      return try? MazeLevel(
        grid: base.grid, objects: base.objects + [PlacedObject(door.type, at: second)],
        start: start, cue: base.cue, distractorsEndEpisodes: base.distractorsEndEpisodes)
    case .twoWays:
      let walls = base.grid.walls.indices.filter {
        base.grid.walls[$0] && !base.grid.isBorder(base.grid.cell($0))
      }
      guard !walls.isEmpty,
        let opened = try? base.togglingWall(at: base.grid.cell(walls[random.below(walls.count)]))
      else { return nil }
      return try? opened.starting(at: start)
    }
  }

  /// The level with one wall opened or closed such that the losing way wins.
  private static func partner(
    of level: MazeLevel, _ kind: Kind, losing loser: Candidate, using random: inout RandomStream
  ) -> MazeLevel? {
    for index in random.permutation(level.grid.count) {
      let cell = level.grid.cell(index)
      guard cell != level.start, let edited = try? level.togglingWall(at: cell),
        let found = candidates(edited, kind), found.winner.goal == loser.goal,
        found.winner.moves.isSubset(of: loser.moves)
      else { continue }
      return edited
    }
    return nil
  }
}
