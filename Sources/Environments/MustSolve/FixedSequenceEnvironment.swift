package import LinearAlgebra

/// A fixed sequence of actions has to be produced, whatever is seen; each right action pays 1 and
/// a wrong one nothing. The observation is the number of the step, one-hot, or always the same:
/// then only an agent with memory can know where it stands.
package struct FixedSequenceEnvironment: OracleEnvironment, Equatable {
  /// What is seen.
  package enum Observation: String, CaseIterable, Sendable {
    /// The number of the step, one-hot.
    case counter
    /// A single 1, always.
    case constant
  }

  /// The action that pays, for each step.
  package var sequence = [0, 2, 1, 1]
  package var actions = 3
  package var observation = Observation.counter

  package init() {}

  package static let name = "fixed-sequence"
  package static let settings = ["environment", "sequence", "actions", "observation"]

  package var configuration: [String: String] {
    [
      "environment": Self.name, "sequence": sequence.map { "\($0)" }.joined(separator: ", "),
      "actions": "\(actions)", "observation": observation.rawValue,
    ]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    let allowed = "actions with commas between them, as in 0, 2, 1"
    sequence = try reader.value("sequence", allowed: allowed, SettingText.list) ?? sequence
    try reader.whole("actions", into: &actions)
    try reader.choice("observation", into: &observation)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("actions", actions, in: 2...16)
    try EnvironmentError.check("sequence's length", sequence.count, in: 1...1000)
    for action in sequence {
      try EnvironmentError.check("sequence's action", action, in: 0...actions - 1)
    }
  }

  package var observationShape: ObservationShape {
    ObservationShape(planes: observation == .counter ? sequence.count : 1)
  }
  package var outputCount: Int { actions }

  package var canBeSolved: Bool { false }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> FixedSequenceEpisode {
    try validate()
    return FixedSequenceEpisode(sequence: sequence, shows: observation, steps: 0)
  }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> FixedSequenceEpisode {
    guard code < UInt64(sequence.count) else {
      throw .badState(environment: Self.name, code: code)
    }
    return try episode(drawnFrom: random, part: part).moved(to: Int(code))
  }

  package func anyState(
    of episode: FixedSequenceEpisode, using random: inout RandomStream
  ) -> FixedSequenceEpisode {
    episode.moved(to: random.below(sequence.count))
  }
}

/// An episode of the ``FixedSequenceEnvironment``.
package struct FixedSequenceEpisode: FixedHorizonEpisode {
  let sequence: [Int]
  let shows: FixedSequenceEnvironment.Observation
  package private(set) var steps: Int

  init(sequence: [Int], shows: FixedSequenceEnvironment.Observation, steps: Int) {
    self.sequence = sequence
    self.shows = shows
    self.steps = steps
  }

  package var horizon: Int { sequence.count }
  package var bestActions: ActionSet { ActionSet([sequence[steps]]) }

  func moved(to step: Int) -> FixedSequenceEpisode {
    FixedSequenceEpisode(sequence: sequence, shows: shows, steps: step)
  }

  /// After the end, the last observation stays.
  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    observation.writeOneHot(shows == .constant ? 0 : min(steps, horizon - 1))
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(steps < horizon, "The episode is over; begin another.")
    let reward: Float = action == sequence[steps] ? 1 : 0
    steps += 1
    observe(into: observation)
    return StepOutcome(
      reward: reward, reached: -1, isTerminal: steps == horizon, isTruncated: false)
  }
}
