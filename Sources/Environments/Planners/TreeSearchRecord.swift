internal import Foundation
package import LinearAlgebra

/// Monte-Carlo tree search from the agent, with the visits of every square after every tick.
///
/// A simulation goes down the tree by `mean + c sqrt(ln N / n)` (UCT), adds one node, and plays
/// random moves until a goal or a depth of twice the level's longer side; what it then backs up is
/// `discount^steps` if it came to a goal and 0 otherwise. A node's actions are the moves that lead
/// to another square; actions not tried yet are tried first, in the order of the moves. A square
/// stands for as many nodes as there are ways to it, and its visits are the sum over them.
/// Source: Kocsis and Szepesvari, *Bandit based Monte-Carlo planning* (2006).
package struct TreeSearchRecord: Sendable, Equatable {
  /// How the search is made.
  package struct Settings: Sendable, Equatable {
    /// The weight of exploration.
    package var exploration = 1.4
    package var simulationsATick = 64
    /// The number of searches, with random moves of their own, whose logarithms are averaged.
    package var searches = 16
    package var discount = 0.97

    package init() {}
  }

  package let rows: Int
  package let columns: Int
  /// `visits[search][t]`: visits of each square after tick `t`, row-major; `t` from 0.
  package let visits: [[[Int]]]

  /// - Parameter random: what the random moves are drawn from; each search has a stream of its own.
  /// - Complexity: `searches ticks simulationsATick` simulations of at most four sides each.
  package init(
    _ level: MazeLevel, ticks: Int, settings: Settings = Settings(), random: RandomStream
  ) {
    precondition(ticks >= 0, "A search cannot last \(ticks) ticks.")
    let graph = SearchGraph(level)
    rows = graph.rows
    columns = graph.columns
    visits = (0..<settings.searches).map { search in
      var run = TreeSearchRun(graph, settings, random.split(UInt64(search)))
      var result = [run.visits]
      for _ in 0..<ticks {
        for _ in 0..<settings.simulationsATick { run.simulate() }
        result.append(run.visits)
      }
      return result
    }
  }

  /// `ln(1 + visits)`, the mean over the searches.
  package var trace: PlannerTrace {
    let ticks = visits.first?.count ?? 1
    return PlannerTrace(
      rows: rows, columns: columns,
      maps: (0..<ticks).map { tick in
        var map = [Double](repeating: 0, count: rows * columns)
        for search in visits {
          for cell in map.indices where search[tick][cell] > 0 {
            map[cell] += log1p(Double(search[tick][cell]))
          }
        }
        return map.map { Float($0 / Double(max(1, visits.count))) }
      })
  }
}
