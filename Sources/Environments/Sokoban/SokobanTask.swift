/// What an episode in any level is: rewards, time, actions, and how it is seen.
package struct SokobanTask: Sendable, Equatable {
  package var rewards = SokobanRewards.guez
  /// The number of steps after which an episode is cut.
  package var timeLimit = 120
  /// Whether there is a fifth action that does nothing and costs a step.
  package var hasNoOp = false
  package var encoding = SokobanEncoding.planes
  /// Rooms with more states than this have no exact oracle. The default takes in every Boxoban level
  /// (10 x 10 with four boxes), at 1 to 40 milliseconds and up to 20 MB a room that is asked.
  package var oracleStates = 12_000_000

  package init() {}

  package var actionCount: Int { hasNoOp ? 5 : 4 }
}
