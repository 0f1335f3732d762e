import Environments

/// A stage before the reward: the network learns to predict the world it acts in.
package struct PretrainingSettings: Sendable, Equatable {
  /// Updates of the stage; they come before those of the training.
  package var updates = 1000
  /// States an update.
  package var batch = 64
  package var learningRate = 0.002
  package var largestNorm = 1.0
  /// Ticks drawn for each update.
  package var ticks = 4...12
  /// The site that the predictions are read from; empty for the architecture's last one.
  package var site = ""
  /// States of the held-out evaluation at each checkpoint.
  package var evaluationStates = 512

  static let keys = [
    "updates", "batch", "learning-rate", "largest-norm", "ticks", "site", "evaluation-states",
  ]

  package init() {}

  /// - Throws: ``TrainingError`` naming the key.
  init(_ given: [String: String]) throws {
    self.init()
    try RunConfiguration.checkKeys(given, among: Self.keys, section: "pretraining")
    let reader = SettingReader(given)
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    batch = try reader.whole("batch", batch, in: 1...65_536)
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    ticks = try reader.range("ticks", ticks, in: 1...1000)
    site = given["site"] ?? site
    evaluationStates = try reader.whole("evaluation-states", evaluationStates, in: 2...1_000_000)
  }

  package var entries: [(key: String, value: String)] {
    [
      ("updates", "\(updates)"), ("batch", "\(batch)"), ("learning-rate", "\(learningRate)"),
      ("largest-norm", "\(largestNorm)"), ("ticks", SettingText.text(of: ticks)),
      ("site", site), ("evaluation-states", "\(evaluationStates)"),
    ]
  }
}
