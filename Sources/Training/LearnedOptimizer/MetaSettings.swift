package import Storage

/// How a learned optimizer is trained: on the sum of the values that it comes through, by
/// truncated backpropagation through its own steps.
package struct MetaSettings: Sendable, Equatable {
  /// Updates of the optimizer's parameters in all.
  package var updates = 2000
  /// Problems side by side.
  package var problems = 64
  package var learningRate = 0.003
  /// The share of the budget, at its end, over which the learning rate falls linearly to a
  /// twentieth.
  package var decayShare = 0.7
  /// The largest norm of a gradient.
  package var largestNorm = 1.0
  /// Steps that an update looks back through.
  package var unroll = 20
  /// Steps on a problem, after which fresh ones are drawn; a multiple of ``unroll``.
  package var horizon = 100
  /// Held-out problems at each checkpoint.
  package var evaluationProblems = 512
  /// Further problems on which the learning rates of the other optimizers are chosen.
  package var tuningProblems = 512

  package init() {}

  /// What an output is multiplied by before it is added to its coordinate.
  package static let updateScale: Float = 0.1

  var schedule: LinearDecay {
    LinearDecay(rate: learningRate, share: decayShare, updates: updates)
  }

  /// Updates that a set of problems lasts.
  var segments: Int { horizon / unroll }
}

extension MetaSettings: MethodSettings {
  package static let method = "learned-optimizer"

  package static let network = "a network that makes updates of gradients, coordinate by coordinate"

  package static let summary =
    "M8: an optimizer learns on the values that it comes through, unrolled"

  package static let keys = [
    "updates", "problems", "learning-rate", "decay-share", "largest-norm", "unroll", "horizon",
    "evaluation-problems", "tuning-problems",
  ]

  package var entries: [(key: String, value: String)] {
    [
      ("updates", "\(updates)"), ("problems", "\(problems)"),
      ("learning-rate", "\(learningRate)"), ("decay-share", "\(decayShare)"),
      ("largest-norm", "\(largestNorm)"), ("unroll", "\(unroll)"), ("horizon", "\(horizon)"),
      ("evaluation-problems", "\(evaluationProblems)"),
      ("tuning-problems", "\(tuningProblems)"),
    ]
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    problems = try reader.whole("problems", problems, in: 1...65_536)
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try reader.number("decay-share", decayShare, in: 0...1)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    unroll = try reader.whole("unroll", unroll, in: 1...1000)
    horizon = try reader.whole("horizon", horizon, in: 1...100_000)
    guard horizon % unroll == 0 else {
      throw TrainingError.badValue(
        key: "horizon", value: "\(horizon)", allowed: "a multiple of unroll, \(unroll)")
    }
    evaluationProblems = try reader.whole(
      "evaluation-problems", evaluationProblems, in: 1...100_000)
    tuningProblems = try reader.whole("tuning-problems", tuningProblems, in: 1...100_000)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try MetaTrainer(configuration, self)
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try MetaTrainer(configuration, self, resuming: checkpoint)
  }
}
