internal import Statistics

/// How the plan of an agent is read square by square. The defaults take a minute or two on a small
/// network.
package struct PlanProbeSettings: Sendable, Equatable {
  /// Levels to fit probes on.
  package var fitLevels = 200
  /// Levels to report on.
  package var reportLevels = 100
  /// At most so many moments of an episode are looked at.
  package var momentsALevel = 4
  /// Every so manieth step of an episode is a moment, the first among them.
  package var stride = 4
  /// Untrained networks beside the one under study.
  package var untrained = 2
  package var replicates = 1000
  /// Permutations of label maps between levels.
  package var permutations = 99
  /// Of more ticks than this, evenly spaced ones are probed, the first and the last among them.
  package var mostTicks = 12
  /// Ticks that the network thinks longer about a first observation than it does by itself, in whole
  /// steps where it carries a memory: five steps of three ticks in the source.
  package var extraTicks = 15
  /// At most so many report levels are steered in.
  package var steeringLevels = 60
  /// Random directions of either kind.
  package var steeringDraws = 49
  /// The number of squares of a route that is written.
  package var steeringLength = 3
  /// The number of ticks that the network thinks; its own when `nil`.
  package var thinking: Int?
  /// The seed of levels, resamples, permutations, untrained networks and routes.
  package var seed: UInt64 = 1

  package init() {}
}
