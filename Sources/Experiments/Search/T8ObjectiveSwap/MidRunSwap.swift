internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// The goal moved inside in the middle of a run, from one tick on: does the decision follow, and no
/// sooner than the news can have come?
///
/// A network that keeps what it has found cannot follow, however explicit its goal. What is written
/// at each later tick is what the goal does to the place at its first tick, before anything has
/// spread.
package struct MidRunSwap: Sendable {
  /// From which tick on the goal is moved.
  package let tick: Int
  package let place: String
  package let levels: Int
  /// The share of levels whose action at the last tick begins a shortest way to the other square.
  package let follow: Double
  /// Of the levels whose decision changed at all: how many did so before `tick + d - 1`, with `d` the
  /// steps from the agent to the other square, at one square a tick.
  package let early: Int
  package let changed: Int

  /// It is looked at in so many levels.
  static let mostLevels = 20
  /// A network follows where the goal is moved in at least this share of levels.
  static let enough = 0.5

  /// - Returns: nil for a network whose maps have no ticks.
  /// - Throws: as a run of the agent does.
  init?(_ swapping: GoalSwapping, fitted: [GoalMove], moves: [GoalMove]) throws {
    let (base, agent) = (swapping.base, swapping.agent)
    let thinking = base.thinking
    let sites = agent.architecture.sites.filter { $0.isMap && $0.hasTicks }
    guard !sites.isEmpty, thinking >= 4 else { return nil }
    let start = thinking / 2 + 1
    var best: (share: Double, candidate: GoalPlace, features: GoalFeatures)?
    for site in sites {
      let all = try agent.allTicks(of: site.name, thinking: thinking)
      guard let first = all.first else { continue }
      let late = all.filter { $0.tick >= start }
      let features = try GoalFeatures(base, agent: agent, sites: [first], moves: fitted)
        .spread(first, over: late)
      let candidate = GoalPlace(late, radius: 1)
      let share = try Self.follow(swapping, fitted, candidate, features, ticks: thinking).0
      if best.map({ share > $0.share }) ?? true { best = (share, candidate, features) }
    }
    guard let best else { return nil }
    tick = start
    place = best.candidate.sites[0].name
    levels = moves.count
    var first = [Int?](repeating: nil, count: moves.count)
    var follow = 0.0
    for ticks in start...thinking {
      let candidate = GoalPlace(
        best.candidate.sites.filter { $0.tick <= ticks }, radius: 1)
      let (share, actions) = try Self.follow(
        swapping, moves, candidate, best.features, ticks: ticks)
      let natural = try base.decisions(
        of: agent, in: base.starts(of: moves.map(\.level)), ticks: ticks
      ).actions
      for index in moves.indices where first[index] == nil {
        if actions[index].isDisjoint(with: natural[index]) { first[index] = ticks }
      }
      follow = share
    }
    self.follow = follow
    changed = first.count { $0 != nil }
    early = moves.indices.count { index in
      guard let tick = first[index] else { return false }
      return tick < start + moves[index].paths.distance(at: moves[index].moved.start) - 1
    }
  }

  private static func follow(
    _ swapping: GoalSwapping, _ moves: [GoalMove], _ candidate: GoalPlace,
    _ features: GoalFeatures, ticks: Int
  ) throws -> (Double, [ActionSet]) {
    let base = swapping.base
    let actions = try base.decisions(
      of: swapping.agent, in: base.starts(of: moves.map(\.level)), ticks: ticks,
      edits: features.edits(
        candidate, squares: moves.map { ($0.goal, $0.other) }, rows: base.levels.rows,
        columns: base.levels.columns)
    ).actions
    let wanted = moves.indices.reduce(0) {
      $0 + GoalSwapping.isWanted(actions[$1], moves[$1].wanted)
    }
    return (wanted / Double(moves.count), actions)
  }

  /// What it says, in a sentence.
  package var sentence: String {
    guard follow >= Self.enough else {
      return
        "Moved in the middle of a run, from tick \(tick) on at \(place), the goal is followed in "
        + "\(Wording.percent(follow)) of \(Wording.count(levels, "level")): what was found before is "
        + "kept, or the place is not read again."
    }
    return
      "Moved in the middle of a run, from tick \(tick) on at \(place), the goal is followed in "
      + "\(Wording.percent(follow)) of \(Wording.count(levels, "level")); of \(changed) changed "
      + "decisions \(early) came sooner than at one square a tick the news could have reached the "
      + "agent."
  }
}
