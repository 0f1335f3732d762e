import Environments

/// How TR2 (proximal policy optimization) trains.
package struct PPOSettings: Sendable, Equatable {
  /// Rollouts, each of which is learned from and then forgotten.
  package var updates = 120
  package var rollout = RolloutSettings()
  /// How often each rollout is gone through.
  package var epochs = 3
  /// The parts of a rollout, each of which makes one step of the optimizer an epoch.
  package var minibatches = 8
  package var learningRate = 0.002
  /// The share of the budget, at its end, over which the learning rate falls linearly to a
  /// twentieth.
  package var decayShare = 0.5
  /// The largest norm of a gradient.
  package var largestNorm = 0.5
  /// How far the ratio of new to old probability may leave one.
  package var clip = 0.2
  /// The weight of the entropy.
  package var entropy = 0.01
  /// The weight of the mean squared error of the values.
  package var valueWeight = 0.5
  /// Whether the advantages of a rollout are brought to mean 0 and deviation 1.
  package var normalizesAdvantages = true
  package var measure = MeasureSettings()

  package init() {}
}
