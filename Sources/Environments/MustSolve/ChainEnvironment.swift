package import LinearAlgebra

/// States in a row, actions left and right. Going right from the last state pays 1 and ends the
/// episode; going left from the first pays a little and stays. Episodes begin in any state, so
/// that every entry of `Q*` can be learnt.
package struct ChainEnvironment: Environment, Equatable {
  /// The number of states.
  package var length = 5
  /// The probability that an action does the opposite.
  package var slip = 0.0
  /// What going left from the first state pays.
  package var smallReward = 0.01
  /// The number of steps after which an episode is cut.
  package var limit = 50

  package init() {}

  package var process: FiniteDecisionProcess {
    FiniteDecisionProcess(
      outcomes: (0..<length).map { state in
        (0..<2).map { action in
          [(1 - slip, action), (slip, 1 - action)].map { probability, direction in
            outcome(of: direction, in: state, probability: probability)
          }
        }
      })
  }

  private func outcome(
    of direction: Int, in state: Int, probability: Double
  ) -> FiniteDecisionProcess.Outcome {
    if direction == 1 {
      return state == length - 1
        ? .init(probability: probability, reward: 1, next: nil)
        : .init(probability: probability, reward: 0, next: state + 1)
    }
    return .init(
      probability: probability, reward: state == 0 ? smallReward : 0, next: max(state - 1, 0))
  }

  package static let name = "chain"
  package static let settings = ["environment", "length", "slip", "small-reward", "limit"]

  package var configuration: [String: String] {
    [
      "environment": Self.name, "length": "\(length)", "slip": "\(slip)",
      "small-reward": "\(smallReward)", "limit": "\(limit)",
    ]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("length", into: &length)
    try reader.number("slip", into: &slip)
    try reader.number("small-reward", into: &smallReward)
    try reader.whole("limit", into: &limit)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("length", length, in: 2...64)
    try EnvironmentError.check("slip", slip, in: 0...0.5)
    try EnvironmentError.check("small-reward", smallReward, in: 0...1)
    try EnvironmentError.check("limit", limit, in: 1...100_000)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: length) }
  package var outputCount: Int { 2 }

  package var canBeSolved: Bool { false }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> TabularEpisode {
    try validate()
    var random = random
    let state = random.below(length)
    return TabularEpisode(process, state: state, limit: limit, random: random)
  }
}
