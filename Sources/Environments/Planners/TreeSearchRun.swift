internal import Foundation
internal import LinearAlgebra

/// One Monte-Carlo tree search as it grows.
struct TreeSearchRun {
  private let graph: SearchGraph
  private let settings: TreeSearchRecord.Settings
  private let depth: Int
  /// `discount^k` for every `k` up to the depth.
  private let discounts: [Double]
  private var random: RandomStream
  /// Bits of the last word drawn that were not used yet.
  private var word: UInt64 = 0
  private var bits = 0

  // One element a node. The children of a node are next to each other; those of a node begin at
  // `firstChild`, -1 while it has none, and the first `tried` of them have been visited.
  private var cell: [Int32]
  private var firstChild: [Int32] = [-1]
  private var tried: [Int32] = [0]
  private var count: [Int32] = [0]
  private var total: [Double] = [0]
  /// Visits of each square: the sum over its nodes.
  private(set) var visits: [Int]
  private var way: [Int] = []

  init(
    _ graph: SearchGraph, _ settings: TreeSearchRecord.Settings, _ random: RandomStream
  ) {
    self.graph = graph
    self.settings = settings
    self.random = random
    depth = 2 * max(graph.rows, graph.columns)
    var discounts = [1.0]
    for _ in 0..<depth { discounts.append(discounts[discounts.count - 1] * settings.discount) }
    self.discounts = discounts
    cell = [Int32(graph.start)]
    visits = [Int](repeating: 0, count: graph.count)
  }

  /// One simulation: selection, expansion, random moves, backup.
  mutating func simulate() {
    way.removeAll(keepingCapacity: true)
    way.append(0)
    var node = 0
    var isNew = false
    while !isNew, way.count <= depth {
      let here = Int(cell[node])
      let edges = graph.edges(of: here)
      if edges.isEmpty { break }
      if firstChild[node] < 0 { expand(node, edges) }
      if Int(tried[node]) < edges.count {
        node = Int(firstChild[node] + tried[node])
        tried[way[way.count - 1]] += 1
        isNew = true
      } else {
        node = best(node, edges.count)
      }
      way.append(node)
    }
    let gain = rollout(from: Int(cell[node]), steps: way.count - 1)
    for node in way {
      count[node] += 1
      total[node] += gain
      visits[Int(cell[node])] += 1
    }
  }

  private mutating func expand(_ node: Int, _ edges: Range<Int>) {
    firstChild[node] = Int32(cell.count)
    for edge in edges {
      cell.append(Int32(graph.neighbours[edge]))
      firstChild.append(-1)
      tried.append(0)
      count.append(0)
      total.append(0)
    }
  }

  private func best(_ node: Int, _ children: Int) -> Int {
    let first = Int(firstChild[node])
    let logarithm = log(Double(count[node]))
    var (best, bestValue) = (first, -Double.infinity)
    for child in first..<first + children {
      let visits = Double(count[child])
      let value = total[child] / visits + settings.exploration * (logarithm / visits).squareRoot()
      if value > bestValue { (best, bestValue) = (child, value) }
    }
    return best
  }

  /// What random moves from a square bring, after so many steps.
  private mutating func rollout(from square: Int, steps: Int) -> Double {
    var (square, steps) = (square, steps)
    while true {
      if graph.isGoal[square] { return discounts[min(steps, depth)] }
      let edges = graph.edges(of: square)
      guard steps < depth, !edges.isEmpty else { return 0 }
      square = graph.neighbours[edges.lowerBound + draw(edges.count)]
      steps += 1
    }
  }

  /// A number below a small bound, without bias: bits at a time, drawn again where too large.
  private mutating func draw(_ bound: Int) -> Int {
    if bound == 1 { return 0 }
    let width = bound <= 2 ? 1 : bound <= 4 ? 2 : 3
    while true {
      if bits < width {
        word = random.next()
        bits = 63
      }
      let value = Int(word & (1 << UInt64(width) - 1))
      word >>= UInt64(width)
      bits -= width
      if value < bound { return value }
    }
  }
}
