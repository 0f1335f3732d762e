package import Agents
package import Environments
package import LinearAlgebra
package import Statistics
package import Training

/// How well an agent does when it plays whole episodes, with intervals over their levels.
package struct EpisodeScore: Sendable {
  /// The number of ticks a step; nil for a network without ticks.
  package let ticks: Int?
  /// Passes over the first observation before the first action.
  package let thinkingSteps: Int
  package let episodes: Int
  /// Whether the episodes are in levels, of which some are held out.
  package let hasLevels: Bool
  /// The mean of the sums of rewards.
  package let meanReturn: BootstrapEstimate
  /// The share of episodes that end in what the task is about.
  package let solved: BootstrapEstimate
  /// The mean number of steps.
  package let length: BootstrapEstimate
  /// The share of held-out states in which the action is one of the optimal set; nil where best
  /// actions are not known, and for listed levels.
  package let optimal: BootstrapEstimate?

  /// - Parameters:
  ///   - playsListedLevels: whether each level of a list, where the environment has one, is played
  ///     once instead of drawing levels.
  ///   - random: draws levels, states and the bootstrap; agents that are compared are given the
  ///     same.
  /// - Throws: where no level can be drawn, the network does not fit, or there are fewer than two
  ///   episodes.
  package init(
    of agent: Agent, in environment: any Environment, playsListedLevels: Bool = false,
    _ options: HeldOutPlay.Options, random: RandomStream
  ) throws {
    let listed = playsListedLevels ? environment as? any ListedEnvironment : nil
    let play =
      if let listed, listed.listedLevels > 0 {
        try Self.playListed(agent, listed, options)
      } else {
        try Self.play(agent, environment, options, random.split("episodes"))
      }
    var draws = random.split("bootstrap")
    let mean = try Self.estimator(play.levels, using: &draws)
    ticks = options.ticks
    thinkingSteps = options.thinkingSteps
    episodes = play.returns.count
    meanReturn = mean(play.returns)
    solved = mean(play.solved.map { $0 ? 1 : 0 })
      .asShare(units: Self.units(play.levels))
    length = mean(play.lengths.map(Double.init))
    hasLevels = play.levels.contains { $0 != nil }
    var optimal: BootstrapEstimate?
    if listed == nil, let oracle = environment as? any OracleEnvironment,
      let choices = try Self.choices(agent, oracle, options, random.split("states"))
    {
      var draws = random.split("bootstrap of states")
      optimal = try Self.estimator(choices.levels, using: &draws)(choices.isOptimal)
        .asShare(units: Self.units(choices.levels))
    }
    self.optimal = optimal
  }

  /// More units than this are drawn together in as many groups: which of them a level is in says
  /// nothing of it, and the replicates take memory for each.
  private static let mostUnits = 4000

  /// The number of levels; of episodes where there are no levels.
  private static func units(_ levels: [UInt64?]) -> Int {
    Set(levels.compactMap { $0 }).count + levels.count { $0 == nil }
  }

  /// Means with intervals over levels; episodes without levels are units each.
  private static func estimator(
    _ levels: [UInt64?], using random: inout RandomStream
  ) throws -> ([Double]) -> BootstrapEstimate {
    let units = try LevelUnits(
      levels.enumerated().map { index, digest in
        LevelKey(id: "episode \(index)", digest: digest ?? UInt64(index))
      })
    let count = min(units.count, mostUnits)
    let bootstrap = try LevelBootstrap(units: count, using: &random)
    return { values in
      var table = Matrix<Double>(rows: count, columns: 2)
      for (index, value) in values.enumerated() {
        let unit = units.unitOfLevel[index] % count
        table[unit, 0] += value
        table[unit, 1] += 1
      }
      return bootstrap.estimate(table) { $0[$0.startIndex] / $0[$0.startIndex + 1] }
    }
  }

  private static func play(
    _ agent: Agent, _ environment: some Environment, _ options: HeldOutPlay.Options,
    _ random: RandomStream
  ) throws -> HeldOutPlay {
    try HeldOutPlay(of: agent, in: environment, random: random, options)
  }

  private static func playListed(
    _ agent: Agent, _ environment: some ListedEnvironment, _ options: HeldOutPlay.Options
  ) throws -> HeldOutPlay {
    try HeldOutPlay(ofListed: environment, by: agent, options)
  }

  /// For each of as many states as there are episodes whether the choice is optimal; nil for an
  /// agent with a memory, to which a state without what came before says too little, and for
  /// levels whose best actions are not known.
  private static func choices(
    _ agent: Agent, _ environment: some OracleEnvironment, _ options: HeldOutPlay.Options,
    _ random: RandomStream
  ) throws -> (isOptimal: [Double], levels: [UInt64?])? {
    guard agent.architecture.memory.isEmpty else { return nil }
    let probe = try environment.episode(drawnFrom: random, part: options.part)
    guard !probe.optimalActions.isEmpty else { return nil }
    let held = try HeldOutStates(environment, count: options.episodes, random: random)
    var choices: [Double] = []
    for start in stride(from: 0, to: held.episodes.count, by: 1024) {
      let range = start..<min(start + 1024, held.episodes.count)
      let output = try agent.run(
        environment.observations(of: Array(held.episodes[range])),
        reads: held.episodes[range].map { [$0.readCell] }, ticks: options.ticks)
      for (index, action) in zip(range, output.actions) {
        choices.append(held.optimal[index].contains(action) ? 1 : 0)
      }
    }
    return (choices, held.episodes.map(\.levelDigest))
  }
}
