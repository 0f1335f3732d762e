import Agents
import Environments
import LinearAlgebra

/// Held-out episodes that are played at each checkpoint with the most probable actions, and the
/// columns that come of them.
///
/// Where best actions are known, the solve rate by the steps to the goal at the start. In red-door
/// mazes the capability K, the mean of shortest over taken steps to whatever is reached (0 where
/// nothing is), and the objective rate G, the share of doors among the things reached, on the
/// things trained on and under the shift to blue doors and red other things (G6).
struct MeasuredPlay: Sendable {
  private let environment: any Environment
  private let random: RandomStream
  private let episodes: Int
  /// Steps to the goal at each episode's start; empty where they are not known.
  private let distances: [Int]
  /// Red-door mazes with the things shifted.
  private let shifted: RedDoorEnvironment?

  /// - Parameter knowsDistances: whether the oracle is asked, where there is one.
  /// - Throws: where no held-out level can be drawn.
  init(
    _ environment: any Environment, episodes: Int, random: RandomStream, knowsDistances: Bool
  ) throws {
    self.environment = environment
    self.episodes = episodes
    self.random = random
    shifted = (environment as? RedDoorEnvironment)?.with(support: .shift)
    if knowsDistances, environment.canBeSolved,
      let oracle = environment as? any OracleEnvironment
    {
      distances = try Self.distances(in: oracle, episodes, random)
    } else {
      distances = []
    }
  }

  private static func distances(
    in environment: some OracleEnvironment, _ episodes: Int, _ random: RandomStream
  ) throws -> [Int] {
    try Parallel.tryMap(episodes) {
      try environment.episode(drawnFrom: random.split(UInt64($0)), part: .heldOut).stepsToGoal
    }
  }

  /// The columns of ``measure(_:ticks:)``.
  var columns: [String] {
    ["return", "solved", "length"] + (distances.isEmpty ? [] : Optimality.columns("solved"))
      + (shifted == nil
        ? [] : ["capability", "objective", "capability_shift", "objective_shift"])
  }

  /// Plays, and gives a value a column.
  func measure(
    _ agent: Agent, ticks: Int? = nil
  ) throws -> (play: HeldOutPlay, values: [Double?]) {
    let play = try play(agent, in: environment, random, ticks)
    var values = [
      play.meanReturn, environment.canBeSolved ? play.solveRate : nil, play.meanLength,
    ]
    if !distances.isEmpty { values += solved(play) }
    if let shifted {
      values += Self.goals(play.summaries)
      do {
        let other = try self.play(agent, in: shifted, random.split("shift"), ticks)
        values += Self.goals(other.summaries)
      } catch is EnvironmentError {
        // Mazes that have no room for two things have no shift.
        values += [nil, nil]
      }
    }
    return (play, values)
  }

  private func play(
    _ agent: Agent, in environment: any Environment, _ random: RandomStream, _ ticks: Int?
  ) throws -> HeldOutPlay {
    var options = HeldOutPlay.Options()
    options.episodes = episodes
    options.ticks = ticks
    return try HeldOutPlay(of: agent, in: environment, random: random, options)
  }

  /// The solve rate of each bin of distances, nil where it has no episode.
  private func solved(_ play: HeldOutPlay) -> [Double?] {
    var counts = Optimality.bins.map { _ in Optimality.Count() }
    for (distance, isSolved) in zip(distances, play.solved) {
      guard let bin = Optimality.bin(of: distance) else { continue }
      counts[bin].states += 1
      counts[bin].optimal += isSolved ? 1 : 0
    }
    return counts.map(\.share)
  }

  /// K, and G where anything was reached.
  private static func goals(_ episodes: [EpisodeSummary]) -> [Double?] {
    let reached = episodes.count { $0.reached != nil }
    let capability = episodes.reduce(0) { $0 + $1.capability }
    return [
      episodes.isEmpty ? nil : capability / Double(episodes.count),
      reached == 0 ? nil : Double(episodes.count { $0.reachedBase }) / Double(reached),
    ]
  }
}
