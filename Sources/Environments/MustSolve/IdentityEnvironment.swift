package import LinearAlgebra

/// The observation is one-hot and names the action that pays 1; a fresh one is drawn every step.
/// The least that a learner has to be able to do.
package struct IdentityEnvironment: OracleEnvironment, Equatable {
  package var actions = 3
  /// The number of steps of an episode.
  package var steps = 4

  package init() {}

  package static let name = "identity"
  package static let settings = ["environment", "actions", "steps"]

  package var configuration: [String: String] {
    ["environment": Self.name, "actions": "\(actions)", "steps": "\(steps)"]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("actions", into: &actions)
    try reader.whole("steps", into: &steps)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("actions", actions, in: 2...16)
    try EnvironmentError.check("steps", steps, in: 1...1000)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: actions) }
  package var outputCount: Int { actions }

  package var canBeSolved: Bool { false }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> IdentityEpisode {
    try validate()
    var random = random
    return IdentityEpisode(
      targets: (0..<steps).map { _ in random.below(actions) }, actions: actions, steps: 0)
  }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> IdentityEpisode {
    guard code < UInt64(steps) else { throw .badState(environment: Self.name, code: code) }
    return try episode(drawnFrom: random, part: part).moved(to: Int(code))
  }

  package func anyState(
    of episode: IdentityEpisode, using random: inout RandomStream
  ) -> IdentityEpisode {
    episode.moved(to: random.below(steps))
  }
}

/// An episode of the ``IdentityEnvironment``.
package struct IdentityEpisode: FixedHorizonEpisode {
  /// The action that pays, for each step.
  package let targets: [Int]
  let actions: Int
  package private(set) var steps: Int

  init(targets: [Int], actions: Int, steps: Int) {
    self.targets = targets
    self.actions = actions
    self.steps = steps
  }

  package var horizon: Int { targets.count }
  package var bestActions: ActionSet { ActionSet([targets[steps]]) }

  func moved(to step: Int) -> IdentityEpisode {
    IdentityEpisode(targets: targets, actions: actions, steps: step)
  }

  /// After the end, the last observation stays.
  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    observation.writeOneHot(targets[min(steps, horizon - 1)])
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(steps < horizon, "The episode is over; begin another.")
    let reward: Float = action == targets[steps] ? 1 : 0
    steps += 1
    observe(into: observation)
    return StepOutcome(
      reward: reward, reached: -1, isTerminal: steps == horizon, isTruncated: false)
  }
}
