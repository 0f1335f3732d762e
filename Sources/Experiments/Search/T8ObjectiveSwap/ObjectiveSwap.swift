internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T8, objective swap: is the goal a thing of its own inside the network, that can be moved?
///
/// What the goal does to the activations of its square is taken from the goal's square and put on
/// another one, before the first tick of each step; the picture stays as it is. The effect is the
/// share of levels in which the agent then walks a shortest way to the other square, less that under
/// random changes of equal length, relative to what moving the goal in the picture does. What is written,
/// the goal or another direction, stays within what each channel takes on by itself. The way is a
/// hard one, which what only heads for its goal does not find. The place is chosen on fit levels.
package struct ObjectiveSwap: Sendable {
  static let test = "T8 objective swap"
  /// The effect is relative to the success of moving the goal in the picture, at least this much, so
  /// that a network that does not see its goal has an effect too.
  static let leastInput = 0.5
  /// A goal that is moved in the picture is walked to in at least this share of levels. What a network
  /// does not do with a goal that it sees cannot be asked of it with one that is written.
  static let fewestFollowed = 0.8
  /// Of fewer levels in which the network decides anything it is not said that it heeds no goal.
  static let fewestHeeded = 20
  /// In at most so many levels is the goal moved in the picture for that.
  static let mostHeeded = 200
  /// How often the same change is made elsewhere beside random directions.
  static let elsewhereDraws = 9

  package let base: InterventionBase
  /// What was exchanged, and where.
  package let place: String?
  /// The places tried on fit levels.
  package let tried: [(place: String, share: Double)]
  package let levels: Int
  package let effect: BootstrapEstimate?
  /// The largest of the p-values against the kinds of random change.
  package let p: Double?
  package let nulls: [MatchedNull]
  /// The share of shortest walks to the other square with the goal moved inside; in the picture; not
  /// at all.
  package let shares:
    (inside: BootstrapEstimate, picture: BootstrapEstimate, none: BootstrapEstimate)?
  /// The share of first actions that begin one, with the goal moved inside.
  package let started: BootstrapEstimate?
  /// The share of levels whose first action changes when the goal is moved in the picture, of those in
  /// which some move is held better than another.
  package let heeded: (share: BootstrapEstimate, levels: Int)?
  package let controls: [(name: String, value: BootstrapEstimate)]
  package let midRun: MidRunSwap?
  /// Why the test cannot be applied.
  package let reason: String?

  /// Chooses the place and exchanges.
  ///
  /// - Throws: as a run of the agent does.
  /// - Complexity: about `2 draws levels` forward passes.
  package init(_ base: InterventionBase) throws {
    self.base = base
    let (settings, random) = (base.settings, base.random.split("objective swap"))
    let fitted = GoalMove.drawn(
      base, places: base.fit, most: settings.interventionFitLevels, random: random.split("moves"))
    let moves = GoalMove.drawn(
      base, places: base.report, most: settings.interventionLevels, random: random.split("moves"))
    levels = moves.count
    guard moves.count >= 2, !fitted.isEmpty,
      let swapping = try GoalSwapping(base, agent: base.subject.agent, fittedOn: fitted)
    else {
      (place, tried, effect, p, nulls, shares, started, heeded, controls, midRun) =
        (nil, [], nil, nil, [], nil, nil, nil, [], nil)
      reason =
        moves.count >= 2 && !fitted.isEmpty
        ? "the network has no maps of the squares"
        : "too few levels with one goal that could be elsewhere"
      return
    }
    reason = nil
    place = swapping.candidate.description
    tried = swapping.tried.map { ($0.candidate.description, $0.share) }
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: moves.count, replicates: settings.replicates, using: &resampling)
    func share(_ values: [Double]) -> BootstrapEstimate {
      Proportion.bootstrapped(successes: values, trials: values.map { _ in 1 }, with: bootstrap)
        .asShare(units: values.count)
    }
    let inside = try swapping.outcome(moves)
    let picture = try swapping.byObservation(moves)
    let none = try swapping.unmoved(moves)
    shares = (share(inside), share(picture), share(none))
    started = share(try swapping.firstActions(moves))
    heeded = try Self.heeded(swapping, random: random)
    let nulls = try Self.nulls(swapping, moves, own: inside, random: random)
    self.nulls = nulls.matched
    p = nulls.matched.p
    effect = Self.effect(
      inside, nulls.matched, picture, isNothing: try swapping.isInert(moves), bootstrap)
    var controls: [(name: String, value: BootstrapEstimate)] = []
    if !nulls.matched.contains(nulls.elsewhere) {
      controls.append(("the same change at two other squares", share(nulls.elsewhere.levels)))
    }
    if let untrained = try Self.untrained(base, fitted: fitted, moves: moves) {
      controls.append(("untrained networks", share(untrained)))
    }
    self.controls = controls
    midRun = try MidRunSwap(
      swapping, fitted: Array(fitted.prefix(MidRunSwap.mostLevels)),
      moves: Array(moves.prefix(MidRunSwap.mostLevels)))
  }

  /// In fit and report levels: what is in the picture is fitted to nothing.
  private static func heeded(
    _ swapping: GoalSwapping, random: RandomStream
  ) throws -> (share: BootstrapEstimate, levels: Int) {
    let base = swapping.base
    let moves = GoalMove.drawn(
      base, places: base.report + base.fit, most: mostHeeded, random: random.split("heeded"))
    let heed = try swapping.heed(moves)
    var resampling = random.split("heeded bootstrap")
    let bootstrap = try LevelBootstrap(
      units: moves.count, replicates: base.settings.replicates, using: &resampling)
    let levels = Int(heed.decided.reduce(0, +))
    return (
      Proportion.bootstrapped(successes: heed.changed, trials: heed.decided, with: bootstrap)
        .asShare(units: levels), levels
    )
  }

  private static func effect(
    _ inside: [Double], _ nulls: [MatchedNull], _ picture: [Double], isNothing: Bool,
    _ bootstrap: LevelBootstrap
  ) -> BootstrapEstimate {
    let against = nulls.hardest?.levels ?? inside.map { _ in 0 }
    var sums = Matrix<Double>(rows: inside.count, columns: 3)
    for row in inside.indices {
      sums[row, 0] = inside[row] - against[row]
      sums[row, 1] = picture[row]
      sums[row, 2] = 1
    }
    let plain = bootstrap.estimate(sums) { totals in
      let start = totals.startIndex
      return totals[start] / max(totals[start + 1], leastInput * totals[start + 2])
    }
    // The same logits in every level are no sample of a small share: nothing was moved.
    return isNothing ? plain : plain.asShare(units: inside.count)
  }

  /// Random directions of both kinds, away from what the goal does to its own square; in maps of too few
  /// channels for these, and beside them, the same change at other squares.
  private static func nulls(
    _ swapping: GoalSwapping, _ moves: [GoalMove], own: [Double], random: RandomStream
  ) throws -> (matched: [MatchedNull], elsewhere: MatchedNull) {
    let settings = swapping.base.settings
    let sites = swapping.candidate.sites
    let channels = swapping.features.moments[sites[0]]?.means.count ?? 0
    let hasDirections = channels >= MatchedTurn.fewestChannels
    let elsewhere = MatchedNull(
      name: "the same change at two other squares", own: own,
      outcomes: try Parallel.tryMap(
        hasDirections
          ? min(elsewhereDraws, settings.interventionDraws) : settings.interventionDraws
      ) { draw in
        let only = swapping.base.levels(ofDraw: draw, among: moves.count)
        let chosen = only.map { moves[$0] }
        return (
          only,
          try swapping.outcome(
            chosen,
            squares: swapping.otherSquares(
              chosen, drawnFrom: random.split("elsewhere").split(UInt64(draw))))
        )
      })
    guard hasDirections else { return ([elsewhere], elsewhere) }
    let matched = try MatchedLength.allCases.map { kind in
      MatchedNull(
        name: "other directions of \(kind.phrase)", own: own,
        outcomes: try Parallel.tryMap(settings.interventionDraws) { draw in
          let stream = random.split(kind.rawValue).split(UInt64(draw))
          var turns: [Site: MatchedTurn] = [:]
          for site in sites {
            // One draw for all ticks of a place, each in the metric of its own tick.
            turns[site] = swapping.features.moments[site].map {
              MatchedTurn(
                kind, $0, away: swapping.features.main(site), drawnFrom: stream)
            }
          }
          let only = swapping.base.levels(ofDraw: draw, among: moves.count)
          return (only, try swapping.outcome(only.map { moves[$0] }, turns: turns))
        })
    }
    return (matched, elsewhere)
  }

  private static func untrained(
    _ base: InterventionBase, fitted: [GoalMove], moves: [GoalMove]
  ) throws -> [Double]? {
    let twins = UntrainedTwins.of(
      base.subject.agent, count: base.settings.interventionUntrained, from: base.random)
    var sum = [Double](repeating: 0, count: moves.count)
    for twin in twins {
      guard let swapping = try GoalSwapping(base, agent: twin, fittedOn: fitted) else { return nil }
      for (index, value) in try swapping.outcome(moves).enumerated() {
        sum[index] += value / Double(twins.count)
      }
    }
    return twins.isEmpty ? nil : sum
  }
}
