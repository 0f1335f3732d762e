import Environments
import Foundation
import LinearAlgebra
import Testing

private func read(
  _ edit: (inout Tensor, inout Tensor, inout Tensor) -> Void
) throws -> ObstacleAndGoalReader {
  let text = "; moves: eight\n#####\n#@..#\n#.#.#\n#..D#\n#####"
  let level = try level(text)
  var observations = ObstacleAndGoalEncoder().observations(of: [level])
  var rows = Tensor(shape: [1, 2], elements: [1, 2])
  var columns = Tensor(shape: [1, 2], elements: [1, 1])
  edit(&observations, &rows, &columns)
  return try ObstacleAndGoalReader(
    observations: observations, startRows: rows, startColumns: columns)
}

@Test func observationsAreReadBackAsTheLevelsTheyWere() throws {
  let reader = try read { _, _, _ in }
  #expect(reader.starts == [[Cell(row: 1, column: 1), Cell(row: 2, column: 1)]])
  #expect(
    LevelText.write(reader.levels)
      == "; id: maze-0\n; moves: eight\n#####\n#@..#\n#.#.#\n#..D#\n#####\n")
  var random = RandomStream(seed: 37)
  let levels = try ObstacleAndGoalMazes(rows: 8, columns: 8).levels(20, using: &random)
  let again = try ObstacleAndGoalReader(
    observations: ObstacleAndGoalEncoder().observations(of: levels),
    startRows: Tensor(shape: [20, 1], elements: levels.map { Float($0.start.row) }),
    startColumns: Tensor(shape: [20, 1], elements: levels.map { Float($0.start.column) }))
  #expect(again.levels.map { $0.named("") } == levels)
}

@Test func observationsOfAnotherKindAreRefused() {
  let cell = Cell(row: 1, column: 2)
  #expect(
    throws: ObstacleAndGoalError.badValue(
      maze: 0, cell: cell, plane: 0, value: 0.5, allowed: "0 or 1")
  ) { try read { observations, _, _ in observations[0, 1, 2, 0] = 0.5 } }
  #expect(
    throws: ObstacleAndGoalError.badValue(
      maze: 0, cell: cell, plane: 1, value: 1, allowed: "0 or 10")
  ) { try read { observations, _, _ in observations[0, 1, 2, 1] = 1 } }
  #expect(throws: ObstacleAndGoalError.badGoal(maze: 0, cell: Cell(row: 3, column: 3))) {
    try read { observations, _, _ in observations[0, 1, 2, 1] = 10 }
  }
  #expect(throws: ObstacleAndGoalError.noGoal(maze: 0)) {
    try read { observations, _, _ in observations[0, 3, 3, 1] = 0 }
  }
  #expect(throws: ObstacleAndGoalError.startNotWhole(maze: 0, start: 1)) {
    try read { _, rows, _ in rows[0, 1] = .nan }
  }
  #expect(
    throws: ObstacleAndGoalError.badStart(
      maze: 0, cell: Cell(row: 2, column: 2), reason: "it is an obstacle or outside")
  ) { try read { _, _, columns in columns[0, 1] = 2 } }
  #expect(
    throws: ObstacleAndGoalError.badStart(
      maze: 0, cell: Cell(row: 1, column: 1), reason: "no way leads from it to the goal")
  ) {
    try read { observations, rows, _ in
      rows[0, 1] = 1
      observations[0, 1, 2, 0] = 1
      observations[0, 2, 1, 0] = 1
    }
  }
  #expect(
    throws: ObstacleAndGoalError.badShape(
      name: "observation", shape: [25, 2], expected: "[maze, row, column, 2]")
  ) { try read { observations, _, _ in observations = observations.reshaped([25, 2]) } }
  #expect(
    throws: ObstacleAndGoalError.badShape(
      name: "start_row", shape: [2, 1], expected: "[1, starts]")
  ) { try read { _, rows, _ in rows = rows.reshaped([2, 1]) } }
}

@Test(arguments: [8, 16])
func generatedMazesMeetTheirConditions(side: Int) throws {
  var random = RandomStream(seed: 38)
  let mazes = ObstacleAndGoalMazes(rows: side, columns: side)
  let levels = try mazes.levels(60, using: &random)
  for level in levels {
    #expect(level.separatedShare >= 0.3 && Hardness(level).share >= 0.3)
    #expect(level.grid.moves == .eight && level.grid.isFenced)
    #expect(level.paths().distance(at: level.start) > 0)
  }
  #expect(Set(levels.map(\.digest)).count == 60)
  var again = RandomStream(seed: 38)
  #expect(try mazes.levels(60, using: &again) == levels)
}
