package import Probing
internal import Statistics

/// What is asked of each square about the rest of an episode.
///
/// Source: Bush, Chung, Anwar, Garriga-Alonso, Krueger, *Interpreting emergent planning in model-free
/// reinforcement learning* (2025), for the first two.
package enum SquareConcept: String, Sendable, CaseIterable {
  /// C_A: the move with which the agent next enters the square, or never.
  case agentApproach = "agent-approach"
  /// C_B: the move with which a box is next pushed off the square, or never.
  case boxPush = "box-push"
  /// The move that the agent makes where it is on the square: its policy in this level, square by
  /// square. For mazes alone, where a square is a state.
  case agentChoice = "agent-choice"

  /// In a sentence.
  package var phrase: String {
    switch self {
    case .agentApproach: "the agent's approach direction"
    case .boxPush: "the box's push direction"
    case .agentChoice: "the agent's choice at each square"
    }
  }

  /// What published probes of the source's network reach, read off its figure; nil where it has none.
  package var published: String? {
    switch self {
    case .agentApproach:
      "Bush et al., for a DRC(3, 3) on Boxoban, show about .80 to .85 (1x1) and .90 (3x3), beside .25 "
        + "and .45 for the observation (read off their figure)."
    case .boxPush:
      "Bush et al., for a DRC(3, 3) on Boxoban, show about .85 to .95 (1x1) and .95 (3x3), beside .25 "
        + "and .60 for the observation (read off their figure)."
    case .agentChoice: nil
    }
  }

  /// The classes of squares of moments; nil where these have no such labels.
  ///
  /// Squares that are walls have no row, nor have squares where the agent holds several moves best.
  ///
  /// - Throws: `ProbingError` when nothing is labelled.
  package func data(_ moments: PlanMoments) throws -> ProbeData? {
    guard let labels = moments.labels(self) else { return nil }
    return try ProbeData(
      levels: moments.keys, cells: moments.rows * moments.columns,
      labels: zip(labels, moments.walls).flatMap { map, walls in
        zip(map, walls).map { label, isWall in isWall ? nil : label }
      },
      classes: self == .agentChoice ? moments.moves : ["never"] + moments.moves)
  }
}
