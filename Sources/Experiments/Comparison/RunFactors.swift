package import Environments
internal import Foundation
package import Storage
package import Training

/// What runs of a comparison may differ in apart from their seed: runs that agree in all of it are of one
/// group.
package struct RunFactors: Sendable, Hashable {
  /// What the colours of things told in training, in words: `5 % decorrelated`.
  package let distribution: String
  /// How things appear in the observation: `mixed:0`.
  package let encoding: String
  /// Every other setting by its name, as far as it is known.
  package let others: [String: String]

  package init(distribution: String, encoding: String, others: [String: String] = [:]) {
    self.distribution = distribution
    self.encoding = encoding
    self.others = others
  }

  /// Settings of the environment that ``distribution`` and ``encoding`` stand for.
  private static let named = [
    "environment", "support", "decorrelated", "wrong-reward", "wrong-goal", "encoding",
  ]

  /// - Parameters:
  ///   - configuration: the run's, where it is known: it has the settings of the method too.
  package init(
    _ environment: RedDoorEnvironment, checkpoint: Checkpoint, configuration: RunConfiguration?
  ) {
    var others: [String: String] = ["step": "\(checkpoint.step)"]
    others["architecture"] = checkpoint.architecture
    for (key, value) in checkpoint.configuration {
      others["architecture.\(key)"] = Self.short(value)
    }
    for (key, value) in environment.configuration where !Self.named.contains(key) {
      others["environment.\(key)"] = value
    }
    if let configuration {
      others["method"] = type(of: configuration.training).method
      for (key, value) in configuration.training.entries { others["training.\(key)"] = value }
      for (key, value) in configuration.pretraining?.entries ?? [] {
        others["pretraining.\(key)"] = value
      }
    }
    self.init(
      distribution: Self.distribution(environment), encoding: environment.encoding.name,
      others: others)
  }

  /// Whole programs stand in the settings of planted networks: their names would hide all else, and
  /// what they compute is what the comparison is to find.
  private static func short(_ value: String) -> String { value.count > 64 ? "…" : value }

  /// What the things of an environment's levels tell of doors, in words.
  package static func distribution(_ environment: RedDoorEnvironment) -> String {
    var text =
      switch environment.support {
      case .train where environment.decorrelated == 0: "doors always red"
      case .train: "\(share(environment.decorrelated)) decorrelated"
      case .anyColour: "doors of any colour"
      case .shift: "doors never red"
      case .factorial: "door and red crossed"
      }
    if environment.wrongReward > 0 {
      text += ", \(share(environment.wrongReward)) wrongly rewarded"
      if environment.wrongGoal != .nearest { text += " (\(environment.wrongGoal.rawValue))" }
    }
    return text
  }

  private static func share(_ value: Double) -> String {
    let percent = (value * 1e4).rounded() / 100
    return percent == percent.rounded() ? "\(Int(percent)) %" : "\(percent) %"
  }
}
