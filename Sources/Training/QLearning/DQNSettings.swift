/// How TR4 (deep Q-learning) trains.
package struct DQNSettings: Sendable, Equatable {
  /// How a step is made from a gradient.
  package enum Optimizer: String, CaseIterable, Sendable {
    case adam, rmsprop
  }

  /// Updates of the parameters in all.
  package var updates = 20_000
  /// Transitions an update.
  package var batch = 32
  /// Episodes that run side by side.
  package var episodes = 32
  /// Updates between two steps of those episodes.
  package var updatesPerStep = 1
  /// Transitions that are remembered, give or take an episode of each slot.
  package var replay = 50_000
  /// Transitions made with uniform actions before the first update.
  package var warmUp = 5000
  /// Rewards that are summed before a value stands for the rest.
  package var steps = 3
  package var discount = 0.99
  /// Updates between two copies of the network to the one that gives the targets.
  package var targetInterval = 250
  /// Whether the learning network chooses the action whose target value is taken (double
  /// Q-learning).
  package var isDouble = true
  /// The chance of a uniform action at the end.
  package var exploration = 0.05
  /// The share of the budget, at its start, over which that chance falls from 1.
  package var explorationShare = 0.5
  package var optimizer = Optimizer.adam
  package var learningRate = 1e-3
  /// The share of the budget, at its end, over which the learning rate falls linearly to a
  /// twentieth.
  package var decayShare = 0.5
  package var epsilon = 1e-5
  /// The largest norm of a gradient.
  package var largestNorm = 5.0
  /// The weight of the squared errors of the rewards that a ``TreeQNetwork`` predicts along the
  /// actions taken.
  package var rewardWeight = 1.0
  /// The factor of rewards before they are learned from.
  package var rewardScale = 1.0
  package var measure = MeasureSettings()

  package init() {}

  /// The chance of a uniform action at an update.
  package func exploration(at update: Int) -> Double {
    let share = Double(update) / Double(max(updates, 1))
    guard share < explorationShare else { return exploration }
    return 1 + (exploration - 1) * share / explorationShare
  }
}
