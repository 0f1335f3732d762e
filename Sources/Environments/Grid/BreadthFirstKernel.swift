/// The flood that every distance in the module comes from.
enum BreadthFirstKernel {
  /// Writes the distance of each square to the nearest source.
  ///
  /// Blocked squares and walls are never entered. `distances` has one element a square and
  /// ends as -1 where no way leads; `queue` is scratch of the same length and ends with the
  /// visited squares in order of distance.
  ///
  /// - Returns: the number of squares visited.
  /// - Complexity: one visit a free square; about half a microsecond on a 9x9 grid.
  @inline(__always)
  static func fill(
    _ grid: borrowing Grid, sources: some Sequence<Int>, blocked: some Sequence<Int>,
    distances: UnsafeMutablePointer<Int>, queue: UnsafeMutablePointer<Int32>
  ) -> Int {
    let wall = -2
    let rows = grid.rows
    let columns = grid.columns
    let count = rows * columns
    grid.walls.withUnsafeBufferPointer { walls in
      for index in 0..<count { distances[index] = walls[index] ? wall : -1 }
    }
    for index in blocked { distances[index] = wall }
    var tail = 0
    for index in sources where distances[index] != 0 {
      distances[index] = 0
      queue[tail] = Int32(truncatingIfNeeded: (index / columns) << 16 | index % columns)
      tail += 1
    }
    grid.moves.offsets.withUnsafeBufferPointer { offsets in
      var head = 0
      while head < tail {
        let packed = Int(queue[head])
        head += 1
        let row = packed >> 16
        let column = packed & 0xffff
        let next = distances[row * columns + column] + 1
        for offset in offsets {
          let otherRow = row + offset.row
          let otherColumn = column + offset.column
          guard UInt(bitPattern: otherRow) < UInt(bitPattern: rows),
            UInt(bitPattern: otherColumn) < UInt(bitPattern: columns)
          else { continue }
          let other = otherRow * columns + otherColumn
          guard distances[other] == -1 else { continue }
          distances[other] = next
          queue[tail] = Int32(truncatingIfNeeded: otherRow << 16 | otherColumn)
          tail += 1
        }
      }
    }
    for index in 0..<count where distances[index] == wall { distances[index] = -1 }
    for index in 0..<tail {
      let packed = Int(queue[index])
      queue[index] = Int32(truncatingIfNeeded: (packed >> 16) * columns + packed & 0xffff)
    }
    return tail
  }
}
