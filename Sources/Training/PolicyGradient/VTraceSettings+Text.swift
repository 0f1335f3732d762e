package import Storage

extension VTraceSettings: MethodSettings {
  package static let method = "v-trace"

  package static let network = "a network that gives the value of a state"

  package static let summary =
    "TR3: V-trace, an actor-critic whose behaviour lags and is corrected for it"

  package static let keys =
    ["updates"] + RolloutSettings.keys + [
      "lag", "optimizer", "learning-rate", "decay-share", "epsilon", "largest-norm",
      "largest-ratio", "entropy", "value-weight", "logit-penalty", "head-penalty",
    ] + MeasureSettings.keys

  package var entries: [(key: String, value: String)] {
    [("updates", "\(updates)")] + rollout.entries + [
      ("lag", "\(lag)"), ("optimizer", optimizer.rawValue), ("learning-rate", "\(learningRate)"),
      ("decay-share", "\(decayShare)"), ("epsilon", "\(epsilon)"),
      ("largest-norm", "\(largestNorm)"), ("largest-ratio", "\(largestRatio)"),
      ("entropy", "\(entropy)"), ("value-weight", "\(valueWeight)"),
      ("logit-penalty", "\(logitPenalty)"), ("head-penalty", "\(headPenalty)"),
    ] + measure.entries
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    try rollout.read(reader)
    lag = try reader.whole("lag", lag, in: 0...100)
    let word = try reader.word(
      "optimizer", optimizer.rawValue, of: Optimizer.allCases.map(\.rawValue))
    optimizer = Optimizer(rawValue: word) ?? optimizer
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try reader.number("decay-share", decayShare, in: 0...1)
    epsilon = try reader.number("epsilon", epsilon, in: 1e-12...1)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    largestRatio = try reader.number("largest-ratio", largestRatio, in: 1e-3...1e6)
    entropy = try reader.number("entropy", entropy, in: 0...100)
    valueWeight = try reader.number("value-weight", valueWeight, in: 0...1000)
    logitPenalty = try reader.number("logit-penalty", logitPenalty, in: 0...1000)
    headPenalty = try reader.number("head-penalty", headPenalty, in: 0...1000)
    measure = try MeasureSettings(reader)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try VTraceTrainer(configuration, self)
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try VTraceTrainer(configuration, self, resuming: checkpoint)
  }
}
