/// What is wrong with a text of levels. Lines and columns are counted from 1.
package enum LevelTextError: Error, Equatable, Sendable {
  /// Nothing but headers and empty lines.
  case noLevel
  /// More text than is read.
  case tooLong(bytes: Int, limit: Int)
  /// A level with more rows or columns than the limit.
  case tooLarge(line: Int, limit: Int)
  /// A row that is shorter or longer than the level's first.
  case unevenRow(line: Int, columns: Int, expected: Int)
  /// A character that stands for nothing.
  case unknownSymbol(Character, line: Int, column: Int)
  /// A second `@`.
  case secondStart(line: Int, column: Int)
  /// No `@` in the level whose first row is at this line.
  case noStart(line: Int)
  /// A header line with an unknown name.
  case unknownHeader(name: String, line: Int)
  /// A header line whose value is not one of those allowed.
  case badHeaderValue(name: String, value: String, allowed: [String], line: Int)
  /// Well-formed text of a level that is not valid; the line is its first row's.
  case invalidLevel(line: Int, LevelError)
}

extension LevelTextError: CustomStringConvertible {
  /// What was wrong, where, and what to do.
  package var description: String {
    switch self {
    case .noLevel:
      "The text holds no level; draw one with # for walls, . for free squares, @ and a D."
    case .tooLong(let bytes, let limit):
      "The level text has \(bytes) bytes, more than the \(limit) that are read; split it."
    case .tooLarge(let line, let limit):
      "Line \(line): the level has more than \(limit) rows or columns; draw a smaller one."
    case .unevenRow(let line, let columns, let expected):
      "Line \(line), column \(min(columns, expected) + 1): the row has \(columns) squares "
        + "where the level's first row has \(expected); make them equal."
    case .unknownSymbol(let symbol, let line, let column):
      "Line \(line), column \(column): '\(symbol)' stands for nothing; use # . @ and "
        + ObjectType.all.map { "\($0.symbol) (\($0.name))" }.joined(separator: ", ") + "."
    case .secondStart(let line, let column):
      "Line \(line), column \(column): a second @; the agent starts at one square."
    case .noStart(let line):
      "The level that begins at line \(line) has no @; mark where the agent starts."
    case .unknownHeader(let name, let line):
      "Line \(line): the header '\(name)' is not known; use id, moves, cue or distractors."
    case .badHeaderValue(let name, let value, let allowed, let line):
      "Line \(line): the header '\(name)' cannot be '\(value)'; "
        + "use \(allowed.joined(separator: " or "))."
    case .invalidLevel(let line, let error):
      "The level that begins at line \(line) is not valid. \(error)"
    }
  }
}
