package import LinearAlgebra

/// A distribution over episodes of one task.
package protocol Environment: Sendable {
  associatedtype Running: Episode

  /// The name in run files, `environment: red-door`.
  static var name: String { get }
  /// The names of the settings, in the order they are shown.
  static var settings: [String] { get }
  /// All settings as text, with `environment` the name; ``init(configuration:)`` gives the same
  /// environment back.
  var configuration: [String: String] { get }

  /// - Throws: ``EnvironmentError`` for an unknown setting or a value that cannot be read or is
  ///   out of range.
  init(configuration: [String: String]) throws(EnvironmentError)

  var observationShape: ObservationShape { get }
  /// What every number of an observation lies in; 0 to 1 where nothing else is said.
  var observationRange: ClosedRange<Float> { get }
  /// The number of actions; the same in every state.
  var actionCount: Int { get }

  /// A fresh episode, a function of the stream alone.
  ///
  /// - Parameter part: which levels may come up; environments without levels ignore it.
  /// - Throws: where no episode can be drawn.
  func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> Running
}

extension Environment {
  package var observationRange: ClosedRange<Float> { 0...1 }
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

  /// A state drawn uniformly, or nearly so, from those of the episode's level in which the oracle
  /// has an optimal action.
  func anyState(of episode: Running, using random: inout RandomStream) -> Running
}
