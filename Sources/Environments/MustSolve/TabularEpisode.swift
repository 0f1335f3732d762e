internal import LinearAlgebra

/// An episode of a ``FiniteDecisionProcess``: the observation is the state, one-hot.
package struct TabularEpisode: Episode {
  package let process: FiniteDecisionProcess
  package private(set) var state: Int
  package private(set) var steps = 0
  /// The number of steps after which the episode is cut.
  package let limit: Int
  private var random: RandomStream

  init(_ process: FiniteDecisionProcess, state: Int, limit: Int, random: RandomStream) {
    self.process = process
    self.state = state
    self.limit = limit
    self.random = random
  }

  package var readCell: Int { 0 }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    observation.writeOneHot(state)
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(steps < limit, "The episode is over; begin another.")
    let outcome = process.outcome(state: state, action: action, at: random.uniform())
    steps += 1
    if let next = outcome.next {
      observation[state] = 0
      observation[next] = 1
      state = next
    }
    let isTerminal = outcome.next == nil
    if isTerminal { steps = limit }
    return StepOutcome(
      reward: Float(outcome.reward), reached: -1, isTerminal: isTerminal,
      isTruncated: !isTerminal && steps >= limit)
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// Zeros, and a 1 at a place.
  func writeOneHot(_ place: Int) {
    update(repeating: 0)
    self[place] = 1
  }
}
