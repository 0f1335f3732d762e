/// Ways to make a network look otherwise and compute the same, for testing what detects structure:
/// it must not hang on the order of channels, on their size, or on how many others there are.
///
/// Each takes an agent and a seed and gives an agent. Permutations, rescalings, distractors,
/// splits and rotations keep the logits but for rounding; noise keeps them nearly, and its effect
/// on actions is measured by ``agreement(of:with:on:reads:ticks:)``.
package enum Camouflage {
  /// The architecture as one whose channels are known.
  static func spaced(_ agent: Agent) throws(CamouflageError) -> any ChannelSpaced {
    guard let architecture = agent.architecture as? any ChannelSpaced else {
      throw .unknownChannels(architecture: type(of: agent.architecture).name)
    }
    return architecture
  }
}

/// Why a network could not be disguised.
package enum CamouflageError: Error, Equatable, Sendable {
  /// It is not known which parameters of this architecture run over which channels.
  case unknownChannels(architecture: String)
  /// Nothing of this kind leaves the function of this network as it is.
  case notPossible(camouflage: String, architecture: String, reason: String)
  /// Even the smallest noise tried changed too many actions.
  case noNoiseKeeps(share: Double, smallest: Double)
}

extension CamouflageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownChannels(let architecture):
      "The channels of the architecture \(architecture) are not described, so it cannot be "
        + "disguised. Describe them as those of the other architectures are."
    case .notPossible(let camouflage, let architecture, let reason):
      "\(camouflage) cannot be applied to this \(architecture): \(reason)."
    case .noNoiseKeeps(let share, let smallest):
      "Noise of relative size \(smallest) still changes more than \((1 - share) * 100) % of "
        + "actions. Ask for a smaller share or a network that decides by larger margins."
    }
  }
}
