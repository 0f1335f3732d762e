internal import LinearAlgebra

/// Perfect mazes by Kruskal's algorithm: the walls between rooms in random order, each
/// removed where it parts two components (union-find, path halving, union by size).
enum KruskalMaze {
  static func walls(side: Int, using random: inout RandomStream) -> [Bool] {
    precondition(side % 2 == 1, "A perfect maze needs an odd side, not \(side).")
    var walls = [Bool](repeating: true, count: side * side)
    var edges: [Int] = []
    for row in stride(from: 1, to: side, by: 2) {
      for column in stride(from: 1, to: side, by: 2) {
        walls[row * side + column] = false
        if column + 2 < side { edges.append(row * side + column + 1) }
        if row + 2 < side { edges.append((row + 1) * side + column) }
      }
    }
    random.shuffle(&edges)
    var components = DisjointSets(count: side * side)
    for edge in edges {
      let step = (edge / side) % 2 == 1 ? 1 : side
      if components.unite(edge - step, edge + step) { walls[edge] = false }
    }
    return walls
  }
}

/// Union-find over `0..<count`.
struct DisjointSets {
  private var parents: [Int]
  private var sizes: [Int]

  init(count: Int) {
    parents = Array(0..<count)
    sizes = [Int](repeating: 1, count: count)
  }

  /// The representative of an element's set.
  mutating func find(_ element: Int) -> Int {
    var element = element
    while parents[element] != element {
      parents[element] = parents[parents[element]]
      element = parents[element]
    }
    return element
  }

  /// Joins two sets; false where they were one already.
  mutating func unite(_ first: Int, _ second: Int) -> Bool {
    var large = find(first)
    var small = find(second)
    guard large != small else { return false }
    if sizes[large] < sizes[small] { swap(&large, &small) }
    parents[small] = large
    sizes[large] += sizes[small]
    return true
  }
}
