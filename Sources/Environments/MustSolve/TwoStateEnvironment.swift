package import LinearAlgebra

/// Two states and two actions, stay and move; every arrival in the second state pays 1, and with
/// a small probability the action does the opposite. A learner's values have to come out as the
/// exact ones of ``process``.
package struct TwoStateEnvironment: Environment, Equatable {
  /// The probability that an action does the opposite.
  package var slip = 0.1
  /// The number of steps after which an episode is cut.
  package var limit = 32

  package init() {}

  package var process: FiniteDecisionProcess {
    FiniteDecisionProcess(
      outcomes: (0..<2).map { state in
        (0..<2).map { action in
          let meant = action == 0 ? state : 1 - state
          return [(1 - slip, meant), (slip, 1 - meant)].map { probability, next in
            FiniteDecisionProcess.Outcome(
              probability: probability, reward: next == 1 ? 1 : 0, next: next)
          }
        }
      })
  }

  package static let name = "two-state"
  package static let settings = ["environment", "slip", "limit"]

  package var configuration: [String: String] {
    ["environment": Self.name, "slip": "\(slip)", "limit": "\(limit)"]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.number("slip", into: &slip)
    try reader.whole("limit", into: &limit)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("slip", slip, in: 0...0.5)
    try EnvironmentError.check("limit", limit, in: 1...100_000)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: 2) }
  package var outputCount: Int { 2 }

  package var canBeSolved: Bool { false }

  /// An episode from either state.
  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> TabularEpisode {
    try validate()
    var random = random
    let state = random.below(2)
    return TabularEpisode(process, state: state, limit: limit, random: random)
  }
}
