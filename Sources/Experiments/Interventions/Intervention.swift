package import Agents
package import LinearAlgebra

/// One change of a network's activations.
package struct Intervention: Sendable {
  /// What takes the place of activations that are ablated.
  package enum Fill: String, Sendable, CaseIterable {
    case zero
    /// The mean of each channel at that tick, over the squares and levels to fit on.
    case mean
  }

  /// Where activations that are patched in come from.
  package struct Source: Sendable {
    package let agent: Agent
    /// What it is called: a path.
    package let name: String
    /// What the other network sees of the same levels, `[level, row, column, plane]`.
    package let observations: Tensor
    /// Whether it is the very network that is changed.
    package let isSameNetwork: Bool
    /// Whether each level is given the activations of the next one, the last those of the first.
    package let isOfOtherLevels: Bool

    package init(
      _ agent: Agent, name: String, observations: Tensor, isSameNetwork: Bool,
      isOfOtherLevels: Bool
    ) {
      self.agent = agent
      self.name = name
      self.observations = observations
      self.isSameNetwork = isSameNetwork
      self.isOfOtherLevels = isOfOtherLevels
    }
  }

  package enum Change: Sendable {
    case ablate(Fill)
    case patch(Source)
    /// A direction, one number a channel, times a scale, at every square that is changed.
    case add(direction: [Float], scale: Float)
  }

  package let change: Change
  package let place: InterventionPlace

  package init(_ change: Change, at place: InterventionPlace) {
    self.change = change
    self.place = place
  }

  /// Whether it has to leave every bit as it was.
  package var isIdentity: Bool {
    switch change {
    case .ablate: false
    case .patch(let source): source.isSameNetwork && !source.isOfOtherLevels
    case .add(_, let scale): scale == 0
    }
  }

  /// In a few words: `ablation to the mean`.
  package var text: String {
    switch change {
    case .ablate(let fill): fill == .zero ? "ablation to zero" : "ablation to the mean"
    case .patch(let source):
      (source.isSameNetwork ? "a patch from the network itself" : "a patch from \(source.name)")
        + (source.isOfOtherLevels ? ", in other levels" : ", in the same levels")
    case .add(_, let scale): "a direction added, scale \(Wording.significant(Double(scale)))"
    }
  }

  /// One word: `ablate`, `patch` or `add`.
  package var kind: String {
    switch change {
    case .ablate: "ablate"
    case .patch: "patch"
    case .add: "add"
    }
  }
}
