import Environments
package import Storage

extension ImitationSettings: MethodSettings {
  package static let method = "imitation"

  package static let network = "a network that sees each state anew"

  package static let summary =
    "TR1: imitation of the oracle on states that the agent visits (DAgger)"

  package static let keys = [
    "updates", "batch", "learning-rate", "decay-share", "largest-norm", "replay", "ticks",
    "episodes", "updates-per-step", "starts-per-level", "evaluation-states",
    "evaluation-episodes",
  ]

  package var entries: [(key: String, value: String)] {
    [
      ("updates", "\(updates)"), ("batch", "\(batch)"), ("learning-rate", "\(learningRate)"),
      ("decay-share", "\(decayShare)"), ("largest-norm", "\(largestNorm)"),
      ("replay", "\(replay)"), ("ticks", SettingText.text(of: ticks)),
      ("episodes", "\(episodes)"), ("updates-per-step", "\(updatesPerStep)"),
      ("starts-per-level", "\(startsPerLevel)"), ("evaluation-states", "\(evaluationStates)"),
      ("evaluation-episodes", "\(evaluationEpisodes)"),
    ]
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    batch = try reader.whole("batch", batch, in: 1...65_536)
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try reader.number("decay-share", decayShare, in: 0...1)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    replay = try reader.whole("replay", replay, in: 64...10_000_000)
    episodes = try reader.whole("episodes", episodes, in: 1...65_536)
    updatesPerStep = try reader.whole("updates-per-step", updatesPerStep, in: 1...1000)
    startsPerLevel = try reader.whole("starts-per-level", startsPerLevel, in: 0...100)
    evaluationStates = try reader.whole("evaluation-states", evaluationStates, in: 1...1_000_000)
    evaluationEpisodes = try reader.whole(
      "evaluation-episodes", evaluationEpisodes, in: 0...1_000_000)
    ticks = try reader.range("ticks", ticks, in: 1...1000)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try make(configuration, in: try configuration.oracleEnvironment(for: Self.method), nil)
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try make(
      configuration, in: try configuration.oracleEnvironment(for: Self.method), checkpoint)
  }

  private func make(
    _ configuration: RunConfiguration, in environment: some OracleEnvironment,
    _ checkpoint: Checkpoint?
  ) throws -> any Trainer {
    guard let checkpoint else {
      return try ImitationTrainer(configuration, self, in: environment)
    }
    return try ImitationTrainer(configuration, self, in: environment, resuming: checkpoint)
  }
}
