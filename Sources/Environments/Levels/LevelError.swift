/// What makes a level invalid, or an edit of one.
package enum LevelError: Error, Equatable, Sendable {
  /// A level without any thing in it.
  case noObject
  /// The agent would start in a wall or outside of the grid.
  case startNotFree(Cell)
  /// A thing would be in a wall or outside of the grid.
  case objectNotFree(type: ObjectType, cell: Cell)
  /// Two things, or a thing and the agent, on one square.
  case squareTakenTwice(Cell)
  /// No way leads from the start to the goal.
  case goalUnreachable(start: Cell, goal: Cell)
  /// An edit names a square that is in the outermost ring or outside of the grid.
  case notAnInnerSquare(Cell)
  /// An edit names a thing that the level does not have.
  case noSuchObject(index: Int, count: Int)
}

extension LevelError: CustomStringConvertible {
  /// What was wrong, where, and what to do.
  package var description: String {
    switch self {
    case .noObject:
      "The level has nothing to reach; place at least one door, key or gem."
    case .startNotFree(let cell):
      "The agent cannot start at \(cell.text): that is a wall or outside; choose a free square."
    case .objectNotFree(let type, let cell):
      "The \(type.name) cannot be at \(cell.text): that is a wall or outside; "
        + "choose a free square."
    case .squareTakenTwice(let cell):
      "The square at \(cell.text) is taken twice; give each thing and the agent its own."
    case .goalUnreachable(let start, let goal):
      "No way leads from the start at \(start.text) to the goal at \(goal.text); "
        + "open a wall or move a thing that stands in the way."
    case .notAnInnerSquare(let cell):
      "The square at \(cell.text) is not inside the border; edit only inner squares."
    case .noSuchObject(let index, let count):
      "The level has no thing number \(index); it has \(count), counted from 0."
    }
  }
}

extension Cell {
  /// As in "row 2, column 5", counted from 0 at the top left.
  package var text: String { "row \(row), column \(column)" }
}
