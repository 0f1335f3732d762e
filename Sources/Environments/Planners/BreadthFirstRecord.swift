/// A breadth-first search with its state after every iteration.
///
/// Iteration 0 knows the sources alone; iteration `k` has expanded the frontier of
/// iteration `k - 1`.
package struct BreadthFirstRecord: Sendable, Equatable {
  /// Where a search begins.
  package enum Origin: String, Sendable, CaseIterable {
    case goal
    case agent
  }

  /// What the search knows at one moment; all maps row-major.
  package struct Iteration: Sendable, Equatable {
    /// The squares found last, whose neighbours come next.
    package let frontier: [Bool]
    /// The squares found so far, frontier included.
    package let visited: [Bool]
    /// Steps from the nearest source, -1 where not found so far.
    package let distances: [Int]
  }

  package let rows: Int
  package let columns: Int
  /// The states in order; the last one has an empty frontier.
  package let iterations: [Iteration]

  /// A search from the goals or from the agent's start, the things that are not sought
  /// standing in the way. From the agent, the goals are found and not passed through.
  package init(_ level: MazeLevel, from origin: Origin) {
    switch origin {
    case .goal:
      self.init(grid: level.grid, sources: level.goals, blocked: level.blockingCells, sinks: [])
    case .agent:
      let others = level.blockingCells.filter { !level.goals.contains($0) }
      self.init(grid: level.grid, sources: [level.start], blocked: others, sinks: level.goals)
    }
  }

  /// A search over a grid: blocked squares are not found, sinks are found and not expanded.
  package init(grid: Grid, sources: [Cell], blocked: [Cell], sinks: [Cell]) {
    rows = grid.rows
    columns = grid.columns
    var distances = [Int](repeating: -1, count: grid.count)
    var frontier = sources
    for cell in sources { distances[grid.index(cell)] = 0 }
    var iterations = [Self.state(grid, distances: distances, frontier: frontier)]
    while !frontier.isEmpty {
      var next: [Cell] = []
      for cell in frontier where !sinks.contains(cell) {
        for offset in grid.moves.offsets {
          let other = cell.moved(by: offset)
          guard grid.isFree(other), distances[grid.index(other)] < 0,
            !blocked.contains(other)
          else { continue }
          distances[grid.index(other)] = distances[grid.index(cell)] + 1
          next.append(other)
        }
      }
      frontier = next
      iterations.append(Self.state(grid, distances: distances, frontier: frontier))
    }
    self.iterations = iterations
  }

  /// The state after iteration `k`, the last one if the search had ended before.
  package func iteration(_ k: Int) -> Iteration { iterations[min(max(k, 0), iterations.count - 1)] }

  private static func state(_ grid: Grid, distances: [Int], frontier: [Cell]) -> Iteration {
    var flags = [Bool](repeating: false, count: distances.count)
    for cell in frontier { flags[grid.index(cell)] = true }
    return Iteration(
      frontier: flags, visited: distances.map { $0 >= 0 }, distances: distances)
  }
}
