import Environments
import LinearAlgebra
import Testing

private let loop = """
  #########
  #@..#...#
  #.#.#.#.#
  #.......#
  ###.#####
  #...#...#
  #D###.#.#
  #########
  """

@Test func editsChangeWhatTheyNameAndNothingElse() throws {
  let level = try level(loop)
  let wall = Cell(row: 2, column: 2)
  let opened = try level.togglingWall(at: wall)
  #expect(opened.grid.isFree(wall))
  #expect(try opened.togglingWall(at: wall) == level)
  let moved = try level.movingObject(0, to: Cell(row: 5, column: 2))
  #expect(moved.goal == Cell(row: 5, column: 2) && moved.grid == level.grid)
}

@Test func editsThatWouldMakeAnInvalidLevelAreRefused() throws {
  let level = try level(loop)
  #expect(throws: LevelError.notAnInnerSquare(Cell(row: 0, column: 3))) {
    try level.togglingWall(at: Cell(row: 0, column: 3))
  }
  #expect(throws: LevelError.startNotFree(level.start)) {
    try level.togglingWall(at: level.start)
  }
  #expect(throws: LevelError.goalUnreachable(start: level.start, goal: level.goal)) {
    try level.togglingWall(at: Cell(row: 4, column: 3))
  }
  #expect(throws: LevelError.goalUnreachable(start: level.start, goal: Cell(row: 5, column: 6))) {
    try level.movingObject(0, to: Cell(row: 5, column: 6))
  }
  #expect(throws: LevelError.squareTakenTwice(level.start)) {
    try level.movingObject(0, to: level.start)
  }
  #expect(throws: LevelError.noSuchObject(index: 1, count: 1)) {
    try level.movingObject(1, to: level.start)
  }
}

@Test func editsAreClassifiedByWhatTheyChange() throws {
  let level = try level(loop)
  func effect(_ row: Int, _ column: Int) throws -> ClassifiedEdit.Effect {
    try ClassifiedEdit(.toggleWall(Cell(row: row, column: column)), of: level).effect
  }
  // The two ways round the pillar at the start are equally long: closing one leaves the other.
  #expect(try effect(1, 2) == .firstActionTies)
  // Closing a square of the right-hand loop concerns that loop alone.
  #expect(try effect(1, 6) == .mapOnly)
  // A wall in the pocket at the lower right cannot matter.
  #expect(try effect(6, 5) == .irrelevant)
  // A shortcut down the left side makes one of the two ways the only one: still a tie before.
  #expect(try effect(4, 1) == .firstActionTies)
  let one = try ClassifiedEdit(.toggleWall(Cell(row: 1, column: 2)), of: level).after
  let other = try ClassifiedEdit(.toggleWall(Cell(row: 1, column: 2)), of: level)
  #expect(one.paths().uniqueAction(at: level.start) == 1)
  #expect(other.editedCells == [Cell(row: 1, column: 2)])
}

@Test func everyValidEditIsEnumeratedOnceAndItsClassFollowsFromTheMaps() throws {
  var random = RandomStream(seed: 13)
  var counts: [ClassifiedEdit.Effect: Int] = [:]
  for _ in 0..<20 {
    let level = try environment().level(using: &random)
    let before = level.paths()
    var valid = 0
    for row in 1..<8 {
      for column in 1..<8 where (try? level.togglingWall(at: Cell(row: row, column: column))) != nil
      {
        valid += 1
      }
    }
    let toggles = level.wallToggles()
    #expect(toggles.count == valid)
    for edit in toggles + level.goalMoves() {
      counts[edit.effect, default: 0] += 1
      let after = edit.after.paths()
      let (old, new) = (
        before.optimalActions(at: level.start), after.optimalActions(at: level.start)
      )
      let changed = level.grid.freeCells.contains {
        !edit.editedCells.contains($0)
          && before.optimalActions(at: $0) != after.optimalActions(at: $0)
      }
      switch edit.effect {
      case .firstAction: #expect(old.isDisjoint(with: new))
      case .firstActionTies: #expect(old != new && !old.isDisjoint(with: new))
      case .mapOnly: #expect(old == new && changed)
      case .irrelevant: #expect(old == new && !changed)
      }
      let geodesic = edit.geodesicDistances
      for index in geodesic.indices {
        let (a, b) = (before.distances[index], after.distances[index])
        if a == b {
          #expect(geodesic[index] == -1)
        } else {
          #expect(geodesic[index] == (a < 0 || b < 0 ? max(a, b) : min(a, b)))
        }
      }
      #expect(edit.chebyshevDistances[level.grid.index(edit.editedCells[0])] == 0)
    }
  }
  for effect in ClassifiedEdit.Effect.allCases { #expect(counts[effect, default: 0] > 0) }
}

@Test func thingsCanBeExchanged() throws {
  let level = try level("#######\n#D.@.b#\n#######")
  let swap = try #require(level.objectSwaps().first)
  #expect(level.objectSwaps().count == 1)
  #expect(swap.effect == .firstAction)
  #expect(swap.after.goal == Cell(row: 1, column: 5))
}
