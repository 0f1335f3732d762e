package import Agents
package import Environments
import Foundation
package import LinearAlgebra

/// How an agent does when it plays whole episodes: one figure an episode, so that intervals can be
/// made over levels.
package struct HeldOutPlay: Sendable, Equatable {
  /// How the episodes are played.
  package struct Options: Sendable {
    /// The number of episodes.
    package var episodes = 256
    /// Actions are drawn from the policy by this stream; nil for the most probable action.
    package var sampling: RandomStream?
    /// Ticks of each step; the architecture's own number when nil.
    package var ticks: Int?
    /// Passes over the first observation before the first action, with the memory carried and
    /// the episode standing still (Guez et al., 2019; Taufeeque et al., 2024). They change
    /// nothing for a network without memory.
    package var thinkingSteps = 0
    /// The levels that are played.
    package var part = LevelPart.heldOut

    package init() {}
  }

  /// The sum of each episode's rewards.
  package private(set) var returns: [Double] = []
  /// Whether each episode ended in what its task is about.
  package private(set) var solved: [Bool] = []
  /// The number of steps of each episode.
  package private(set) var lengths: [Int] = []
  /// The mean over each episode's steps of the policy's entropy, in nats.
  package private(set) var entropies: [Double] = []

  /// What tells each episode's level from others; nil where there are no levels.
  package private(set) var levels: [UInt64?] = []
  /// How each episode went in the terms of G6; empty but for red-door mazes.
  package private(set) var summaries: [EpisodeSummary] = []

  /// Episodes played side by side; fixed, so that results do not depend on the number of threads.
  static let chunk = 16

  /// Plays episode `n` of the stream's for each `n` below the number of episodes.
  ///
  /// - Throws: where no level can be drawn, or the observations do not fit the network.
  package init<World: Environment>(
    of agent: Agent, in environment: World, random: RandomStream, _ options: Options = Options()
  ) throws {
    try self.init(of: agent, shape: environment.observationShape, options) {
      try environment.episode(drawnFrom: random.split(UInt64($0)), part: options.part)
    }
  }

  /// Plays each listed level once, at most as many as there are episodes in the options.
  ///
  /// - Throws: when the observations do not fit the network.
  package init<World: ListedEnvironment>(
    ofListed environment: World, by agent: Agent, _ options: Options
  ) throws {
    var options = options
    options.episodes = Swift.min(options.episodes, environment.listedLevels)
    try self.init(of: agent, shape: environment.observationShape, options) {
      environment.episode(ofLevel: $0)
    }
  }

  private init<Running: Episode>(
    of agent: Agent, shape: ObservationShape, _ options: Options,
    beginning: @Sendable (Int) throws -> Running
  ) throws {
    let count = options.episodes
    let chunks = try Parallel.tryMap((count + Self.chunk - 1) / Self.chunk) { chunk in
      let numbers = chunk * Self.chunk..<Swift.min(count, (chunk + 1) * Self.chunk)
      let begun = try numbers.map { try beginning($0) }
      var table = PlayTable(
        begun, shape: shape)
      try table.play(agent, options, draws: numbers.map { options.sampling?.split(UInt64($0)) })
      return zip(table.results, begun).map { ($0, $1.levelDigest, $0.summary(of: $1)) }
    }
    for (result, level, summary) in chunks.joined() {
      levels.append(level)
      if let summary { summaries.append(summary) }
      returns.append(result.total)
      solved.append(result.isSolved)
      lengths.append(result.steps)
      entropies.append(result.entropy / Double(Swift.max(result.steps, 1)))
    }
  }

  package var meanReturn: Double { Self.mean(returns) }
  /// The share of episodes that were solved.
  package var solveRate: Double { Self.mean(solved.map { $0 ? 1 : 0 }) }
  package var meanLength: Double { Self.mean(lengths.map(Double.init)) }
  package var meanEntropy: Double { Self.mean(entropies) }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(Swift.max(values.count, 1))
  }
}
