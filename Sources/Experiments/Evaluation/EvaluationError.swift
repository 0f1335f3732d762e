/// Why an agent could not be evaluated.
package enum EvaluationError: Error, Equatable, Sendable {
  /// The agent has another number of actions than the levels have moves.
  case wrongActions(actions: Int, moves: Int)
  /// The network's logits are NaN or infinite.
  case notFinite(level: String)
  /// There is no level to play.
  case noLevels
  /// The work was interrupted.
  case interrupted
}

extension EvaluationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wrongActions(let actions, let moves):
      "The network chooses among \(actions) actions and the levels have \(moves) moves. Use levels "
        + "of the environment that it was made for."
    case .notFinite(let level):
      "The network's logits in level \(level) are NaN or infinite. Its training diverged, or the "
        + "checkpoint is damaged; take an earlier one."
    case .noLevels: "There is no level to play. Give at least one."
    case .interrupted: "The evaluation was interrupted; nothing was written."
    }
  }
}
