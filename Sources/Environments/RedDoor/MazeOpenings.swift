internal import LinearAlgebra

/// Loops in mazes of rooms at odd squares: only walls between two rooms are opened, so that
/// no pillar becomes a pocket that cannot be reached.
enum MazeOpenings {
  /// Opens each wall between two rooms with the given probability.
  static func open(
    share: Double, of walls: inout [Bool], side: Int, using random: inout RandomStream
  ) {
    guard share > 0 else { return }
    walls.withUnsafeMutableBufferPointer { walls in
      for row in 1..<side - 1 {
        var column = 1 + row % 2
        while column < side - 1 {
          let index = row * side + column
          if walls[index], random.uniform() < share { walls[index] = false }
          column += 2
        }
      }
    }
  }

  /// Opens, at each dead end and with the given probability, a random wall to a neighbouring
  /// room (a braided maze).
  static func braid(
    share: Double, of walls: inout [Bool], side: Int, using random: inout RandomStream
  ) {
    guard share > 0 else { return }
    for row in stride(from: 1, to: side, by: 2) {
      for column in stride(from: 1, to: side, by: 2) {
        let room = row * side + column
        let steps = [-side, side, -1, 1]
        guard !walls[room], steps.count(where: { !walls[room + $0] }) == 1,
          random.uniform() < share
        else { continue }
        let closed = steps.filter { step in
          let inside =
            switch step {
            case -side: row > 2
            case side: row < side - 2
            case -1: column > 2
            default: column < side - 2
            }
          return inside && walls[room + step]
        }
        guard !closed.isEmpty else { continue }
        walls[room + closed[random.below(closed.count)]] = false
      }
    }
  }
}
