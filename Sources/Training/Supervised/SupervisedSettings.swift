package import Storage

/// How a network is trained on samples with their targets.
package struct SupervisedSettings: Sendable, Equatable {
  /// Updates of the parameters in all.
  package var updates = 5000
  /// Fresh samples an update.
  package var batch = 128
  package var learningRate = 0.002
  /// The share of the budget, at its end, over which the learning rate falls linearly to a
  /// twentieth.
  package var decayShare = 0.5
  /// The largest norm of a gradient.
  package var largestNorm = 1.0
  /// Samples of the held-out evaluation at each checkpoint.
  package var evaluationSamples = 4096

  package init() {}

  var schedule: LinearDecay {
    LinearDecay(rate: learningRate, share: decayShare, updates: updates)
  }
}

extension SupervisedSettings: MethodSettings {
  package static let method = "supervised"

  package static let network = "a network that answers samples"

  package static let summary = "fresh samples with their targets: regression or classification"

  package static let keys = [
    "updates", "batch", "learning-rate", "decay-share", "largest-norm", "evaluation-samples",
  ]

  package var entries: [(key: String, value: String)] {
    [
      ("updates", "\(updates)"), ("batch", "\(batch)"), ("learning-rate", "\(learningRate)"),
      ("decay-share", "\(decayShare)"), ("largest-norm", "\(largestNorm)"),
      ("evaluation-samples", "\(evaluationSamples)"),
    ]
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    batch = try reader.whole("batch", batch, in: 1...65_536)
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try reader.number("decay-share", decayShare, in: 0...1)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    evaluationSamples = try reader.whole(
      "evaluation-samples", evaluationSamples, in: 1...1_000_000)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try SupervisedTrainer(configuration, self)
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try SupervisedTrainer(configuration, self, resuming: checkpoint)
  }
}
