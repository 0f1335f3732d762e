/// A* from the agent to the nearest goal, with its open and closed squares after every expansion.
///
/// `f = g + h` with `h` the length of a way in an empty grid of the same moves (Manhattan for four
/// moves, Chebyshev for eight), which is admissible and consistent. Of equal `f` the square with
/// the larger `g` is expanded first, of equal `g` the one of lower index. The search ends when it
/// expands a goal. Iteration 0 has the agent's square open; iteration `k` has expanded `k` squares.
/// Source: Hart, Nilsson and Raphael, *A formal basis for the heuristic determination of minimum
/// cost paths* (1968).
package struct AStarRecord: Sendable, Equatable {
  /// What the search knows at one moment; all maps row-major.
  package struct Iteration: Sendable, Equatable {
    /// Squares found and not expanded yet.
    package let open: [Bool]
    /// Squares expanded.
    package let closed: [Bool]
    /// Steps from the agent along the best way found so far, -1 where not found.
    package let steps: [Int]
  }

  package let rows: Int
  package let columns: Int
  /// The states in order.
  package let iterations: [Iteration]
  /// The squares in the order in which they were expanded.
  package let expanded: [Int]

  package init(_ level: MazeLevel) {
    let graph = SearchGraph(level)
    rows = graph.rows
    columns = graph.columns
    var open = [Bool](repeating: false, count: graph.count)
    var closed = open
    var steps = [Int](repeating: -1, count: graph.count)
    var candidates = [graph.start]
    open[graph.start] = true
    steps[graph.start] = 0
    var iterations = [Iteration(open: open, closed: closed, steps: steps)]
    var expanded: [Int] = []
    func isBetter(_ one: Int, _ other: Int) -> Bool {
      let (f, g) = (steps[one] + graph.openDistances[one], steps[one])
      let (otherF, otherG) = (steps[other] + graph.openDistances[other], steps[other])
      return (f, -g, one) < (otherF, -otherG, other)
    }
    while let best = candidates.min(by: isBetter) {
      candidates.removeAll { $0 == best }
      open[best] = false
      closed[best] = true
      expanded.append(best)
      for next in graph.neighbours[graph.edges(of: best)] where !closed[next] {
        let length = steps[best] + 1
        if !open[next] {
          open[next] = true
          candidates.append(next)
          steps[next] = length
        } else if length < steps[next] {
          steps[next] = length
        }
      }
      iterations.append(Iteration(open: open, closed: closed, steps: steps))
      if graph.isGoal[best] { break }
    }
    self.iterations = iterations
    self.expanded = expanded
  }

  /// 1 at the squares expanded so far.
  package var closedTrace: PlannerTrace { trace { $0.closed } }

  /// 1 at the squares found and not expanded yet.
  package var openTrace: PlannerTrace { trace { $0.open } }

  private func trace(_ flags: (Iteration) -> [Bool]) -> PlannerTrace {
    PlannerTrace(
      rows: rows, columns: columns, maps: iterations.map { flags($0).map { $0 ? 1 : 0 } })
  }
}
