internal import Agents
package import Environments

/// The squares that an agent goes through from a level's start, its state reset at every step.
package enum TakenPaths {
  /// Runs greedy episodes in all levels at once.
  ///
  /// - Returns: for each level the squares in order, the start first; cut where the episode ends.
  /// - Throws: as a run of the agent does.
  /// - Complexity: one forward pass a step and level; one a level for networks that do not see
  ///   where the agent stands.
  package static func run(
    _ subject: StudySubject, levels: [MazeLevel], thinking: Int?
  ) throws -> [[Cell]] {
    guard !levels.isEmpty else { return [] }
    let actions = subject.encoder.agentPlane == nil ? try map(subject, levels, thinking) : nil
    var episodes = levels.map { RedDoorEpisode($0) }
    var paths = levels.map { [$0.start] }
    // A policy without memory that stays or comes back to a square goes on so for ever.
    var isStuck = [Bool](repeating: false, count: levels.count)
    while true {
      let active = episodes.indices.filter { !episodes[$0].isOver && !isStuck[$0] }
      guard !active.isEmpty else { return paths }
      let chosen: [Int]
      if let actions {
        chosen = active.map { actions[$0][levels[$0].grid.index(episodes[$0].agent)] }
      } else {
        let states = active.map { (level: levels[$0], agent: episodes[$0].agent) }
        chosen = try subject.agent.run(
          subject.encoder.observations(of: states),
          reads: states.map { [$0.level.grid.index($0.agent)] }, ticks: thinking
        ).actions
      }
      for (place, index) in active.enumerated() {
        _ = episodes[index].step(chosen[place])
        if paths[index].contains(episodes[index].agent) {
          isStuck[index] = true
        } else {
          paths[index].append(episodes[index].agent)
        }
      }
    }
  }

  /// The action at every square, for networks that do not see the agent.
  private static func map(
    _ subject: StudySubject, _ levels: [MazeLevel], _ thinking: Int?
  ) throws -> [[Int]] {
    let cells = levels[0].grid.count
    let actions = try subject.agent.run(
      subject.encoder.observations(of: levels),
      reads: levels.map { _ in Array(0..<cells) }, ticks: thinking
    ).actions
    return levels.indices.map { Array(actions[$0 * cells..<($0 + 1) * cells]) }
  }
}
