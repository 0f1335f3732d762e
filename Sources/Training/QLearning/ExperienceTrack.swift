package import Environments

/// One episode as it was played: its states, so that their observations can be made again.
package struct ExperienceTrack<Running: Episode>: Sendable {
  /// The episode's number within its slot.
  package let number: Int
  /// The number of steps that the slot had made before it.
  package let start: Int
  /// The state before each step.
  package private(set) var states: [Running] = []
  package private(set) var actions: [Int] = []
  package private(set) var rewards: [Float] = []
  /// The state after the last step.
  package private(set) var present: Running
  package private(set) var isTerminal = false
  package private(set) var isOver = false

  init(number: Int, start: Int, _ episode: Running) {
    self.number = number
    self.start = start
    present = episode
  }

  /// - Parameter scratch: an observation of any content.
  mutating func step(
    _ action: Int, scratch: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    states.append(present)
    actions.append(action)
    let outcome = present.step(action, updating: scratch)
    rewards.append(outcome.reward)
    isTerminal = outcome.isTerminal
    isOver = outcome.isOver
    return outcome
  }
}

/// A step with what came after it.
package struct Transition<Running: Episode>: Sendable {
  package let state: Running
  /// The actions taken from the state on, and their rewards after scaling, up to a number of
  /// steps or the end of what is known.
  package let actions: [Int]
  package let rewards: [Float]
  /// The discounted sum of the rewards over the steps of the target.
  package let total: Float
  /// The state after those steps.
  package let next: Running
  /// What the value of that state counts for; 0 after a terminal step.
  package let weight: Float

  /// - Parameters:
  ///   - steps: the steps whose rewards are summed; fewer where the track is at its end.
  ///   - path: the number of actions and rewards that are kept.
  package init(
    _ track: ExperienceTrack<Running>, at step: Int, steps: Int, path: Int, discount: Double,
    rewardScale: Double
  ) {
    let count = track.actions.count
    let end = min(step + steps, count)
    var (total, weight) = (0.0, 1.0)
    for index in step..<end {
      total += weight * Double(track.rewards[index]) * rewardScale
      weight *= discount
    }
    state = track.states[step]
    let last = min(step + max(path, 1), count)
    actions = Array(track.actions[step..<last])
    rewards = track.rewards[step..<last].map { $0 * Float(rewardScale) }
    self.total = Float(total)
    next = end < count ? track.states[end] : track.present
    // An episode that was cut for want of time would have gone on.
    self.weight = end == count && track.isTerminal ? 0 : Float(weight)
  }
}
