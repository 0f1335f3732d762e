import Environments
import LinearAlgebra

/// Steps of many episodes side by side on one thread, with their observations kept up to date,
/// fresh episodes included, by uniformly random actions.
struct EnvironmentSteps {
  private var batch: any EpisodeBatching
  private let actions: [[Int]]
  private let rounds: Int
  /// A sum over what was seen, so that nothing is left out.
  private(set) var sum: Float = 0

  static let slots = 64

  /// - Parameter rounds: steps in every slot that ``take()`` makes.
  init(_ environment: some Environment, rounds: Int) throws {
    batch = try environment.batch(count: Self.slots, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 2)
    actions = (0..<256).map { _ in
      (0..<Self.slots).map { _ in random.below(environment.actionCount) }
    }
    self.rounds = rounds
  }

  /// The steps of one round.
  mutating func take() throws {
    for round in 0..<rounds {
      try batch.step(actions[round & 255])
      sum += batch.outcomes[round % Self.slots].reward
    }
    sum += batch.observations.elements[0]
  }

  /// Both sides on one thread; the peer takes fewer steps a round, and rates are compared.
  static func comparison(
    rounds: Int, goal: Double, script: String, settings: [String: Int]
  ) -> SideBySide {
    let peerSteps = 10_000
    var comparison = SideBySide(
      work: Double(slots * rounds), unit: "steps", goal: goal, script: script,
      settings: settings.merging(["threads": 1, "steps": peerSteps]) { first, _ in first })
    comparison.peerWork = Double(peerSteps)
    return comparison
  }
}
