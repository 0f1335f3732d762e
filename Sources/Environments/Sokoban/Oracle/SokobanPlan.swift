/// What a solver found out about a state.
package enum SokobanSolution: Equatable, Sendable {
  case solved(SokobanPlan)
  /// Proven: no sequence of actions solves it.
  case unsolvable
  /// Nothing is known after expanding so many nodes.
  case notFoundWithin(nodes: Int)

  /// The plan, if there is one.
  package var plan: SokobanPlan? {
    if case .solved(let plan) = self { plan } else { nil }
  }
}

/// Actions that solve a state.
package struct SokobanPlan: Equatable, Sendable {
  /// Each one walks or pushes; the last one solves the room.
  package let actions: [Int]
  /// The number of pushes among them, the least possible.
  package let pushes: Int
  /// The nodes that were expanded to find it.
  package let nodes: Int
}
