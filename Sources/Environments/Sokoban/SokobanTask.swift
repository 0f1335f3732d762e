/// What an episode in any level is: rewards, time, actions, and how it is seen.
package struct SokobanTask: Sendable, Equatable {
  package var rewards = SokobanRewards.guez
  /// The number of steps after which an episode is cut.
  package var timeLimit = 120
  /// Whether there is a fifth action that does nothing and costs a step.
  package var hasNoOp = false
  package var encoding = SokobanEncoding.planes
  /// Rooms with more states than this have no exact oracle. The default takes in every Boxoban
  /// level read so far (10 x 10 with four boxes: half of 3000 have below 1.2 million states, the
  /// largest 10.4 million), at a few milliseconds and two bytes a state for each room that is
  /// asked.
  package var oracleStates = 12_000_000

  package init() {}

  package var actionCount: Int { hasNoOp ? 5 : 4 }
}
