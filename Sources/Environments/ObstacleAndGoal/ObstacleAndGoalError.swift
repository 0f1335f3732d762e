/// What is wrong with obstacle-and-goal observations. Mazes are counted from 0.
package enum ObstacleAndGoalError: Error, Equatable, Sendable {
  /// A tensor has another shape than it must have.
  case badShape(name: String, shape: [Int], expected: String)
  /// A plane holds something else than it may.
  case badValue(maze: Int, cell: Cell, plane: Int, value: Float, allowed: String)
  /// A second goal, or one on an obstacle.
  case badGoal(maze: Int, cell: Cell)
  /// A maze without a goal.
  case noGoal(maze: Int)
  /// A start that is not a pair of whole numbers.
  case startNotWhole(maze: Int, start: Int)
  /// A start from which the goal cannot be reached.
  case badStart(maze: Int, cell: Cell, reason: String)
}

extension ObstacleAndGoalError: CustomStringConvertible {
  /// What was wrong, where, and what to do.
  package var description: String {
    switch self {
    case .badShape(let name, let shape, let expected):
      "The tensor '\(name)' has shape \(shape) where \(expected) is needed."
    case .badValue(let maze, let cell, let plane, let value, let allowed):
      "Maze \(maze), \(cell.text): plane \(plane) holds \(value) where it may hold \(allowed)."
    case .badGoal(let maze, let cell):
      "Maze \(maze), \(cell.text): a goal here is a second one or on an obstacle; "
        + "mark one free square."
    case .noGoal(let maze):
      "Maze \(maze) has no goal; mark one free square with 10 in plane 1."
    case .startNotWhole(let maze, let start):
      "Maze \(maze): start \(start) is not a pair of whole numbers."
    case .badStart(let maze, let cell, let reason):
      "Maze \(maze): the agent cannot start at \(cell.text): \(reason)."
    }
  }
}
