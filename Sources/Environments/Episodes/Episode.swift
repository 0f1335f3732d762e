/// One episode under way, as a trainer sees it.
///
/// An episode is a function of the stream that it was drawn from and of the actions taken in it:
/// what chance does within it comes from that stream too. So an episode is kept by its number
/// and its actions, and comes back by taking them again.
package protocol Episode: Sendable {
  /// Writes the whole observation, row-major `[row, column, plane]`.
  func observe(into observation: UnsafeMutableBufferPointer<Float>)

  /// The row-major cell at which the policy is read; 0 where an observation has no agent's cell.
  var readCell: Int { get }

  /// What tells the episode's level from others, the same for those that only symmetries tell
  /// apart; nil for environments without levels.
  var levelDigest: UInt64? { get }

  /// Takes an action and brings an observation of the state before it up to date.
  ///
  /// - Precondition: the action is one of the environment's, and the episode is not over.
  /// - Complexity: constant in the size of the observation where only a few cells change.
  mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome

  /// Steps many episodes, episode `i` by action `i`, its observation at `stride * i`. There is no
  /// need to write this: what it does by itself is to call ``step(_:updating:)``, and as a
  /// requirement it is compiled for each type of episode, where a loop over episodes of an
  /// unknown type would be several times slower.
  static func step(
    _ episodes: UnsafeMutableBufferPointer<Self>, taking actions: UnsafeBufferPointer<Int>,
    updating observations: UnsafeMutableBufferPointer<Float>, stride: Int,
    outcomes: UnsafeMutableBufferPointer<StepOutcome>)
}

extension Episode {
  package var levelDigest: UInt64? { nil }

  package static func step(
    _ episodes: UnsafeMutableBufferPointer<Self>, taking actions: UnsafeBufferPointer<Int>,
    updating observations: UnsafeMutableBufferPointer<Float>, stride: Int,
    outcomes: UnsafeMutableBufferPointer<StepOutcome>
  ) {
    for slot in episodes.indices {
      let range = stride * slot..<stride * (slot + 1)
      outcomes[slot] = episodes[slot].step(
        actions[slot], updating: UnsafeMutableBufferPointer(rebasing: observations[range]))
    }
  }
}

/// An episode that knows which actions are best.
package protocol OracleEpisode: Episode {
  /// The optimal actions of the present state; empty when the episode is over or cannot be won.
  var optimalActions: ActionSet { get }

  /// The least number of steps from the present state to the end that the oracle goes for; -1
  /// where there is no way to it.
  var stepsToGoal: Int { get }

  /// The same state without what was worked out for the oracle alone, for keeping many of them.
  var withoutOracle: Self { get }

  /// The present state within its level, below 2^44: with the level's number it is all that is
  /// needed to come back.
  var code: UInt64 { get }
}

extension OracleEpisode {
  package var withoutOracle: Self { self }
}
