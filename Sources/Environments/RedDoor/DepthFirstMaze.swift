internal import LinearAlgebra

/// Perfect mazes by depth-first search: from a random room, carve to a random unvisited room
/// at distance two, step back where there is none.
enum DepthFirstMaze {
  static func walls(side: Int, using random: inout RandomStream) -> [Bool] {
    precondition(side % 2 == 1, "A perfect maze needs an odd side, not \(side).")
    let rooms = (side - 1) / 2
    var walls = [Bool](repeating: true, count: side * side)
    walls.withUnsafeMutableBufferPointer { walls in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: rooms * rooms) { stack in
        var current = (2 * random.below(rooms) + 1) * side + 2 * random.below(rooms) + 1
        walls[current] = false
        stack[0] = current
        var depth = 1
        while depth > 0 {
          current = stack[depth - 1]
          guard let step = unvisitedStep(from: current, in: walls, side: side, using: &random)
          else {
            depth -= 1
            continue
          }
          walls[current + step] = false
          walls[current + 2 * step] = false
          stack[depth] = current + 2 * step
          depth += 1
        }
      }
    }
    return walls
  }

  /// A random step towards a room that is still a wall, nil where there is none.
  @inline(__always)
  private static func unvisitedStep(
    from room: Int, in walls: UnsafeMutableBufferPointer<Bool>, side: Int,
    using random: inout RandomStream
  ) -> Int? {
    let row = room / side
    let column = room - row * side
    var bits: UInt64 = 0
    if row > 2, walls[room - 2 * side] { bits |= 1 }
    if row < side - 2, walls[room + 2 * side] { bits |= 2 }
    if column > 2, walls[room - 2] { bits |= 4 }
    if column < side - 2, walls[room + 2] { bits |= 8 }
    guard bits != 0 else { return nil }
    let count = bits.nonzeroBitCount
    var skip = count == 1 ? 0 : random.below(count)
    while skip > 0 {
      bits &= bits - 1
      skip -= 1
    }
    switch bits.trailingZeroBitCount {
    case 0: return -side
    case 1: return side
    case 2: return -1
    default: return 1
    }
  }
}
