package import Agents
package import Environments

/// A walk through a level by a fixed choice for each square.
package struct Walk: Sendable, Equatable {
  /// The squares in order, the start and the last one included.
  package let path: [Cell]
  /// Whether the last square is a goal.
  package let reachesGoal: Bool
  /// The number of steps of a shortest way.
  package let shortest: Int

  /// The number of steps taken.
  package var steps: Int { path.count - 1 }

  /// Walks until a thing that ends episodes is reached or so many steps are made.
  ///
  /// - Parameters:
  ///   - actions: the action of each square, row-major; a negative one stands still.
  ///   - paths: the ways to the level's goals.
  ///   - limit: the greatest number of steps.
  package init(
    _ level: MazeLevel, from start: Cell, by actions: [Int], paths: ShortestPaths, limit: Int
  ) {
    shortest = paths.distance(at: start)
    var path = [start]
    var cell = start
    var visited = [Bool](repeating: false, count: level.grid.count)
    var isOver = false
    while !isOver && path.count <= limit {
      let index = level.grid.index(cell)
      // Back on a square: the choices repeat, and so would the walk, without end.
      guard !visited[index], actions[index] >= 0 else { break }
      visited[index] = true
      cell = level.grid.destination(of: actions[index], from: cell)
      path.append(cell)
      isOver = level.object(at: cell).map { level.endsEpisode($0) } ?? false
    }
    self.path = path
    reachesGoal = paths.distance(at: cell) == 0
  }

  /// The walk of an agent from a level's start, its memory carried from step to step if it has one:
  /// until a thing that ends episodes is reached, or twice the least number of steps is made.
  ///
  /// - Throws: as ``PolicyMaps`` and ``AgentPolicy``.
  package init(
    of agent: Agent, in level: MazeLevel, encoder: any ObservationEncoder
  ) throws {
    let paths = level.paths()
    let shortest = paths.distance(at: level.start)
    guard !agent.architecture.memory.isEmpty else {
      let maps = try PolicyMaps(of: agent, on: [level], encoder: encoder)
      self.init(
        level, from: level.start, by: maps.actions[0], paths: paths, limit: 2 * shortest)
      return
    }
    let rollout = try Rollouts.play([level], AgentPolicy(agent, encoder: encoder))[0]
    let path = Array(rollout.path.prefix(2 * shortest + 1))
    self.init(
      path: path, reachesGoal: path.last.map { paths.distance(at: $0) == 0 } ?? false,
      shortest: shortest)
  }

  private init(path: [Cell], reachesGoal: Bool, shortest: Int) {
    self.path = path
    self.reachesGoal = reachesGoal
    self.shortest = shortest
  }
}
