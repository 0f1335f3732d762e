package import LinearAlgebra

/// Bernoulli bandits whose arms are drawn anew for every trial, `p ~ U(0, 1)` each (Duan et al.,
/// *RL2: fast reinforcement learning via slow reinforcement learning*, 2016). An episode is a
/// whole trial, so that an agent with memory can explore in its first pulls and exploit in its
/// last ones; the exact values are ``BanditValues``.
///
/// The observation is `[one-hot last arm, last reward, done]`; all zero before the first pull.
/// A pull is an episode of its own to RL2, so that `done` is 1 from the second step on.
package struct BanditEnvironment: Environment, Equatable {
  /// The number of arms.
  package var arms = 2
  /// The number of pulls of a trial.
  package var horizon = 10

  package init() {}

  package static let name = "bandit"
  package static let settings = ["environment", "arms", "horizon"]

  package var configuration: [String: String] {
    ["environment": Self.name, "arms": "\(arms)", "horizon": "\(horizon)"]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("arms", into: &arms)
    try reader.whole("horizon", into: &horizon)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("arms", arms, in: 2...16)
    try EnvironmentError.check("horizon", horizon, in: 1...10_000)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: arms + 2) }
  package var outputCount: Int { arms }

  package var canBeSolved: Bool { false }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> BanditTrial {
    try validate()
    var random = random
    return BanditTrial(
      probabilities: (0..<arms).map { _ in random.uniform() }, horizon: horizon, random: random)
  }
}

/// A trial of the ``BanditEnvironment``.
package struct BanditTrial: Episode {
  /// The probability that each arm pays; hidden from the agent.
  package let probabilities: [Double]
  package let horizon: Int
  /// What was seen so far: all that a decision can depend on.
  package private(set) var counts: BanditCounts
  private var last: (arm: Int, reward: Float)?
  private var random: RandomStream

  init(probabilities: [Double], horizon: Int, random: RandomStream) {
    self.probabilities = probabilities
    self.horizon = horizon
    self.random = random
    counts = BanditCounts(arms: probabilities.count)
  }

  package var readCell: Int { 0 }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    observation.update(repeating: 0)
    guard let last else { return }
    observation[last.arm] = 1
    observation[probabilities.count] = last.reward
    observation[probabilities.count + 1] = 1
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(counts.pulls < horizon, "The trial is over; begin another.")
    // One draw a pull, whichever arm it is.
    let pays = random.uniform() < probabilities[action]
    counts.count(arm: action, paid: pays)
    last = (action, pays ? 1 : 0)
    observe(into: observation)
    return StepOutcome(
      reward: pays ? 1 : 0, reached: -1, isTerminal: counts.pulls == horizon, isTruncated: false)
  }
}
