package import LinearAlgebra

/// Levels read from obstacle-and-goal observations.
package struct ObstacleAndGoalReader: Sendable {
  /// One level a maze, with eight moves, the goal a red door, the agent at the first of the
  /// maze's starts. The `id` is `maze-` and the index.
  package let levels: [MazeLevel]
  /// All starts of each maze.
  package let starts: [[Cell]]

  /// Reads mazes and the starts that come with them.
  ///
  /// - Parameters:
  ///   - observations: `[maze, row, column, 2]`: plane 0 is 1 on obstacles and 0 elsewhere,
  ///     plane 1 is 10 on one free square and 0 elsewhere.
  ///   - startRows: `[maze, start]`, whole numbers from 0.
  ///   - startColumns: as `startRows`.
  /// - Throws: ``ObstacleAndGoalError`` naming the first thing that is not so.
  package init(
    observations: Tensor, startRows: Tensor, startColumns: Tensor
  ) throws(ObstacleAndGoalError) {
    let shape = observations.shape
    guard shape.count == 4, shape[3] == 2, shape[1] > 0, shape[2] > 0,
      shape[1] <= Grid.largestSide, shape[2] <= Grid.largestSide
    else { throw .badShape(name: "observation", shape: shape, expected: "[maze, row, column, 2]") }
    for (name, tensor) in [("start_row", startRows), ("start_column", startColumns)] {
      guard tensor.shape.count == 2, tensor.shape[0] == shape[0], tensor.shape[1] > 0 else {
        throw .badShape(name: name, shape: tensor.shape, expected: "[\(shape[0]), starts]")
      }
    }
    guard startRows.shape == startColumns.shape else {
      throw .badShape(
        name: "start_column", shape: startColumns.shape, expected: "\(startRows.shape)")
    }
    var levels: [MazeLevel] = []
    var starts: [[Cell]] = []
    for maze in 0..<shape[0] {
      let (grid, goal) = try Self.maze(maze, in: observations)
      let cells = try Self.starts(of: maze, grid: grid, rows: startRows, columns: startColumns)
      let door = PlacedObject(shape: .door, colour: .red, cell: goal)
      let paths = ShortestPaths(grid: grid, to: goal)
      for cell in cells where paths.distance(at: cell) <= 0 {
        throw .badStart(maze: maze, cell: cell, reason: "no way leads from it to the goal")
      }
      levels.append(
        MazeLevel(unchecked: grid, objects: [door], start: cells[0], id: "maze-\(maze)"))
      starts.append(cells)
    }
    self.levels = levels
    self.starts = starts
  }

  private static func maze(
    _ maze: Int, in observations: Tensor
  ) throws(ObstacleAndGoalError) -> (Grid, Cell) {
    let (rows, columns) = (observations.shape[1], observations.shape[2])
    var walls = [Bool](repeating: false, count: rows * columns)
    var goal: Cell?
    for index in 0..<rows * columns {
      let cell = Cell(row: index / columns, column: index % columns)
      let offset = 2 * (maze * rows * columns + index)
      let obstacle = observations.elements[offset]
      guard obstacle == 0 || obstacle == 1 else {
        throw .badValue(maze: maze, cell: cell, plane: 0, value: obstacle, allowed: "0 or 1")
      }
      walls[index] = obstacle == 1
      let mark = observations.elements[offset + 1]
      guard mark == 0 || mark == ObstacleAndGoalEncoder.goalValue else {
        throw .badValue(maze: maze, cell: cell, plane: 1, value: mark, allowed: "0 or 10")
      }
      guard mark != 0 else { continue }
      guard goal == nil, !walls[index] else { throw .badGoal(maze: maze, cell: cell) }
      goal = cell
    }
    guard let goal else { throw .noGoal(maze: maze) }
    return (Grid(rows: rows, columns: columns, walls: walls, moves: .eight), goal)
  }

  private static func starts(
    of maze: Int, grid: Grid, rows: Tensor, columns: Tensor
  ) throws(ObstacleAndGoalError) -> [Cell] {
    var cells: [Cell] = []
    let count = rows.shape[1]
    for start in 0..<count {
      let row = rows.elements[maze * count + start]
      let column = columns.elements[maze * count + start]
      guard let row = Int(exactly: row), let column = Int(exactly: column) else {
        throw .startNotWhole(maze: maze, start: start)
      }
      let cell = Cell(row: row, column: column)
      guard grid.isFree(cell) else {
        throw .badStart(maze: maze, cell: cell, reason: "it is an obstacle or outside")
      }
      cells.append(cell)
    }
    return cells
  }
}
