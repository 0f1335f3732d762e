extension MazeLevel {
  /// A 64-bit name of layout and placement, the same for levels that a fold, a bootstrap
  /// weight or a held-out set must not tell apart: the eight symmetries of the square, other
  /// start squares, the cue, the order of the things, and blue instead of green or the
  /// other way round (a thing's colour enters only as red or not red).
  ///
  /// Each square's contents are mixed with its position and added, once under each symmetry;
  /// the digest is the smallest of the eight sums, mixed.
  ///
  /// - Complexity: about one microsecond on a 9x9 grid; keep it rather than ask again.
  package var digest: UInt64 {
    let rows = UInt64(grid.rows)
    let columns = UInt64(grid.columns)
    var sums = SIMD8<UInt64>(repeating: mixBits(rows << 8 | columns))
    let transposedStart = mixBits(columns << 8 | rows)
    for symmetry in 4..<8 { sums[symmetry] = transposedStart }

    func add(row: UInt64, column: UInt64, contents: UInt64) {
      let otherRow = rows - 1 - row
      let otherColumn = columns - 1 - column
      sums[0] &+= mixBits(row << 16 | column << 8 | contents)
      sums[1] &+= mixBits(row << 16 | otherColumn << 8 | contents)
      sums[2] &+= mixBits(otherRow << 16 | column << 8 | contents)
      sums[3] &+= mixBits(otherRow << 16 | otherColumn << 8 | contents)
      sums[4] &+= mixBits(column << 16 | row << 8 | contents)
      sums[5] &+= mixBits(column << 16 | otherRow << 8 | contents)
      sums[6] &+= mixBits(otherColumn << 16 | row << 8 | contents)
      sums[7] &+= mixBits(otherColumn << 16 | otherRow << 8 | contents)
    }

    grid.walls.withUnsafeBufferPointer { walls in
      var index = 0
      for row in 0..<rows {
        for column in 0..<columns {
          if walls[index] { add(row: row, column: column, contents: 1) }
          index += 1
        }
      }
    }
    for object in objects {
      let contents = 2 + 2 * object.shape.rawValue + (object.isProxy ? 1 : 0)
      add(
        row: UInt64(object.cell.row), column: UInt64(object.cell.column),
        contents: UInt64(contents))
    }
    return mixBits(sums.min())
  }

  /// The ``digest`` as sixteen hexadecimal digits.
  package var digestText: String {
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A bijection of 64-bit words that leaves no visible structure (the SplitMix64 finaliser of
/// Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
@inline(__always)
private func mixBits(_ word: UInt64) -> UInt64 {
  var bits = word &+ 0x9e37_79b9_7f4a_7c15
  bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
  bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
  return bits ^ bits >> 31
}
