/// A depth-first search from the agent, with its stack after every step.
///
/// A step either goes on to the first neighbour, in the order of the moves, that was not visited
/// before, or takes the last square off the stack where there is none. The search ends when a goal
/// is on top, or when nothing is left. Iteration 0 has the agent's square alone on the stack.
package struct DepthFirstRecord: Sendable, Equatable {
  /// What the search knows at one moment; the maps row-major.
  package struct Iteration: Sendable, Equatable {
    /// The squares on the stack, from the agent's on.
    package let stack: [Int]
    /// The squares that were ever on the stack.
    package let visited: [Bool]
  }

  package let rows: Int
  package let columns: Int
  /// The states in order.
  package let iterations: [Iteration]

  package init(_ level: MazeLevel) {
    let graph = SearchGraph(level)
    rows = graph.rows
    columns = graph.columns
    var visited = [Bool](repeating: false, count: graph.count)
    visited[graph.start] = true
    var stack = [graph.start]
    var iterations = [Iteration(stack: stack, visited: visited)]
    while let top = stack.last, !graph.isGoal[top] {
      if let next = graph.neighbours[graph.edges(of: top)].first(where: { !visited[$0] }) {
        visited[next] = true
        stack.append(next)
      } else {
        stack.removeLast()
      }
      iterations.append(Iteration(stack: stack, visited: visited))
    }
    self.iterations = iterations
  }

  /// 1 at the squares on the stack.
  package var stackTrace: PlannerTrace {
    trace { iteration in
      var map = [Float](repeating: 0, count: rows * columns)
      for cell in iteration.stack { map[cell] = 1 }
      return map
    }
  }

  /// 1 at the squares that were ever on the stack.
  package var visitedTrace: PlannerTrace { trace { $0.visited.map { $0 ? 1 : 0 } } }

  private func trace(_ map: (Iteration) -> [Float]) -> PlannerTrace {
    PlannerTrace(rows: rows, columns: columns, maps: iterations.map(map))
  }
}
