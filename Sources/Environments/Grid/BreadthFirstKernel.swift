/// The flood that every distance in the module comes from.
enum BreadthFirstKernel {
  /// Marks a square that is never entered.
  static let closed = -2

  /// Spreads distances from the sources over all open squares.
  ///
  /// On entry `distances` is 0 at the sources, ``closed`` at squares that are never entered
  /// and -1 elsewhere; `queue` has room for one element a square and begins with the sources.
  /// On return closed and unreached squares are -1.
  ///
  /// - Complexity: one visit a free square; about half a microsecond on a 9x9 grid.
  static func spread(
    _ grid: borrowing Grid, sources: Int, distances: UnsafeMutablePointer<Int>,
    queue: UnsafeMutablePointer<Int32>
  ) {
    if grid.isPlain {
      spreadFenced(columns: grid.columns, sources: sources, distances: distances, queue: queue)
    } else {
      spreadAnywhere(grid, sources: sources, distances: distances, queue: queue)
    }
    for index in 0..<grid.count { distances[index] = max(distances[index], -1) }
  }

  /// Writes ``closed`` on walls and -1 elsewhere.
  @inline(__always)
  static func prepare(_ grid: borrowing Grid, distances: UnsafeMutablePointer<Int>) {
    let count = grid.count
    grid.walls.withUnsafeBufferPointer { walls in
      for index in 0..<count { distances[index] = walls[index] ? closed : -1 }
    }
  }

  /// Four moves inside a closed border: neighbours are fixed steps away.
  @inline(__always)
  private static func spreadFenced(
    columns: Int, sources: Int, distances: UnsafeMutablePointer<Int>,
    queue: UnsafeMutablePointer<Int32>
  ) {
    var head = 0
    var tail = sources
    while head < tail {
      let here = Int(queue[head])
      head += 1
      let next = distances[here] + 1
      visit(here - columns, next, distances, queue, &tail)
      visit(here + columns, next, distances, queue, &tail)
      visit(here - 1, next, distances, queue, &tail)
      visit(here + 1, next, distances, queue, &tail)
    }
  }

  @inline(__always)
  private static func visit(
    _ square: Int, _ distance: Int, _ distances: UnsafeMutablePointer<Int>,
    _ queue: UnsafeMutablePointer<Int32>, _ tail: inout Int
  ) {
    guard distances[square] == -1 else { return }
    distances[square] = distance
    queue[tail] = Int32(truncatingIfNeeded: square)
    tail += 1
  }

  private static func spreadAnywhere(
    _ grid: borrowing Grid, sources: Int, distances: UnsafeMutablePointer<Int>,
    queue: UnsafeMutablePointer<Int32>
  ) {
    let rows = grid.rows
    let columns = grid.columns
    grid.moves.offsets.withUnsafeBufferPointer { offsets in
      var head = 0
      var tail = sources
      while head < tail {
        let here = Int(queue[head])
        head += 1
        let row = here / columns
        let column = here - row * columns
        let next = distances[here] + 1
        for offset in offsets {
          let otherRow = row + offset.row
          let otherColumn = column + offset.column
          guard UInt(bitPattern: otherRow) < UInt(bitPattern: rows),
            UInt(bitPattern: otherColumn) < UInt(bitPattern: columns)
          else { continue }
          let other = otherRow * columns + otherColumn
          guard distances[other] == -1 else { continue }
          distances[other] = next
          queue[tail] = Int32(truncatingIfNeeded: other)
          tail += 1
        }
      }
    }
  }

  /// Whether a way leads from a square to another in a grid with a closed border and four moves;
  /// `close` marks squares besides walls that are never entered.
  ///
  /// - Complexity: at most one visit a free square, and no memory that lasts.
  static func leads(
    _ grid: borrowing Grid, from start: Int, to goal: Int,
    close: (UnsafeMutableBufferPointer<Bool>) -> Void
  ) -> Bool {
    let columns = grid.columns
    let count = grid.count
    return grid.walls.withUnsafeBufferPointer { walls in
      withUnsafeTemporaryAllocation(of: Bool.self, capacity: count) { seen in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { queue in
          _ = seen.update(fromContentsOf: walls)
          close(seen)
          seen[start] = true
          queue[0] = Int32(truncatingIfNeeded: start)
          var (head, tail) = (0, 1)
          while head < tail {
            let here = Int(queue[head])
            if here == goal { return true }
            head += 1
            for action in 0..<4 {
              let step = action & 1 == 0 ? -1 : 1
              let next = here + (action < 2 ? step * columns : step)
              guard !seen[next] else { continue }
              seen[next] = true
              queue[tail] = Int32(truncatingIfNeeded: next)
              tail += 1
            }
          }
          return false
        }
      }
    }
  }
}
