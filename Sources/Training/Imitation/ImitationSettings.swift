import Environments

/// How TR1 (imitation with dataset aggregation) trains.
package struct ImitationSettings: Sendable, Equatable {
  /// Updates of the parameters in all.
  package var updates = 2500
  /// States an update.
  package var batch = 64
  package var learningRate = 0.002
  /// The share of the budget, at its end, over which the learning rate falls linearly to a
  /// twentieth.
  package var decayShare = 0.5
  /// The largest norm of a gradient.
  package var largestNorm = 1.0
  /// States remembered.
  package var replay = 100_000
  /// Ticks drawn for each update.
  package var ticks = 4...12
  /// Episodes that run side by side to visit states.
  package var episodes = 64
  /// Updates between two steps of those episodes.
  package var updatesPerStep = 4
  /// Further states drawn uniformly from each new level.
  package var startsPerLevel = 4
  /// States of the held-out evaluation at each checkpoint.
  package var evaluationStates = 1024
  /// Held-out episodes that are played at each checkpoint; 0 for none.
  package var evaluationEpisodes = 32

  package init() {}

  /// Shares of the budget at which the chance of following the oracle falls, and to what
  /// (DAgger's mixture: 1, then 0.5, 0.25 and 0).
  static let mixture: [(until: Double, chance: Double)] = [
    (0.1, 1), (0.2, 0.5), (0.3, 0.25), (.infinity, 0),
  ]

  /// The chance of following the oracle at an update.
  package func oracleChance(at update: Int) -> Double {
    let share = Double(update) / Double(max(updates, 1))
    return Self.mixture.first { share < $0.until }?.chance ?? 0
  }

  /// The learning rate of an update.
  package func learningRate(at update: Int) -> Float {
    let left = Double(updates - update) / Double(max(updates, 1))
    guard decayShare > 0, left < decayShare else { return Float(learningRate) }
    return Float(learningRate * (0.05 + 0.95 * left / decayShare))
  }
}
