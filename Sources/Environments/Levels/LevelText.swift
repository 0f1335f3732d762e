/// Levels as text, the way a person draws them.
///
/// A level is a block of rows of equal length; blocks are parted by empty lines:
///
///     ; id: corridor
///     ; moves: four
///     #########
///     #@..b..D#
///     #########
///
/// `#` wall; `.` or a space free; `@` the agent's start; doors `D` red, `E` blue, `F` green;
/// keys `r`, `b`, `g`; gems `R`, `B`, `G`. Lines before a block that begin with `;` are
/// headers `; name: value`, all optional: `id` (any text), `moves` (`four` or `eight`), `cue`
/// (`on` or `off`), `distractors` (`end`: reaching one ends the episode; `pass`: it does not).
/// A `;` line without a colon is a comment.
package enum LevelText {
  /// The longest text that is read, in characters.
  package static let largestLength = 64 << 20

  /// The text of one level, headers only where they say something, ending in a new line.
  package static func write(_ level: MazeLevel) -> String {
    var text = ""
    if !level.givenID.isEmpty { text += "; id: \(level.givenID)\n" }
    if level.grid.moves != .four { text += "; moves: \(level.grid.moves.name)\n" }
    if level.cue { text += "; cue: on\n" }
    if !level.distractorsEndEpisodes { text += "; distractors: pass\n" }
    for row in 0..<level.grid.rows {
      for column in 0..<level.grid.columns {
        let cell = Cell(row: row, column: column)
        text.append(symbol(of: cell, in: level))
      }
      text.append("\n")
    }
    return text
  }

  /// The text of several levels, parted by empty lines.
  package static func write(_ levels: [MazeLevel]) -> String {
    levels.map { write($0) }.joined(separator: "\n")
  }

  private static func symbol(of cell: Cell, in level: MazeLevel) -> Character {
    if level.grid.walls[level.grid.index(cell)] { return "#" }
    if cell == level.start { return "@" }
    return level.object(at: cell)?.type.symbol ?? "."
  }
}
