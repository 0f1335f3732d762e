import Agents
package import Storage

extension PPOSettings: MethodSettings {
  package static let method = "ppo"

  package static let network = "a network that gives the value of a state"

  package static let summary = "TR2: proximal policy optimization, from rewards alone"

  package static let keys =
    ["updates"] + RolloutSettings.keys + [
      "epochs", "minibatches", "learning-rate", "decay-share", "largest-norm", "clip", "entropy",
      "value-weight", "normalize-advantages",
    ] + MeasureSettings.keys

  package var entries: [(key: String, value: String)] {
    [("updates", "\(updates)")] + rollout.entries + [
      ("epochs", "\(epochs)"), ("minibatches", "\(minibatches)"),
      ("learning-rate", "\(learningRate)"), ("decay-share", "\(decayShare)"),
      ("largest-norm", "\(largestNorm)"), ("clip", "\(clip)"), ("entropy", "\(entropy)"),
      ("value-weight", "\(valueWeight)"), ("normalize-advantages", "\(normalizesAdvantages)"),
    ] + measure.entries
  }

  package init(_ reader: SettingReader) throws {
    self.init()
    updates = try reader.whole("updates", updates, in: 1...100_000_000)
    try rollout.read(reader)
    epochs = try reader.whole("epochs", epochs, in: 1...1000)
    // Each has a whole episode's steps where the network has a memory.
    minibatches = try reader.whole(
      "minibatches", min(minibatches, rollout.episodes), in: 1...rollout.episodes)
    learningRate = try reader.number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try reader.number("decay-share", decayShare, in: 0...1)
    largestNorm = try reader.number("largest-norm", largestNorm, in: 1e-9...1e9)
    clip = try reader.number("clip", clip, in: 1e-6...1)
    entropy = try reader.number("entropy", entropy, in: 0...100)
    valueWeight = try reader.number("value-weight", valueWeight, in: 0...1000)
    normalizesAdvantages = try reader.flag("normalize-advantages", normalizesAdvantages)
    measure = try MeasureSettings(reader)
  }

  package func makeTrainer(_ configuration: RunConfiguration) throws -> any Trainer {
    try PPOTrainer(configuration, self)
  }

  package func makeTrainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint
  ) throws -> any Trainer {
    try PPOTrainer(configuration, self, resuming: checkpoint)
  }
}
