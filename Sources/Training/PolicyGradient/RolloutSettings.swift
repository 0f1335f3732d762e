import Environments

/// How steps are made and valued by methods that learn from rollouts.
package struct RolloutSettings: Sendable, Equatable {
  /// Episodes that run side by side.
  package var episodes = 64
  /// Steps in each of them before the parameters change.
  package var steps = 32
  package var discount = 0.97
  /// The share of the next steps' estimate in that of a step (the lambda of TD(lambda)).
  package var lambda = 0.95
  /// The factor of rewards before they are learned from.
  package var rewardScale = 1.0
  /// Ticks drawn for each update; `0...0` for the architecture's own number.
  package var ticks = 0...0

  package init() {}

  static let keys = ["episodes", "steps", "discount", "lambda", "reward-scale", "ticks"]

  var entries: [(key: String, value: String)] {
    [
      ("episodes", "\(episodes)"), ("steps", "\(steps)"), ("discount", "\(discount)"),
      ("lambda", "\(lambda)"), ("reward-scale", "\(rewardScale)"),
      ("ticks", SettingText.text(of: ticks)),
    ]
  }

  /// Takes over what a run file gives.
  mutating func read(_ reader: SettingReader) throws {
    episodes = try reader.whole("episodes", episodes, in: 1...65_536)
    steps = try reader.whole("steps", steps, in: 1...4096)
    discount = try reader.number("discount", discount, in: 0...1)
    lambda = try reader.number("lambda", lambda, in: 0...1)
    rewardScale = try reader.number("reward-scale", rewardScale, in: 1e-6...1e6)
    ticks = try reader.range("ticks", ticks, in: 0...1000)
  }
}
