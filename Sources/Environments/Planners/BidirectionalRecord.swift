/// Breadth-first search from the goals and from the agent at once, with both sets after every
/// iteration.
///
/// Each iteration grows both sets by one ring; the search ends when they share a square, and after
/// that nothing changes. Iteration 0 knows the goals and the agent's square.
package struct BidirectionalRecord: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// Steps to the nearest goal of the squares found from there, row-major, one map an iteration;
  /// -1 where not found so far.
  package let fromGoal: [[Int]]
  /// The same from the agent.
  package let fromAgent: [[Int]]
  /// Whether the two met.
  package let met: Bool

  package init(_ level: MazeLevel) {
    rows = level.grid.rows
    columns = level.grid.columns
    let goal = BreadthFirstRecord(level, from: .goal)
    let agent = BreadthFirstRecord(level, from: .agent)
    var fromGoal: [[Int]] = []
    var fromAgent: [[Int]] = []
    var met = false
    for k in 0..<max(goal.iterations.count, agent.iterations.count) {
      let (one, other) = (goal.iteration(k).distances, agent.iteration(k).distances)
      fromGoal.append(one)
      fromAgent.append(other)
      met = zip(one, other).contains { $0 >= 0 && $1 >= 0 }
      if met { break }
    }
    self.fromGoal = fromGoal
    self.fromAgent = fromAgent
    self.met = met
  }

  /// The number of iterations after the start.
  package var iterations: Int { fromGoal.count - 1 }

  /// 1 at the squares found from either side.
  package var unionTrace: PlannerTrace {
    PlannerTrace(
      rows: rows, columns: columns,
      maps: zip(fromGoal, fromAgent).map { zip($0, $1).map { $0 >= 0 || $1 >= 0 ? 1 : 0 } })
  }
}
