internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// Which starts a network decides right when it is stopped after so many ticks.
///
/// A decision is right when every action of the largest logit begins a shortest way: a tie between
/// a right and a wrong action is no decision, and counts as not solved.
package struct TickAccuracy: Sendable {
  /// The numbers of ticks, rising.
  package let ticks: [Int]
  /// `[ticks][start]`.
  package let solved: [[Bool]]

  /// - Throws: as ``AgentPolicy/actions(in:)`` does.
  /// - Complexity: as many passes as the numbers of ticks add up to, a start.
  init(
    _ agent: Agent, encoder: any ObservationEncoder, starts: ScalingStarts, ticks: [Int]
  ) throws {
    let states = starts.levels.enumerated().map { index, level in
      MazeState(episode: index, step: 0, level: level, agent: level.start)
    }
    let optimal = starts.levels.map { $0.paths().optimalActions(at: $0.start) }
    solved = try ticks.map { count in
      let chosen = try AgentPolicy(agent, encoder: encoder, ticks: count).actions(in: states)
      return zip(chosen, optimal).map { !$0.isEmpty && $0.isSubset(of: $1) }
    }
    self.ticks = ticks
  }

  /// The place of the last of the ticks up to a number.
  package func place(of tick: Int) -> Int? { ticks.lastIndex { $0 <= tick } }

  /// For how many ticks before the last one each start was not solved, from the first tick on.
  ///
  /// Where ticks were left out, a decision is taken to stay until the next one that was run.
  ///
  /// - Parameter last: the last number of ticks that counts.
  package func unsolvedTicks(upTo last: Int) -> [Double] {
    let used = ticks.filter { $0 <= last }
    return (solved.first ?? []).indices.map { start in
      var total = 0.0
      for place in 0..<max(0, used.count - 1) where !solved[place][start] {
        total += Double(used[place + 1] - used[place])
      }
      return total
    }
  }
}
