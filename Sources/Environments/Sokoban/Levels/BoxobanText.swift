/// Levels as text in the way of Boxoban (Guez et al., *An investigation of model-free planning:
/// boxoban levels*, 2018) and of Sokoban collections.
///
///     ; 12
///     #######
///     #@ $ .#
///     #######
///
/// `#` wall, space floor, `@` player, `$` box, `.` target, `*` box on a target, `+` player on a
/// target. A level is a block of rows of equal length, of any rectangular size; blocks are parted
/// by empty lines or by headers, lines that begin with `;` and whose text becomes the next
/// level's title. A line of spaces alone counts as empty.
package enum BoxobanText {
  /// The longest text that is read, in bytes.
  package static let largestLength = 64 << 20

  /// The text of one level, with its title if it has one, ending in a new line.
  package static func write(_ level: SokobanLevel) -> String {
    let symbols = level.symbols
    let columns = level.room.columns
    var text = level.title.isEmpty ? "" : "; \(level.title)\n"
    for row in 0..<level.room.rows {
      text += String(decoding: symbols[row * columns..<(row + 1) * columns], as: UTF8.self) + "\n"
    }
    return text
  }

  /// The text of several levels, parted by empty lines.
  package static func write(_ levels: [SokobanLevel]) -> String {
    levels.map { write($0) }.joined(separator: "\n")
  }
}
