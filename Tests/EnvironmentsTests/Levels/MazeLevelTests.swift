import Environments
import LinearAlgebra
import Testing

private let corridor = Grid(
  rows: 3, columns: 5,
  walls: [Bool](repeating: true, count: 5) + [true, false, false, false, true]
    + [Bool](repeating: true, count: 5))

private func door(_ column: Int) -> PlacedObject {
  PlacedObject(shape: .door, colour: .red, cell: Cell(row: 1, column: column))
}

@Test func aLevelThatIsNotValidIsRefused() {
  let start = Cell(row: 1, column: 1)
  let key = PlacedObject(shape: .key, colour: .blue, cell: Cell(row: 1, column: 2))
  #expect(throws: LevelError.noObject) {
    try MazeLevel(grid: corridor, objects: [], start: start)
  }
  #expect(throws: LevelError.startNotFree(Cell(row: 0, column: 1))) {
    try MazeLevel(grid: corridor, objects: [door(3)], start: Cell(row: 0, column: 1))
  }
  #expect(
    throws: LevelError.objectNotFree(
      type: ObjectType(.red, .door), cell: Cell(row: 1, column: 9))
  ) {
    try MazeLevel(grid: corridor, objects: [door(9)], start: start)
  }
  #expect(throws: LevelError.squareTakenTwice(start)) {
    try MazeLevel(grid: corridor, objects: [door(1)], start: start)
  }
  #expect(throws: LevelError.goalUnreachable(start: start, goal: Cell(row: 1, column: 3))) {
    try MazeLevel(grid: corridor, objects: [door(3), key], start: start)
  }
}

@Test func distractorsThatDoNotEndEpisodesCanBeWalkedOver() throws {
  let key = PlacedObject(shape: .key, colour: .blue, cell: Cell(row: 1, column: 2))
  let level = try MazeLevel(
    grid: corridor, objects: [key, door(3)], start: Cell(row: 1, column: 1),
    distractorsEndEpisodes: false)
  #expect(level.goal == Cell(row: 1, column: 3))
  #expect(level.paths().distance(at: level.start) == 2)
  #expect(level.blockingCells == [Cell(row: 1, column: 3)])
}

@Test func aLevelIsNamedByItsDigestUnlessItHasAName() throws {
  let level = try MazeLevel(grid: corridor, objects: [door(3)], start: Cell(row: 1, column: 1))
  #expect(level.id == level.digestText)
  #expect(level.id.count == 16)
  #expect(level.named("corridor").id == "corridor")
}
