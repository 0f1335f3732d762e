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
    case .noise:
      "weights with noise relative to each, a hundredth or as much less as 99 % of actions need"
    }
  }

  /// The network disguised.
  ///
  /// - Parameter scenes: where noise has to leave 99 % of the actions as they are, for which it is
  ///   halved from a hundredth until it does; nil for a hundredth.
  /// - Throws: `CamouflageError` where this cannot be done to the architecture.
  package func applied(
    to agent: Agent, seed: UInt64, keeping scenes: PlantedScenes? = nil
  ) throws -> Agent {
    switch self {
    case .permutation: try Camouflage.permuted(agent, seed: seed)
    case .rescaling: try Camouflage.rescaled(agent, seed: seed)
    case .rotation: try Camouflage.rotated(agent, seed: seed)
    case .splitting: try Camouflage.split(agent, seed: seed)
    case .distractors: try Camouflage.withDistractors(agent, seed: seed)
    case .noise:
      if let scenes {
        try Camouflage.noisy(
          agent, from: 0.01, scale: .weight, seed: seed, on: scenes.observations,
          reads: scenes.reads
        ).agent
      } else {
        Camouflage.noisy(agent, relativeSize: 0.01, scale: .weight, seed: seed)
      }
    }
  }
}
