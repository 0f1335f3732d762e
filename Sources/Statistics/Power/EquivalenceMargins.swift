/// The default margins inside which an effect counts as none; a benchmark may reset them.
package enum EquivalenceMargins {
  /// Increment of macro-F1 over the observation.
  package static let increment = 0.03
  /// Partial rank correlation of the perturbation cone.
  package static let cone = 0.1
  /// Success of steering or of an objective swap.
  package static let success = 0.1
  /// Edits of levels that are followed, beyond irrelevant ones that change the action.
  package static let following = 0.2
  /// Drop of optimality under ablation.
  package static let ablation = 0.03
  /// Unique share of a search trace.
  package static let trace = 0.05
  /// Choice weights, as a share of their total.
  package static let choiceWeight = 0.1
}
