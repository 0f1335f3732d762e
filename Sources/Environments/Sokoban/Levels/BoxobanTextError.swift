/// What is wrong with a text of Sokoban levels. Lines and columns are counted from 1.
package enum BoxobanTextError: Error, Equatable, Sendable {
  /// Nothing but headers and empty lines.
  case noLevel
  /// One level is wanted and the text holds more.
  case severalLevels(count: Int)
  /// More text than is read.
  case tooLong(bytes: Int, limit: Int)
  /// A level with more rows or columns than the limit.
  case tooLarge(line: Int, limit: Int)
  /// A level with more squares that are not walls than the limit.
  case tooMuchFloor(line: Int, column: Int, limit: Int)
  /// A level with more boxes than the limit.
  case tooManyBoxes(line: Int, column: Int, limit: Int)
  /// A row that is shorter or longer than the level's first.
  case unevenRow(line: Int, columns: Int, expected: Int)
  /// A character that stands for nothing.
  case unknownSymbol(Character, line: Int, column: Int)
  /// A second `@` or `+`.
  case secondPlayer(line: Int, column: Int)
  /// No player in the level whose first row is at this line.
  case noPlayer(line: Int)
  /// No box in the level whose first row is at this line.
  case noBox(line: Int)
  /// Not as many boxes as targets in the level whose first row is at this line.
  case unequalCounts(line: Int, boxes: Int, targets: Int)
}

extension BoxobanTextError: CustomStringConvertible {
  /// What was wrong, where, and what to do.
  package var description: String {
    switch self {
    case .noLevel:
      "The text holds no level; draw one with # for walls, @ for the player, $ for boxes and . "
        + "for targets."
    case .severalLevels(let count):
      "The text holds \(count) levels where one is wanted; keep one of them."
    case .tooLong(let bytes, let limit):
      "The level text has \(bytes) bytes, more than the \(limit) that are read; split it."
    case .tooLarge(let line, let limit):
      "Line \(line): the level has more than \(limit) rows or columns; draw a smaller one."
    case .tooMuchFloor(let line, let column, let limit):
      "Line \(line), column \(column): the level has more than \(limit) squares that are not "
        + "walls; draw a smaller one, or fill what lies outside with #."
    case .tooManyBoxes(let line, let column, let limit):
      "Line \(line), column \(column): the level has more than \(limit) boxes; take some away."
    case .unevenRow(let line, let columns, let expected):
      "Line \(line), column \(min(columns, expected) + 1): the row has \(columns) squares "
        + "where the level's first row has \(expected); make them equal."
    case .unknownSymbol(let symbol, let line, let column):
      "Line \(line), column \(column): '\(symbol)' stands for nothing; use # for walls, a space "
        + "for floor, @ $ . for player, box and target, and + * for player and box on a target."
    case .secondPlayer(let line, let column):
      "Line \(line), column \(column): a second player; a level has one @ or +."
    case .noPlayer(let line):
      "The level that begins at line \(line) has no player; place one @."
    case .noBox(let line):
      "The level that begins at line \(line) has no box; place at least one $ and one target."
    case .unequalCounts(let line, let boxes, let targets):
      "The level that begins at line \(line) has \(boxes) boxes and \(targets) targets; "
        + "make them equal."
    }
  }
}
