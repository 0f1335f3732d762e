package import LinearAlgebra

/// How the walls of a maze are drawn.
package enum MazeGenerator: Sendable, Equatable {
  /// A perfect maze by depth-first search with backtracking: long winding corridors.
  case depthFirst
  /// A perfect maze by Kruskal's algorithm: more and shorter dead ends.
  case kruskal
  /// Each inner square a wall with this probability, at most
  /// ``MazeGenerator/largestWallShare``; things and agent go into the largest component.
  case percolation(wallShare: Double)

  /// Above this share of walls the largest component soon falls to pieces.
  package static let largestWallShare = 0.35

  /// The name in configurations.
  package var name: String {
    switch self {
    case .depthFirst: "dfs"
    case .kruskal: "kruskal"
    case .percolation: "percolation"
    }
  }

  /// The walls of a square maze with a closed border, row-major.
  ///
  /// - Parameter side: at least 5; odd for the perfect mazes, whose rooms are the squares of
  ///   odd row and column.
  package func walls(side: Int, using random: inout RandomStream) -> [Bool] {
    precondition(side >= 5, "A maze of side \(side) has no room; the least is 5.")
    switch self {
    case .depthFirst:
      return DepthFirstMaze.walls(side: side, using: &random)
    case .kruskal:
      return KruskalMaze.walls(side: side, using: &random)
    case .percolation(let wallShare):
      return PercolationMaze.walls(side: side, wallShare: wallShare, using: &random)
    }
  }
}
