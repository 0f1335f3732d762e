internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
package import Statistics

/// T6, necessity: does the network decide worse without its plan?
///
/// The plan is taken out of all free squares of a place where it is read (see ``PlanErasers``), at
/// every tick or after the last one; the effect is the drop in the share of optimal decisions at the
/// start of report levels. Beside it other random subspaces are taken out that move the activations
/// as far, in two kinds, and leave what is read as the plan alone; another concept of the squares
/// that decides nothing; and the plan of untrained networks. Where no random subspace moves the
/// activations as far, as where the plan is most of what varies, the same erasure of as many squares off
/// the best ways may be the control instead (``ErasureElsewhere``), which is chosen on fit levels. Erasing at every tick can stop whatever
/// a network computes, and a place can be read that nothing goes on from: place, reader and ticks are
/// chosen on fit levels.
package struct PlanNecessity: Sendable {
  static let test = "T6 necessity"
  /// Where fewer of the random subspaces move the activations as far, the same erasure elsewhere is a
  /// second control.
  static let fewestMatched = 0.5
  /// At most so many report levels are asked.
  static let mostLevels = 100

  package let base: InterventionBase
  /// The place, its reader and the ticks, in words.
  package let place: String
  package let tried: [(name: String, effect: Double)]
  package let rank: Int
  package let channels: Int
  package let unread: (before: Double, after: Double)
  /// The share of optimal decisions as the network is, and under erasure of the plan.
  package let optimality: (natural: BootstrapEstimate, erased: BootstrapEstimate)?
  /// The drop in it beside those of other random subspaces.
  package let effect: MatchedEffect?
  /// The mean divergence of the actions' probabilities from the natural ones, in nats, beside that
  /// under other random subspaces.
  package let divergence: (own: Double, others: Double)?
  /// Whether anything else varies at the place; where nothing does, the drop is held against none.
  package let hasOthers: Bool
  /// The share of random subspaces and ticks that move the activations as far to 5 %.
  package let matched: Double
  /// Whether the drop is held against the same erasure elsewhere, as no random subspaces match.
  package let isElsewhere: Bool
  package let controls: [(name: String, value: BootstrapEstimate)]
  package let levels: Int
  /// Why the test cannot be applied.
  package let reason: String?

  /// Erases and asks.
  ///
  /// - Parameter reader: of the last place of the series.
  /// - Throws: as a run of the agent or a fit does.
  /// - Complexity: about `2 draws levels` forward passes.
  package init(_ base: InterventionBase, reader: PlanReader) throws {
    let (settings, random) = (base.settings, base.random.split("necessity"))
    let agent = base.subject.agent
    let places = Array(base.report.prefix(Self.mostLevels))
    levels = places.count
    let candidates = try PlanCandidate.all(base, agent: agent, first: reader)
      .filter { $0.channels > 1 }
    guard places.count >= 2, !candidates.isEmpty,
      let choice = try Choice(candidates, agent: agent, random: random.split("choice"))
    else {
      self.base = base
      channels = reader.channels
      (place, tried, rank, unread, optimality, effect, divergence, matched, controls) =
        (base.series.name, [], 0, (1, 1), nil, nil, nil, 0, [])
      hasOthers = false
      isElsewhere = false
      reason =
        places.count < 2
        ? "fewer than two report levels"
        : candidates.isEmpty
          ? "\(base.series.name) has one number a square, so that there is nothing else to erase"
          : "at \(base.series.name) nothing varies that could be erased"
      return
    }
    let base = choice.candidate.base
    let plan = choice.plan
    self.base = base
    channels = choice.candidate.channels
    place = choice.name
    tried = choice.tried
    rank = plan.rank
    unread = plan.unread
    reason = nil
    let decisions = ErasedDecisions(base, agent: agent, places: places)
    let natural = try decisions.natural()
    let erased = try decisions.run(plan.erasers, at: plan.sites)
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: places.count, replicates: settings.replicates, using: &resampling)
    func share(_ values: [Double]) -> BootstrapEstimate {
      Proportion.bootstrapped(successes: values, trials: values.map { _ in 1 }, with: bootstrap)
        .asShare(units: values.count)
    }
    optimality = (share(natural.optimality), share(erased.optimality))
    let drops = zip(natural.optimality, erased.optimality).map { $0 - $1 }
    var (nulls, divergences, close) = ([MatchedNull](), [Double](), [Double]())
    hasOthers = choice.subspaces.hasOthers
    for kind in hasOthers ? MatchedErasers.Kind.allCases : [] {
      let draws = try Parallel.tryMap(settings.interventionDraws) { draw in
        try Self.draw(
          choice.subspaces, kind, decisions, natural,
          only: base.levels(ofDraw: draw, among: places.count, times: Self.levelsADraw),
          random: random.split(kind.rawValue).split(UInt64(draw)))
      }
      nulls.append(
        MatchedNull(
          name: "other random subspaces, \(kind.rawValue)", own: drops,
          outcomes: draws.map { ($0.levels, $0.drops) }))
      divergences.append(Sample.mean(draws.map(\.divergence)))
      close += draws.map(\.close)
    }
    let own = Sample.mean(erased.divergences(from: natural))
    // The same logits in every level: nothing that is read as the plan reaches the decision.
    let isNothing = erased.logits == natural.logits
    divergence = (own, divergences.max() ?? 0)
    matched = close.isEmpty ? 0 : Sample.mean(close)
    isElsewhere = choice.isElsewhere
    if isElsewhere {
      let local = try ErasureElsewhere(
        plan, decisions, natural: natural, draws: settings.interventionDraws,
        only: { base.levels(ofDraw: $0, among: places.count, times: Self.levelsADraw) },
        random: random.split("elsewhere"))
      effect = MatchedEffect(
        own: local.drops, nulls: [local.null], isNothing: isNothing, with: bootstrap)
    } else {
      effect = MatchedEffect(own: drops, nulls: nulls, isNothing: isNothing, with: bootstrap)
    }
    controls = try Self.controls(choice, decisions, natural, random: random, share)
  }

  struct Draw: Sendable {
    let levels: [Int]
    let drops: [Double]
    let divergence: Double
    let close: Double
  }

  /// What one random subspace does on some levels.
  static func draw(
    _ subspaces: MatchedSubspaces, _ kind: MatchedErasers.Kind, keepsPlan: Bool = true,
    _ decisions: ErasedDecisions, _ natural: ErasedDecisions.Result, only: [Int],
    random: RandomStream
  ) throws -> Draw {
    let drawn = subspaces.draw(kind, keepsPlan: keepsPlan, from: random)
    let run = try decisions.run(drawn.erasers, at: subspaces.sites, only: only)
    return Draw(
      levels: only, drops: zip(only, run.optimality).map { natural.optimality[$0] - $1 },
      divergence: Sample.mean(run.divergences(from: natural, at: only)), close: drawn.close)
  }

  /// A random subspace is tried on so many times as many levels as another change: its loss is a share of
  /// single decisions, and of few levels it says little.
  private static let levelsADraw = 3
  /// How often any random subspace is tried.
  private static let anyDraws = 10

  private static func controls(
    _ choice: Choice, _ decisions: ErasedDecisions, _ natural: ErasedDecisions.Result,
    random: RandomStream, _ share: ([Double]) -> BootstrapEstimate
  ) throws -> [(name: String, value: BootstrapEstimate)] {
    let (base, agent, sites) = (decisions.base, decisions.agent, choice.plan.sites)
    let everywhere = Array(natural.optimality.indices)
    let any = try Parallel.tryMap(anyDraws) { draw in
      try Self.draw(
        choice.subspaces, .orthogonal, keepsPlan: false, decisions, natural, only: everywhere,
        random: random.split("any").split(UInt64(draw))
      ).drops
    }
    let quarter = try decisions.run(
      PlanErasers(base, agent: agent, sites: sites, concept: Self.quarters).erasers, at: sites)
    var result = [
      (
        "drop without random subspaces that may hold the plan",
        share(everywhere.map { level in Sample.mean(any.map { $0[level] }) })
      ),
      (
        "drop without the quarter of the map that a square is in",
        share(zip(natural.optimality, quarter.optimality).map { $0 - $1 })
      ),
    ]
    let twins = UntrainedTwins.of(
      agent, count: base.settings.interventionUntrained, from: base.random)
    var drops = [Double](repeating: 0, count: natural.optimality.count)
    for twin in twins {
      guard let candidate = try choice.candidate.like(twin) else { continue }
      let own = ErasedDecisions(base, agent: twin, places: decisions.places)
      guard
        let plan = try Choice.finite({
          try PlanErasers(candidate, agent: twin, sites: sites)
        })
      else { continue }
      let (before, after) = (try own.natural(), try own.run(plan.erasers, at: sites))
      for index in drops.indices {
        drops[index] += (before.optimality[index] - after.optimality[index]) / Double(twins.count)
      }
    }
    if !twins.isEmpty { result.append(("drop of untrained networks", share(drops))) }
    return result
  }

  /// The quarter of the map that each labelled square is in: a concept of as many classes as there
  /// are four moves, that decides nothing.
  private static func quarters(_ levels: LevelSet, _ data: ProbeData) -> ProbeData {
    let labels = data.rowCell.map { cell in
      let (row, column) = (cell / levels.columns, cell % levels.columns)
      return (2 * row >= levels.rows ? 2 : 0) + (2 * column >= levels.columns ? 1 : 0)
    }
    return data.relabelled(
      .classes(names: ["upper left", "upper right", "lower left", "lower right"], labels: labels))
  }
}
