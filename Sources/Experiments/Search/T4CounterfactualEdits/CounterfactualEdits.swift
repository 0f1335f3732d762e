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
package struct CounterfactualEdits: Sendable {
  package static let test = "T4 counterfactual edits"
  package static let margin = EquivalenceMargins.success
  /// Fewer levels with an edit of class A are not read.
  package static let fewestLevels = 20
  /// Where the network holds all moves equally good in more unedited levels, it decides nothing that
  /// could follow an edit.
  package static let fewestDecided = 0.2
  /// Untrained networks to compare with at most.
  static let mostUntrained = 2

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
  /// The share of unedited levels in which it does not hold all moves equally good.
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
  /// - Throws: as a run of the agent or a fit does; ``CaptureError/noLevels`` where no level can be
  ///   edited.
  package init(
    _ subject: StudySubject, on levels: LevelSet, captures: NetworkCaptures?,
    audit: EvidenceGate?, settings: SearchSettings, random: RandomStream
  ) throws {
    let folds = Folds(try LevelUnits(levels.keys))
    let reported = folds.report.flatMap { folds.units.levelsOfUnit[$0] }.sorted()
    var drawing = random.split("counterfactual edits")
    // What the network does is fitted to nothing, so that all levels may be asked; the reader of the
    // plan was fitted on those that are not reported on.
    let (trials, units) = try CounterfactualTrial.draw(
      levels, places: Array(0..<levels.count), using: &drawing)
    var resampling = random.split("counterfactual bootstrap")
    let bootstrap = try LevelBootstrap(
      units: units, replicates: settings.replicates, using: &resampling)
    let responses = try Self.responses(
      subject, trials, levels: levels, captures: captures, settings: settings, random: random)
    let tally = EditTally(
      trials: trials, units: units, responses: responses, bootstrap: bootstrap)
    let far = "walls at least \(CounterfactualTrial.far) steps away"
    farWalls = tally.part(far, against: .irrelevant) { $0.kind.isWall && $0.isFar }
    allWalls = tally.part("walls at any distance", against: .irrelevant) { $0.kind.isWall }
    things = tally.part("moved things", against: .mapOnly) { $0.kind == .movedThing }
    mapOnlyChanged = tally.changed(.mapOnly) { $0.kind.isWall }
    competence = tally.competence()
    let decided = tally.decided()
    self.decided = decided
    plan =
      captures == nil
      ? nil
      : EditedPlan(
        trials, of: Set(reported), units: units, responses: responses, bootstrap)
    let usesFar = farWalls.levels >= Self.fewestLevels
    let usesWalls = usesFar || allWalls.levels >= Self.fewestLevels
    own = usesFar ? farWalls : usesWalls ? allWalls : things
    var shuffling = random.split("counterfactual null")
    null = tally.null(count: settings.permutations, using: &shuffling) {
      usesWalls ? $0.kind.isWall && ($0.isFar || !usesFar) : $0.kind == .movedThing
    }
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
    self.trials = trials
    self.units = units
  }

  private static func responses(
    _ subject: StudySubject, _ trials: [CounterfactualTrial], levels: LevelSet,
    captures: NetworkCaptures?, settings: SearchSettings, random: RandomStream
  ) throws -> [EditResponse] {
    guard let captures else {
      let agents =
        [subject.agent]
        + UntrainedTwins.of(
          subject.agent, count: min(settings.untrained, mostUntrained), from: random)
      let capture = Capture(sites: [], ticks: settings.thinking, encoder: subject.encoder)
      return try agents.map {
        try EditResponse($0, trials: trials, capture: capture, reader: nil)
      }
    }
    let place = captures.series.last
    let capture = Capture(sites: [place], ticks: captures.capture.ticks, encoder: subject.encoder)
    let data = try PlanReader.data(levels)
    return try captures.agents.indices.prefix(1 + mostUntrained).map { network in
      // Maps that do not vary have no reader; their network still acts.
      let reader = try? PlanReader(
        captures.sets[network].activations(at: place), at: place, kernel: captures.series.kernel,
        levels: levels, data: data)
      return try EditResponse(
        captures.agents[network], trials: trials, capture: capture, reader: reader)
    }
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    .judging(
      effect: own.effect.value, interval: own.effect.interval, pAdjusted: null.p,
      power: own.effect.power, margin: Self.margin, gates: gates)
  }
}
