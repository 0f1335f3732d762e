package import LinearAlgebra

/// A line with a goal at one end that is shown at first only, so that it has to be remembered:
/// MarcoMeter's Proof-of-Concept Memory Task (`recurrent-ppo-truncated-bptt`, MIT).
///
/// The observation is `(left, position, right)`. In the first ``shown`` observations `left` and
/// `right` are -1 and +1, the +1 at the end that holds the goal; after these both are 0. Actions are
/// 0, left, and 1, right. The first ``frozen`` of them do nothing; each later one moves the position
/// by ``step``. The episode ends where the position is -1 or +1, or beyond, and is solved at the end
/// with the goal.
///
/// In the published task the third action moves already (`frozen: 2`), so that the first observation
/// without the goal shows the position after one chosen move. By itself an episode here moves from
/// the fourth action on, when no goal is shown any more: no position then tells of a goal that could
/// still be seen.
package struct GoalRecallEnvironment: Environment, Equatable {
  /// Where episodes begin.
  package enum Starts: String, CaseIterable, Sendable {
    /// At -0.4, -0.2, 0, 0.2 or 0.4, as published.
    case listed
    /// Anywhere from -0.4 to 0.4.
    case uniform
  }

  /// How many observations show the goal.
  package var shown = 3
  /// How many actions do nothing at first.
  package var frozen = 3
  package var starts = Starts.listed
  /// The probability that an action after the goal was shown is replaced by one drawn at random.
  package var replaced = 0.0
  /// The number of actions after which an episode is cut.
  package var limit = 100

  package init() {}

  /// How far an action moves.
  package static let step = 0.2
  /// The listed starts, in order.
  package static let listedStarts = [-0.4, -0.2, 0, 0.2, 0.4]

  package static let name = "goal-recall"
  package static let settings = ["environment", "shown", "frozen", "starts", "replaced", "limit"]

  package var configuration: [String: String] {
    [
      "environment": Self.name, "shown": "\(shown)", "frozen": "\(frozen)",
      "starts": starts.rawValue, "replaced": "\(replaced)", "limit": "\(limit)",
    ]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("shown", into: &shown)
    try reader.whole("frozen", into: &frozen)
    try reader.choice("starts", into: &starts)
    try reader.number("replaced", into: &replaced)
    try reader.whole("limit", into: &limit)
    try validate()
  }

  private func validate() throws(EnvironmentError) {
    try EnvironmentError.check("shown", shown, in: 1...50)
    try EnvironmentError.check("frozen", frozen, in: 0...50)
    try EnvironmentError.check("replaced", replaced, in: 0...1)
    // Long enough for the way from one end of the starts to the other end of the line.
    try EnvironmentError.check("limit", limit, in: max(shown, frozen) + 8...100_000)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: 3) }
  /// Beyond the ends there is one observation of the end of an episode, no more than a step away.
  package var observationRange: ClosedRange<Float> { -1.2...1.2 }
  package var outputCount: Int { 2 }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> GoalRecallEpisode {
    try validate()
    var random = random
    let end = GoalRecallEpisode.End.allCases[random.below(2)]
    let start =
      switch starts {
      case .listed: Self.listedStarts[random.below(Self.listedStarts.count)]
      case .uniform: 0.4 * (2 * random.uniform() - 1)
      }
    return GoalRecallEpisode(self, goal: end, start: start, random: random)
  }

  /// Every listed start with the goal at either end: the ten episodes of the published task.
  package func listedEpisodes(drawnFrom random: RandomStream) -> [GoalRecallEpisode] {
    Self.listedStarts.enumerated().flatMap { place, start in
      GoalRecallEpisode.End.allCases.map { end in
        GoalRecallEpisode(
          self, goal: end, start: start,
          random: random.split(UInt64(2 * place + end.rawValue)))
      }
    }
  }
}
