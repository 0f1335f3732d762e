import Environments
package import Storage

extension DQNSettings: MethodSettings {
  package static let method = "dqn"

  package static let network = "a network that sees each state anew"

  package static let summary =
    "TR4: deep Q-learning from replayed transitions; TreeQN also learns to predict rewards"

  package static let keys =
    [
      "updates", "batch", "episodes", "updates-per-step", "replay", "warm-up", "steps",
      "discount", "target-interval", "double", "exploration", "exploration-share", "optimizer",
      "learning-rate", "decay-share", "epsilon", "largest-norm", "reward-weight", "reward-scale",
    ] + MeasureSettings.keys

  package var entries: [(key: String, value: String)] {
    [
      ("updates", "\(updates)"), ("batch", "\(batch)"), ("episodes", "\(episodes)"),
      ("updates-per-step", "\(updatesPerStep)"), ("replay", "\(replay)"),
      ("warm-up", "\(warmUp)"), ("steps", "\(steps)"), ("discount", "\(discount)"),
      ("target-interval", "\(targetInterval)"), ("double", "\(isDouble)"),
      ("exploration", "\(exploration)"), ("exploration-share", "\(explorationShare)"),
      ("optimizer", optimizer.rawValue), ("learning-rate", "\(learningRate)"),
      ("decay-share", "\(decayShare)"), ("epsilon", "\(epsilon)"),
      ("largest-norm", "\(largestNorm)"), ("reward-weight", "\(rewardWeight)"),
      ("reward-scale", "\(rewardScale)"),
    ] + measure.entries
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    batch = try reader.whole("batch", batch, in: 1...65_536)
    episodes = try reader.whole("episodes", episodes, in: 1...65_536)
    updatesPerStep = try reader.whole("updates-per-step", updatesPerStep, in: 1...1000)
    replay = try reader.whole("replay", replay, in: 64...1_000_000)
    warmUp = try reader.whole("warm-up", warmUp, in: 1...1_000_000)
    steps = try reader.whole("steps", steps, in: 1...100)
    discount = try reader.number("discount", discount, in: 0...1)
    targetInterval = try reader.whole("target-interval", targetInterval, in: 1...10_000_000)
    isDouble = try reader.flag("double", isDouble)
    exploration = try reader.number("exploration", exploration, in: 0...1)
    explorationShare = try reader.number("exploration-share", explorationShare, in: 0...1)
    let word = try reader.word(
      "optimizer", optimizer.rawValue, of: Optimizer.allCases.map(\.rawValue))
    optimizer = Optimizer(rawValue: word) ?? optimizer
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try reader.number("decay-share", decayShare, in: 0...1)
    epsilon = try reader.number("epsilon", epsilon, in: 1e-12...1)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    rewardWeight = try reader.number("reward-weight", rewardWeight, in: 0...1000)
    rewardScale = try reader.number("reward-scale", rewardScale, in: 1e-6...1e6)
    measure = try MeasureSettings(reader)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try make(configuration, in: try configuration.episodicEnvironment(for: Self.method), nil)
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try make(
      configuration, in: try configuration.episodicEnvironment(for: Self.method), checkpoint)
  }

  private func make(
    _ configuration: RunConfiguration, in environment: some Environment,
    _ checkpoint: Checkpoint?
  ) throws -> any Trainer {
    try DQNTrainer(configuration, self, in: environment, resuming: checkpoint)
  }
}
