package import LinearAlgebra

/// A bandit whose arms pay 1 with probabilities that never change; the observation is always the
/// same single 1, so that learning alone can find the better arm. (In a
/// ``BanditEnvironment`` the arms are drawn anew every episode.)
package struct FixedArmsEnvironment: OracleEnvironment, Equatable {
  /// The probability that each arm pays.
  package var probabilities = [0.2, 0.8]
  /// The number of pulls of an episode.
  package var steps = 4

  package init() {}

  package static let name = "two-armed-bandit"
  package static let settings = ["environment", "probabilities", "steps"]

  package var configuration: [String: String] {
    [
      "environment": Self.name,
      "probabilities": probabilities.map { "\($0)" }.joined(separator: ", "),
      "steps": "\(steps)",
    ]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    let allowed = "probabilities with commas between them, as in 0.2, 0.8"
    probabilities =
      try reader.value("probabilities", allowed: allowed, SettingText.list) ?? probabilities
    try reader.whole("steps", into: &steps)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("number of probabilities", probabilities.count, in: 2...16)
    for probability in probabilities {
      try EnvironmentError.check("probabilities", probability, in: 0...1)
    }
    try EnvironmentError.check("steps", steps, in: 1...1000)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: 1) }
  package var outputCount: Int { probabilities.count }

  package var canBeSolved: Bool { false }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> FixedArmsEpisode {
    try validate()
    return FixedArmsEpisode(probabilities, horizon: steps, steps: 0, key: random.key)
  }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> FixedArmsEpisode {
    guard code < UInt64(steps) else { throw .badState(environment: Self.name, code: code) }
    return try episode(drawnFrom: random, part: part).moved(to: Int(code))
  }

  package func anyState(
    of episode: FixedArmsEpisode, using random: inout RandomStream
  ) -> FixedArmsEpisode {
    episode.moved(to: random.below(steps))
  }
}

/// An episode of the ``FixedArmsEnvironment``.
package struct FixedArmsEpisode: FixedHorizonEpisode {
  let probabilities: [Double]
  package let horizon: Int
  package private(set) var steps: Int
  private let key: UInt64

  init(_ probabilities: [Double], horizon: Int, steps: Int, key: UInt64) {
    self.probabilities = probabilities
    self.horizon = horizon
    self.steps = steps
    self.key = key
  }

  package var bestActions: ActionSet {
    let best = probabilities.max()
    return ActionSet(probabilities.indices.filter { probabilities[$0] == best })
  }

  func moved(to step: Int) -> FixedArmsEpisode {
    FixedArmsEpisode(probabilities, horizon: horizon, steps: step, key: key)
  }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    observation.writeOneHot(0)
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(steps < horizon, "The episode is over; begin another.")
    // One draw a step, whichever arm is pulled, at the place of the step.
    var random = RandomStream(key: key, position: UInt64(steps))
    let pays = random.uniform() < probabilities[action]
    steps += 1
    return StepOutcome(
      reward: pays ? 1 : 0, reached: -1, isTerminal: steps == horizon, isTruncated: false)
  }
}
