package import Environments
package import Statistics
internal import Storage

/// The levels of a study: all of one size and one set of moves, each with a name of its own.
package struct LevelSet: Sendable {
  package let levels: [MazeLevel]
  /// One a level; a name that occurs again gets a number.
  package let keys: [LevelKey]
  /// SHA-256 over the levels as text, in order, in hexadecimal.
  package let digest: String

  /// - Throws: ``CaptureError`` when there is no level, or sizes or moves differ.
  package init(_ levels: [MazeLevel]) throws(CaptureError) {
    guard let first = levels.first else { throw .noLevels }
    for (index, level) in levels.enumerated() {
      guard level.grid.rows == first.grid.rows, level.grid.columns == first.grid.columns else {
        throw .unequalSizes(
          level: index, rows: level.grid.rows, columns: level.grid.columns,
          firstRows: first.grid.rows, firstColumns: first.grid.columns)
      }
      guard level.grid.moves == first.grid.moves else {
        throw .unequalMoves(
          level: index, moves: level.grid.moves.name, firstMoves: first.grid.moves.name)
      }
    }
    var used: [String: Int] = [:]
    keys = levels.map { level in
      let id = level.id
      let count = used[id, default: 0] + 1
      used[id] = count
      return LevelKey(id: count == 1 ? id : "\(id) (\(count))", digest: level.digest)
    }
    self.levels = levels
    var hash = SHA256()
    for level in levels {
      Array(LevelText.write(level).utf8).withUnsafeBytes { hash.update($0) }
    }
    digest = hash.finished().hexadecimal
  }

  package var count: Int { levels.count }
  package var rows: Int { levels[0].grid.rows }
  package var columns: Int { levels[0].grid.columns }
  /// The number of squares of a level.
  package var cells: Int { rows * columns }
  package var moves: MoveSet { levels[0].grid.moves }

  /// The levels at some places, in that order.
  ///
  /// - Throws: ``CaptureError/noLevels`` for no place.
  package func selecting(_ places: [Int]) throws(CaptureError) -> LevelSet {
    try LevelSet(places.map { levels[$0] })
  }
}
