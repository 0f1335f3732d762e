/// What the oracle and the code of an episode with a fixed number of steps are: every action
/// brings the end one step nearer, and the state is the number of steps taken.
package protocol FixedHorizonEpisode: OracleEpisode {
  var steps: Int { get }
  var horizon: Int { get }
  /// The actions with the largest expected reward of this step.
  var bestActions: ActionSet { get }
}

extension FixedHorizonEpisode {
  package var readCell: Int { 0 }
  package var optimalActions: ActionSet { steps < horizon ? bestActions : .empty }
  package var stepsToGoal: Int { horizon - steps }
  package var code: UInt64 { UInt64(steps) }
}
