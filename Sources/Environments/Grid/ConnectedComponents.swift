/// Which free squares can reach each other.
package struct ConnectedComponents: Sendable {
  /// Row-major component number of each square, -1 on walls.
  package let labels: [Int]
  /// The squares of each component, row-major indices in reading order.
  package let members: [[Int]]

  package init(_ grid: Grid) {
    var labels = [Int](repeating: -1, count: grid.count)
    var members: [[Int]] = []
    for first in 0..<grid.count where !grid.walls[first] && labels[first] < 0 {
      let paths = ShortestPaths(grid: grid, to: grid.cell(first))
      let cells = paths.distances.indices.filter { paths.distances[$0] >= 0 }
      for cell in cells { labels[cell] = members.count }
      members.append(cells)
    }
    self.labels = labels
    self.members = members
  }

  /// The largest component, the first in reading order among equals; empty without free squares.
  package var largest: [Int] {
    var best: [Int] = []
    for component in members where component.count > best.count { best = component }
    return best
  }
}
