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
  /// The same walls in every level: one maze by depth-first search, drawn from the seed.
  case known(seed: UInt64)

  /// Above this share of walls the largest component soon falls to pieces.
  package static let largestWallShare = 0.35

  /// The name in configurations, as in `known:7`.
  package var name: String {
    switch self {
    case .depthFirst: "dfs"
    case .kruskal: "kruskal"
    case .percolation: "percolation"
    case .known(let seed): "known:\(seed)"
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
    case .known(let seed):
      var own = Self.stream(seed)
      return DepthFirstMaze.walls(side: side, using: &own)
    }
  }

  /// What the one maze of a seed is drawn from.
  static func stream(_ seed: UInt64) -> RandomStream {
    RandomStream(seed: seed).split("known maze")
  }

  /// The one maze's seed of a name as in `known:7`; nil for other names.
  static func seed(ofName name: String) -> UInt64? {
    let prefix = "known:"
    return name.hasPrefix(prefix) ? UInt64(name.dropFirst(prefix.count)) : nil
  }

  /// Whether all levels have the same walls.
  package var isKnown: Bool {
    if case .known = self { return true }
    return false
  }
}
