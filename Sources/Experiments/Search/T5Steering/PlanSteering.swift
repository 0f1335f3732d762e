internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T5, steering: does the network follow a plan that is written into it?
///
/// In each level another legal route is written, at every tick, where the plan is read: the smallest
/// change after which the frozen reader reads the route (see ``PlanWriter``). The network is asked at
/// every square of the route. Beside it stand random changes of the same length, square by square
/// and tick by tick, the same change with the wrong sign, the same change at squares that the route
/// does not use, and untrained networks with readers of their own. Which place is written, through
/// which reader, and the dose are chosen on fit levels; the effect is of report levels.
package struct PlanSteering: Sendable {
  static let test = "T5 steering"
  /// Random changes are followed for so many steps of a route.
  static let mostSteps = 8

  /// At the place that was written.
  package let base: InterventionBase
  /// The macro-F1 of the reader on the report levels.
  package let readerScore: Double
  /// The place and its reader, in words.
  package let place: String
  /// The margin that was written, and the percentile of natural margins that it is.
  package let dose: (percentile: Double, margin: Float)
  /// The share of routes followed to their end on fit levels, for each place and dose tried.
  package let tried: [(name: String, share: Double)]
  /// Over the levels that random changes were made in, within ``mostSteps`` steps; nil where too few
  /// levels have another route.
  package let effect: MatchedEffect?
  /// The share of routes followed to their end, over all report levels that have one.
  package let toTheEnd: BootstrapEstimate?
  /// The shares of routes followed, by what was done instead, within ``mostSteps`` steps.
  package let controls: [(name: String, value: BootstrapEstimate)]
  /// The number of report levels with another route, and of those under random changes.
  package let routes: (all: Int, compared: Int)
  /// The mean length of what is added to a square in a tick, in standard deviations.
  package let length: Double
  /// Why the test cannot be applied.
  package let reason: String?

  /// Writes and counts.
  ///
  /// - Parameters:
  ///   - reader: of the last place of the series.
  /// - Throws: as a run of the agent or a fit does.
  /// - Complexity: about `2 draws levels` forward passes.
  package init(_ base: InterventionBase, reader: PlanReader) throws {
    let (settings, random) = (base.settings, base.random.split("steering"))
    let chosen = try Choice(
      PlanCandidate.all(base, agent: base.subject.agent, first: reader, widely: true),
      agent: base.subject.agent,
      most: settings.interventionFitLevels)
    let writing = chosen.writing
    self.base = writing.base
    readerScore = writing.reader.score
    place = chosen.place
    dose = chosen.dose
    tried = chosen.tried
    let all = try writing.tasks(on: base.report, most: 2 * settings.interventionLevels)
    let compared = Array(all.prefix(settings.interventionLevels))
    routes = (all.count, compared.count)
    guard compared.count >= 2 else {
      (effect, toTheEnd, controls, length) = (nil, nil, [], 0)
      reason = "\(Wording.count(all.count, "report level")) with another route to the goal"
      return
    }
    reason = nil
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: compared.count, replicates: settings.replicates, using: &resampling)
    let whole = try Self.followed(writing, all, dose.margin).map { $0 ? 1.0 : 0 }
    var wide = random.split("bootstrap of all")
    toTheEnd = try Self.share(
      whole, LevelBootstrap(units: all.count, replicates: settings.replicates, using: &wide))
    let trial = try SteeringTrial(writing, compared, margin: dose.margin, most: Self.mostSteps)
    let nulls = try MatchedLength.allCases.map { kind in
      MatchedNull(
        name: "random directions of \(kind.phrase)", own: trial.own,
        outcomes: try Parallel.tryMap(settings.interventionDraws) { draw in
          let turn = MatchedTurn(
            kind, writing.metric,
            drawnFrom: random.split(kind.rawValue).split(UInt64(draw)))
          let only = base.levels(ofDraw: draw, among: compared.count)
          return (
            only,
            try trial.outcome(only: only) { changes, task in turn.apply(to: changes, write: task) }
          )
        })
    }
    effect = MatchedEffect(
      own: trial.own, nulls: nulls, isNothing: trial.isInert, with: bootstrap)
    length = trial.meanLength
    controls = try Self.controls(
      trial, writing, compared, random: random, bootstrap: bootstrap)
  }

  /// Whether each route is followed to its end.
  static func followed(
    _ writing: PlanWriting, _ tasks: [PlanWriting.Task], _ margin: Float
  ) throws -> [Bool] {
    let steps = try writing.stepsFollowed(tasks) { asked in
      writing.edits(asked.map { tasks[$0.task].writer }, margin: margin)
    }
    return tasks.indices.map { steps[$0] == tasks[$0].route.length }
  }

  private static func share(_ values: [Double], _ bootstrap: LevelBootstrap) -> BootstrapEstimate {
    Proportion.bootstrapped(
      successes: values, trials: values.map { _ in 1 }, with: bootstrap
    ).asShare(units: values.count)
  }

  private static func controls(
    _ trial: SteeringTrial, _ writing: PlanWriting, _ tasks: [PlanWriting.Task],
    random: RandomStream, bootstrap: LevelBootstrap
  ) throws -> [(name: String, value: BootstrapEstimate)] {
    let base = writing.base
    var result = [
      ("nothing written", try share(trial.outcome(nil), bootstrap)),
      ("wrong sign", try share(trial.outcome { changes, _ in changes.map { -$0 } }, bootstrap)),
      (
        "squares that the route does not use",
        try share(trial.elsewhere(drawnFrom: random.split("elsewhere")), bootstrap)
      ),
    ]
    let twins = UntrainedTwins.of(
      base.subject.agent, count: base.settings.interventionUntrained, from: base.random)
    var untrained = [Double](repeating: 0, count: tasks.count)
    for twin in twins {
      let steered = try Self.untrained(twin, like: writing, tasks.map(\.level))
      for index in untrained.indices { untrained[index] += steered[index] / Double(twins.count) }
    }
    if !twins.isEmpty { result.append(("untrained networks", share(untrained, bootstrap))) }
    return result
  }

  /// An untrained network, steered by a reader of its own at a dose of its own.
  private static func untrained(
    _ agent: Agent, like writing: PlanWriting, _ places: [Int]
  ) throws -> [Double] {
    let base = writing.base
    guard let candidate = try writing.candidate.like(agent) else { return places.map { _ in 0 } }
    let own = try Choice(
      [candidate], agent: agent,
      most: base.settings.interventionFitLevels / 2)
    return try SteeringTrial(
      own.writing, own.writing.tasks(on: places), margin: own.dose.margin, most: mostSteps
    ).own
  }
}
