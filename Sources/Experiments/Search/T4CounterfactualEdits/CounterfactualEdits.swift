internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T4: do decision and plan follow an edit of the level exactly where they should, and nowhere else?
///
/// Single walls are opened and closed and things moved in fresh levels. In class A no action that was
/// optimal is so still; in class B only other squares' optimal moves change; in class C none does.
/// The effect is how often the action at the start follows a class A edit exactly (the old action
/// was optimal, the new one is) minus how often it changes with a class C edit of the same kind and
/// distance, minus the same of untrained networks. The test's own record is of walls at least
/// ``CounterfactualTrial/far`` steps from the agent: a reflex and a wall follower do not see those,
/// and moved goals can be followed without knowing any wall. A lookup of unedited levels never
/// follows: old and new optimal sets share no action.
///
/// Where the network chooses no move, its output cannot follow a way, and the share of class A edits
/// that change it stands in for those that are followed. Where the levels have no walls inside, only
/// things are moved: edits stay among levels of their kind.
///
/// An effect that is absent is shown so by levels enough. Where those at hand leave a standard error
/// too wide for the margin, so many more are drawn as that error asks for, up to ``mostUnits`` in all
/// (Stein's stages: the size of the sample hangs on the spread and not on the effect, so that
/// the interval keeps its meaning).
package struct CounterfactualEdits: Sendable {
  package static let test = "T4 counterfactual edits"
  /// Following so many more edits than irrelevant ones change the action counts as none: lookups of the
  /// nearest level, reflexes and waves that no wall stops follow a few.
  package static let margin = EquivalenceMargins.following
  /// Fewer levels with an edit of class A are not read.
  package static let fewestLevels = 20
  /// Where the network holds all moves equally good in more unedited levels, it decides nothing that
  /// could follow an edit.
  package static let fewestDecided = 0.2
  /// Untrained networks to compare with at most.
  static let mostUntrained = 2
  /// The spread of few levels is told badly, so that levels may be added so often.
  static let mostStages = 3
  /// Levels are added to at most so many.
  static let mostUnits = 1400

  /// Follows and changes of a part of the trials.
  package struct Part: Sendable {
    package let name: String
    /// The share of class A edits that are followed, in the network and as the mean of the
    /// untrained ones.
    package let followed: BootstrapEstimate
    package let untrainedFollowed: BootstrapEstimate?
    /// The share of edits that should not change the action and do.
    package let changed: BootstrapEstimate
    package let untrainedChanged: BootstrapEstimate?
    /// Followed minus changed, minus untrained.
    package let effect: BootstrapEstimate
    /// Class A edits, edits that should change nothing, and levels with the former.
    package let edits: Int
    package let others: Int
    package let levels: Int
  }

  package let trials: [CounterfactualTrial]
  package let units: Int
  /// How many of the levels were drawn in a second stage.
  package let added: Int
  /// Whether the network's outputs are the moves of the levels.
  package let choosesMoves: Bool
  /// Whether walls were edited.
  let hasWalls: Bool
  /// Walls far from the agent, against class C.
  package let farWalls: Part
  package let allWalls: Part
  /// Moved things, against class B.
  package let things: Part
  /// The directions read at squares away from the edit; nil without a reader.
  package let plan: EditedPlan?
  /// How often class B edits of walls change the action, which they should not.
  package let mapOnlyChanged: BootstrapEstimate
  /// The share of unedited levels that are decided right.
  package let competence: BootstrapEstimate
  /// The share of unedited levels in which it does not hold all moves equally good; 1 where it
  /// chooses no move.
  package let decided: Double
  /// The part that the claim rests on: far walls, all where levels hardly have any, and moved things
  /// where the network hardly decides anything after an edit of walls.
  package let own: Part
  package let null: PermutationNull
  let gates: [EvidenceGate]

  /// - Parameters:
  ///   - captures: of the levels, where the network has maps of their squares: the plan is read at
  ///     their last place.
  ///   - audit: the gate of the input audit.
  ///   - fresh: gives the levels of the second stage; none without it.
  /// - Throws: as a run of the agent or a fit does; ``CaptureError/noLevels`` where no level can be
  ///   edited.
  package init(
    _ subject: StudySubject, on levels: LevelSet, captures: NetworkCaptures?,
    audit: EvidenceGate?, settings: SearchSettings, fresh: FreshLevels? = nil,
    random: RandomStream
  ) throws {
    let choosesMoves = RefusedTest.noMoves(subject, levels) == nil
    let hasWalls = levels.levels.contains { $0.grid.hasInnerWalls }
    let networks = try EditedNetworks(
      subject, on: levels, captures: captures, settings: settings, random: random)
    var drawing = random.split("counterfactual edits")
    // What the network does is fitted to nothing, so that all levels may be asked.
    var asked = try networks.asked(
      CounterfactualTrial.draw(levels, editsWalls: hasWalls, using: &drawing), readsPlan: true)
    var parts = try Parts(asked, choosesMoves: choosesMoves, settings: settings, random: random)
    var known = levels
    for _ in 0..<Self.mostStages {
      let missing = Self.missing(parts.own.effect, units: asked.units)
      let further = missing > 0 ? try fresh?.more(missing, than: known) ?? [] : []
      guard !further.isEmpty else { break }
      let more = try LevelSet(further)
      asked = asked.adding(
        try networks.asked(
          CounterfactualTrial.draw(
            more, editsWalls: hasWalls, using: &drawing, where: parts.kept), readsPlan: false),
        levels: known.count)
      known = try LevelSet(known.levels + further)
      // The part that the claim rests on stays that of the first stage.
      parts = try Parts(
        asked, claim: parts.claim, choosesMoves: choosesMoves, settings: settings, random: random)
    }
    (trials, units, added) = (asked.trials, asked.units, known.count - levels.count)
    (self.choosesMoves, self.hasWalls) = (choosesMoves, hasWalls)
    (farWalls, allWalls, things, own) = (parts.farWalls, parts.allWalls, parts.things, parts.own)
    mapOnlyChanged = parts.tally.changed(.mapOnly) { $0.kind.isWall }
    competence = parts.tally.competence()
    decided = choosesMoves ? parts.tally.decided() : 1
    let folds = Folds(try LevelUnits(levels.keys))
    plan =
      captures == nil
      ? nil
      : EditedPlan(
        trials, of: Set(folds.report.flatMap { folds.units.levelsOfUnit[$0] }), units: units,
        responses: asked.responses, parts.tally.bootstrap)
    var shuffling = random.split("counterfactual null")
    null = parts.tally.null(count: settings.permutations, using: &shuffling, where: parts.kept)
    gates =
      [
        EvidenceGate(
          name: "levels with an edit that changes the first action",
          passed: own.levels >= Self.fewestLevels,
          detail: "\(own.levels) of at least \(Self.fewestLevels)"),
        EvidenceGate(
          name: "levels in which the network decides at all",
          passed: decided >= Self.fewestDecided,
          detail: "\(Wording.percent(decided)) of at least "
            + "\(Wording.percent(Self.fewestDecided)): elsewhere all moves are equally good to it"),
      ] + (audit.map { [$0] } ?? [])
  }

  /// So many levels more would show that there is no effect, if there is none.
  private static func missing(_ effect: BootstrapEstimate, units: Int) -> Int {
    let ratio = effect.power.smallestEquivalenceMargin / margin
    guard ratio.isFinite, ratio > 1 else { return 0 }
    return min(mostUnits, Int((1.1 * ratio * ratio * Double(units)).rounded(.up))) - units
  }

  /// What the trials say, part by part.
  private struct Parts {
    let tally: EditTally
    let farWalls: Part
    let allWalls: Part
    let things: Part
    /// The part that the claim rests on.
    let claim: Claim

    enum Claim {
      case farWalls
      case allWalls
      case things
    }

    var own: Part {
      switch claim {
      case .farWalls: farWalls
      case .allWalls: allWalls
      case .things: things
      }
    }

    /// Whether a trial is one of ``own``.
    var kept: (CounterfactualTrial) -> Bool {
      switch claim {
      case .farWalls: { $0.kind.isWall && $0.isFar }
      case .allWalls: { $0.kind.isWall }
      case .things: { $0.kind == .movedThing }
      }
    }

    /// - Parameter claim: the part that has enough levels when `nil`.
    init(
      _ asked: EditedLevels, claim: Claim? = nil, choosesMoves: Bool, settings: SearchSettings,
      random: RandomStream
    ) throws {
      var resampling = random.split("counterfactual bootstrap")
      tally = EditTally(
        edited: asked,
        bootstrap: try LevelBootstrap(
          units: asked.units, replicates: settings.replicates, using: &resampling),
        choosesMoves: choosesMoves)
      farWalls = tally.part(
        "walls at least \(CounterfactualTrial.far) steps away", against: .irrelevant
      ) { $0.kind.isWall && $0.isFar }
      allWalls = tally.part("walls at any distance", against: .irrelevant) { $0.kind.isWall }
      things = tally.part("moved things", against: .mapOnly) { $0.kind == .movedThing }
      self.claim =
        claim
        ?? (farWalls.levels >= fewestLevels
          ? .farWalls : allWalls.levels >= fewestLevels ? .allWalls : .things)
    }
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    .judgingBeyondMargin(
      effect: own.effect.value, interval: own.effect.interval, pAdjusted: null.p,
      power: own.effect.power, margin: Self.margin, gates: gates)
  }
}
