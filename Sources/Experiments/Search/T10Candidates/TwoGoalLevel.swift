package import Environments
package import LinearAlgebra
package import Statistics

/// A level with two goals at different distances, whose shortest ways share no square but the start.
///
/// Every such level has a partner that differs from it by one wall and in which the other goal is the
/// nearer one, so that nothing in the picture but that wall tells which.
package struct TwoGoalLevel: Sendable {
  /// One of the goals with a shortest way to it.
  package struct Candidate: Sendable {
    package let goal: Cell
    /// From the start to the goal, both included.
    package let route: [Cell]
    /// The first moves of all shortest ways to it.
    package let moves: ActionSet

    /// Steps from the start.
    package var distance: Int { route.count - 1 }
  }

  /// A way to a goal is at least so long: the value of the losing one is read ``valueSquare`` squares
  /// down its way, and squares beyond it tell whether it is open.
  package static let shortest = 7
  /// The ways differ by so many steps.
  package static let differences = 1...3
  /// How far down the losing way its value is read. Nearer to the start the way back and to the
  /// other goal can be as short, and then the number of steps there is that of the winner.
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

  /// The square at which the value of the losing goal is read.
  package var valueCell: Cell { loser.route[Self.valueSquare] }
  /// Steps from there to the losing goal.
  package var value: Int { loser.distance - Self.valueSquare }

  /// The candidates of a level of two doors; nil where they are no fair choice.
  static func candidates(_ level: MazeLevel) -> (winner: Candidate, loser: Candidate)? {
    let doors = level.objects.indices.filter { level.objects[$0].isBase }
    guard doors.count == 2 else { return nil }
    let found = doors.compactMap { door -> Candidate? in
      let paths = level.paths(toObject: door)
      guard paths.distance(at: level.start) >= shortest else { return nil }
      return Candidate(
        goal: level.objects[door].cell, route: paths.path(from: level.start),
        moves: paths.optimalActions(at: level.start))
    }.sorted { $0.distance < $1.distance }
    guard found.count == 2, differences.contains(found[1].distance - found[0].distance),
      found[0].moves.isDisjoint(with: found[1].moves),
      Set(found[0].route).intersection(found[1].route).count == 1
    else { return nil }
    let (winner, loser) = (found[0], found[1])
    // Down the losing way its own goal is the nearer one.
    let paths = level.paths()
    guard
      paths.distance(at: loser.route[valueSquare]) == loser.distance - valueSquare,
      paths.optimalActions(at: level.start) == winner.moves
    else { return nil }
    return (winner, loser)
  }

  init?(_ level: MazeLevel, key: LevelKey, using random: inout RandomStream) {
    guard let (winner, loser) = Self.candidates(level) else { return nil }
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

extension TwoGoalLevel {
  /// Starts and second goals that are tried in a level before it is given up.
  private static let attempts = 60

  /// Pairs made from levels of one goal, at most one a level: a level and its partner follow one
  /// another.
  package static func pairs(from set: LevelSet, using random: RandomStream) -> [TwoGoalLevel] {
    Parallel.map(set.count) { place -> [TwoGoalLevel] in
      var own = random.split(UInt64(place))
      return pair(from: set.levels[place], key: set.keys[place], using: &own)
    }.flatMap { $0 }
  }

  private static func pair(
    from base: MazeLevel, key: LevelKey, using random: inout RandomStream
  ) -> [TwoGoalLevel] {
    guard base.goals.count == 1, let door = base.objects.first(where: { $0.cell == base.goal })
    else { return [] }
    let paths = base.paths()
    let cells = paths.startCells.filter { base.object(at: $0) == nil }
    let starts = cells.filter { paths.distance(at: $0) >= shortest - differences.upperBound }
    guard !starts.isEmpty else { return [] }
    for _ in 0..<attempts {
      let start = starts[random.below(starts.count)]
      let second = cells[random.below(cells.count)]
      guard start != second,
        let level = try? MazeLevel(
          grid: base.grid, objects: base.objects + [PlacedObject(door.type, at: second)],
          start: start, cue: base.cue, distractorsEndEpisodes: base.distractorsEndEpisodes),
        let first = candidates(level)
      else { continue }
      guard let partner = partner(of: level, losing: first.loser.goal, using: &random) else {
        continue
      }
      let made = [level, partner].enumerated().compactMap { index, level in
        TwoGoalLevel(
          level, key: LevelKey(id: "\(key.id) with two goals, \(index + 1)", digest: key.digest),
          using: &random)
      }
      if made.count == 2 { return made }
    }
    return []
  }

  /// The level with one wall opened or closed such that the losing goal wins.
  private static func partner(
    of level: MazeLevel, losing goal: Cell, using random: inout RandomStream
  ) -> MazeLevel? {
    for index in random.permutation(level.grid.count) {
      let cell = level.grid.cell(index)
      guard let edited = try? level.togglingWall(at: cell),
        let found = candidates(edited), found.winner.goal == goal
      else { continue }
      return edited
    }
    return nil
  }
}
