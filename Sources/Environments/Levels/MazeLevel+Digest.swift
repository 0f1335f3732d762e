extension MazeLevel {
  /// A 64-bit name of layout and placement, the same for levels that a fold, a bootstrap
  /// weight or a held-out set must not tell apart: the eight symmetries of the square, other
  /// start squares, the cue, the order of the things, and blue instead of green or the
  /// other way round (a thing's colour enters only as red or not red).
  ///
  /// - Complexity: below a microsecond on a 9x9 grid; keep it rather than ask again.
  package var digest: UInt64 {
    var digest = SymmetricDigest(rows: grid.rows, columns: grid.columns)
    grid.walls.withUnsafeBufferPointer { walls in digest.addWalls { walls[$0] } }
    for object in objects {
      let contents = 2 + 2 * object.shape.rawValue + (object.isProxy ? 1 : 0)
      digest.add(row: object.cell.row, column: object.cell.column, contents: UInt64(contents))
    }
    return digest.value
  }

  /// The ``digest`` as sixteen hexadecimal digits.
  package var digestText: String {
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
