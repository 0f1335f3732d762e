package import LinearAlgebra

/// A distribution over episodes of one task.
package protocol Environment: TaskDistribution {
  associatedtype Running: Episode

  /// Whether an episode can end solved; where none can, solve rates say nothing.
  var canBeSolved: Bool { get }

  /// A fresh episode, a function of the stream alone.
  ///
  /// - Parameter part: which levels may come up; environments without levels ignore it.
  /// - Throws: where no episode can be drawn.
  func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> Running
}

/// Which levels an episode may be in: one layout in ten is kept for evaluation.
package enum LevelPart: Sendable, CaseIterable {
  case training, heldOut
}

/// An environment whose best actions are known in every state.
package protocol OracleEnvironment: Environment where Running: OracleEpisode {
  /// The episode of the stream's level in the state of a ``OracleEpisode/code``.
  ///
  /// - Throws: ``EnvironmentError/badState(environment:code:)`` for no state of that level.
  func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> Running

  /// Another state in the level of an episode, of a ``OracleEpisode/code``; nil where the level has
  /// to be drawn anew for it. To be written where drawing a level is slow.
  ///
  /// - Throws: ``EnvironmentError/badState(environment:code:)`` for no state of that level.
  func episode(_ other: Running, at code: UInt64) throws(EnvironmentError) -> Running?

  /// A state drawn uniformly, or nearly so, from those of the episode's level in which the oracle
  /// has an optimal action.
  func anyState(of episode: Running, using random: inout RandomStream) -> Running
}

extension Environment {
  package var canBeSolved: Bool { true }

  /// The number of actions; the same in every state.
  package var actionCount: Int { outputCount }
}

extension OracleEnvironment {
  package func episode(_ other: Running, at code: UInt64) throws(EnvironmentError) -> Running? {
    nil
  }
}
