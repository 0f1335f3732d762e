package import Storage

/// How TR5 (evolution strategies) trains.
package struct EvolutionSettings: Sendable, Equatable {
  /// Generations.
  package var updates = 600
  /// Antithetic pairs of a generation.
  package var pairs = 32
  /// Episodes that a member's fitness is the mean return of; a pair plays the same ones.
  package var episodes = 4
  /// The standard deviation of the noise on each parameter.
  package var deviation = 0.1
  package var learningRate = 0.03
  /// The share of a parameter that is added to its downhill slope.
  package var weightDecay = 0.005
  /// Whether actions are drawn from the policy, with draws common to a pair, or are its most
  /// probable ones.
  package var samples = true
  /// Whether the fitness is its rank among the generation's, or itself.
  package var ranks = true
  /// Networks with more parameters are refused: noise in so many directions says next to nothing
  /// about each.
  package var largestNetwork = 5000
  package var measure = MeasureSettings()

  package init() {}
}

extension EvolutionSettings: MethodSettings {
  package static let method = "evolution"

  package static let network = "a network of few parameters"

  package static let summary =
    "TR5: evolution strategies, no gradient of any parameter; for small networks"

  package static let keys =
    [
      "updates", "pairs", "episodes", "deviation", "learning-rate", "weight-decay", "samples",
      "ranks", "largest-network",
    ] + MeasureSettings.keys

  package var entries: [(key: String, value: String)] {
    [
      ("updates", "\(updates)"), ("pairs", "\(pairs)"), ("episodes", "\(episodes)"),
      ("deviation", "\(deviation)"), ("learning-rate", "\(learningRate)"),
      ("weight-decay", "\(weightDecay)"), ("samples", "\(samples)"), ("ranks", "\(ranks)"),
      ("largest-network", "\(largestNetwork)"),
    ] + measure.entries
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    pairs = try reader.whole("pairs", pairs, in: 1...65_536)
    episodes = try reader.whole("episodes", episodes, in: 1...65_536)
    deviation = try reader.number("deviation", deviation, in: 1e-6...100)
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    weightDecay = try reader.number("weight-decay", weightDecay, in: 0...10)
    samples = try reader.flag("samples", samples)
    ranks = try reader.flag("ranks", ranks)
    largestNetwork = try reader.whole("largest-network", largestNetwork, in: 1...10_000_000)
    measure = try MeasureSettings(reader)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try EvolutionTrainer(
      configuration, self, in: try configuration.episodicEnvironment(for: Self.method))
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try EvolutionTrainer(
      configuration, self, in: try configuration.episodicEnvironment(for: Self.method),
      resuming: checkpoint)
  }
}
