package import Environments

/// One episode that a policy played.
package struct Rollout: Sendable, Equatable {
  /// The actions that the policy held equally best at the start.
  package let firstActions: ActionSet
  /// The squares it was on, the start and the last one included.
  package let path: [Cell]
  package let summary: EpisodeSummary

  /// The place in the level's objects of the last thing reached, nil if none was.
  package var reached: Int? { summary.reached }
}

/// Plays many levels side by side.
package enum Rollouts {
  /// One episode a level, each from its start to a thing or to the time limit.
  ///
  /// A tie is played as the action of lowest index. Levels that are over leave the batch. A
  /// stationary policy is asked once for each square of a level: an agent that walks in circles
  /// costs no more than one that walks straight, and the episode is the same.
  ///
  /// - Throws: what the policy throws.
  package static func play(
    _ levels: [MazeLevel], _ policy: any MazePolicy
  ) throws -> [Rollout] {
    var slots = levels.map { Slot($0) }
    var active = Array(slots.indices)
    var isFirst = true
    var memory = PolicyMemory()
    while !active.isEmpty {
      let answers = try policy.actions(
        in: active.map {
          MazeState(
            episode: $0, step: slots[$0].episode.steps, level: slots[$0].episode.level,
            agent: slots[$0].episode.agent)
        }, carrying: &memory)
      precondition(
        answers.count == active.count,
        "\(active.count) states need as many answers of a policy, not \(answers.count).")
      for (slot, answer) in zip(active, answers) {
        if isFirst { slots[slot].firstActions = answer }
        slots[slot].advance(answer, isStationary: policy.isStationary)
      }
      isFirst = false
      active.removeAll { slots[$0].isOver }
    }
    return slots.map(\.rollout)
  }

  /// An episode under way.
  private struct Slot {
    var episode: RedDoorEpisode
    var firstActions = ActionSet.empty
    private(set) var isOver = false
    private var path: [Cell]
    private var reached = -1
    private var reward: Float = 0
    private var steps = 0
    /// The action of each square that was asked for, -1 where none was.
    private var known: [Int8]

    init(_ level: MazeLevel) {
      episode = RedDoorEpisode(level)
      path = [level.start]
      known = [Int8](repeating: -1, count: level.grid.count)
    }

    /// Steps on until the episode is over or the policy has to be asked.
    mutating func advance(_ answer: ActionSet, isStationary: Bool) {
      guard let action = answer.lowest else {
        // Standing still until the time is up.
        reward -= RedDoorEnvironment.stepCost * Float(episode.limit - episode.steps)
        steps = episode.limit
        isOver = true
        return
      }
      let grid = episode.level.grid
      if isStationary { known[grid.index(episode.agent)] = Int8(action) }
      var next = action
      repeat {
        let outcome = episode.step(next)
        path.append(episode.agent)
        reward += outcome.reward
        if outcome.reached >= 0 { reached = outcome.reached }
        isOver = outcome.isOver
        next = isStationary ? Int(known[grid.index(episode.agent)]) : -1
      } while !isOver && next >= 0
      steps = episode.steps
    }

    var rollout: Rollout {
      Rollout(
        firstActions: firstActions, path: path,
        summary: EpisodeSummary(episode.level, reached: reached, steps: steps, reward: reward))
    }
  }
}
