internal import LinearAlgebra

/// Mazes whose inner squares are walls independently of each other.
enum PercolationMaze {
  static func walls(
    side: Int, wallShare: Double, using random: inout RandomStream
  ) -> [Bool] {
    precondition(
      wallShare >= 0 && wallShare <= MazeGenerator.largestWallShare,
      "A wall share must be 0 to \(MazeGenerator.largestWallShare), not \(wallShare).")
    var walls = [Bool](repeating: true, count: side * side)
    for row in 1..<side - 1 {
      for column in 1..<side - 1 {
        walls[row * side + column] = random.uniform() < wallShare
      }
    }
    return walls
  }
}
