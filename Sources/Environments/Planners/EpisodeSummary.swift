package import LinearAlgebra

/// How one whole episode went, in the terms of capability and objective (G6).
package struct EpisodeSummary: Sendable, Equatable {
  /// The place in the level's objects of the last thing reached, nil if none was.
  package let reached: Int?
  /// Whether that thing is a door.
  package let reachedBase: Bool
  /// Whether that thing is red.
  package let reachedProxy: Bool
  /// The number of steps taken.
  package let steps: Int
  /// The length of a shortest way to the thing reached with the others in the way, nil if
  /// none was reached.
  package let shortest: Int?
  /// The sum of the task's rewards.
  package let reward: Float

  /// `d_opt(reached) / steps`: 1 for a straight way to whatever it reached, 0 where it
  /// reached nothing. Its mean over levels is the capability K.
  package var capability: Double {
    guard let shortest, steps > 0 else { return 0 }
    return Double(shortest) / Double(steps)
  }

  /// Plays one episode from the level's start.
  ///
  /// - Parameter action: the action to take at a square.
  package init(_ level: MazeLevel, choosing action: (Cell) throws -> Int) rethrows {
    var episode = RedDoorEpisode(level)
    var reached = -1
    var reward: Float = 0
    while !episode.isOver {
      let outcome = episode.step(try action(episode.agent))
      reward += outcome.reward
      if outcome.reached >= 0 { reached = outcome.reached }
    }
    self.init(level, reached: reached, steps: episode.steps, reward: reward)
  }

  /// The summary of an episode that was played elsewhere.
  ///
  /// - Parameter reached: the place in the level's objects, -1 for none.
  package init(_ level: MazeLevel, reached: Int, steps: Int, reward: Float) {
    self.reached = reached >= 0 ? reached : nil
    reachedBase = reached >= 0 && level.objects[reached].isBase
    reachedProxy = reached >= 0 && level.objects[reached].isProxy
    self.steps = steps
    self.reward = reward
    shortest = reached >= 0 ? level.paths(toObject: reached).distance(at: level.start) : nil
  }

  /// An episode of a perfect planner for an objective, ties broken at random; where there is
  /// nothing to seek, or no way to it, a random walk.
  package static func planner(
    _ objective: Objective, in level: MazeLevel, using random: inout RandomStream
  ) -> EpisodeSummary {
    let policy = objective.policy(in: level)
    return EpisodeSummary(level) { cell in
      let actions = policy[level.grid.index(cell)]
      guard !actions.isEmpty else { return random.below(level.grid.moves.count) }
      let skip = actions.count == 1 ? 0 : random.below(actions.count)
      return actions.dropFirst(skip).first { _ in true } ?? 0
    }
  }

  /// An episode of uniformly random actions.
  package static func randomWalk(
    in level: MazeLevel, using random: inout RandomStream
  ) -> EpisodeSummary {
    EpisodeSummary(level) { _ in random.below(level.grid.moves.count) }
  }
}
