package import Agents

/// Camouflages by name, for commands and benchmarks; see `Camouflage`.
package enum Disguise: String, Sendable, CaseIterable {
  case permutation, rescaling, rotation, splitting, distractors, noise

  /// What it does, in a few words.
  package var summary: String {
    switch self {
    case .permutation: "channels in another order"
    case .rescaling: "channels scaled where they are written and back where they are read"
    case .rotation: "the latent states of a planner by gradients turned by a random rotation"
    case .splitting: "the recurrent kernel of a DRC divided between its two readers of one map"
    case .distractors: "further channels that live and decide nothing"
    case .noise: "weights with a hundredth of noise, relative to each weight"
    }
  }

  /// The network disguised.
  ///
  /// - Throws: `CamouflageError` where this cannot be done to the architecture.
  package func applied(to agent: Agent, seed: UInt64) throws -> Agent {
    switch self {
    case .permutation: try Camouflage.permuted(agent, seed: seed)
    case .rescaling: try Camouflage.rescaled(agent, seed: seed)
    case .rotation: try Camouflage.rotated(agent, seed: seed)
    case .splitting: try Camouflage.split(agent, seed: seed)
    case .distractors: try Camouflage.withDistractors(agent, seed: seed)
    case .noise: Camouflage.noisy(agent, relativeSize: 0.01, scale: .weight, seed: seed)
    }
  }
}
