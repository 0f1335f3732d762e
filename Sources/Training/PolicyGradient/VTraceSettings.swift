/// How TR3 (V-trace actor-learner) trains.
package struct VTraceSettings: Sendable, Equatable {
  /// How a step is made from a gradient.
  package enum Optimizer: String, CaseIterable, Sendable {
    case adam, rmsprop
  }

  /// Rollouts, each of which makes one step of the optimizer.
  package var updates = 2000
  package var rollout: RolloutSettings
  /// How many updates the policy that makes the steps is behind the one that learns.
  package var lag = 1
  package var optimizer = Optimizer.adam
  package var learningRate = 4e-4
  /// The share of the budget, at its end, over which the learning rate falls linearly to a
  /// twentieth.
  package var decayShare = 1.0
  /// What is added to the root of the mean square of a slope.
  package var epsilon = 1e-4
  /// The largest norm of a gradient.
  package var largestNorm = 1.0
  /// The bound of the importance ratio in the values' targets.
  package var largestRatio = 1.0
  /// The weight of the entropy.
  package var entropy = 0.01
  /// The weight of the mean squared error of the values.
  package var valueWeight = 0.5
  /// The weight of half the mean square sum of the logits.
  package var logitPenalty = 1e-3
  /// The weight of half the square sum of the heads' weights.
  package var headPenalty = 1e-5
  package var measure = MeasureSettings()

  package init() {
    rollout = RolloutSettings()
    rollout.episodes = 32
    rollout.steps = 20
    rollout.lambda = 0.97
  }
}
