package import Agents
package import Environments
package import LinearAlgebra
package import NeuralNetworks
internal import Statistics

/// What tests that change activations work on: a network, levels in their halves, and the place
/// whose activations are changed.
package struct InterventionBase: Sendable {
  /// A moment of an episode: a level of the set, and where the agent is.
  package struct State: Sendable, Hashable {
    package let level: Int
    package let agent: Cell

    package init(level: Int, agent: Cell) {
      self.level = level
      self.agent = agent
    }
  }

  package let subject: StudySubject
  package let levels: LevelSet
  /// Every tick of the place.
  package let series: SiteSeries
  package let settings: SearchSettings
  package let random: RandomStream
  /// The places of distinct levels that things are fitted and chosen on.
  package let fit: [Int]
  /// The places of distinct levels that results are of.
  package let report: [Int]

  /// - Throws: `StatisticsError` when two levels have one id.
  package init(
    _ subject: StudySubject, on levels: LevelSet, series: SiteSeries, settings: SearchSettings,
    random: RandomStream
  ) throws {
    self.subject = subject
    self.levels = levels
    self.series = series
    self.settings = settings
    self.random = random
    let folds = Folds(try LevelUnits(levels.keys))
    fit = folds.selection.map { folds.units.levelsOfUnit[$0][0] }.sorted()
    report = folds.report.map { folds.units.levelsOfUnit[$0][0] }.sorted()
  }

  private init(_ other: InterventionBase, series: SiteSeries) {
    subject = other.subject
    levels = other.levels
    self.series = series
    settings = other.settings
    random = other.random
    fit = other.fit
    report = other.report
  }

  /// The same at another place.
  package func at(_ series: SiteSeries) -> InterventionBase {
    InterventionBase(self, series: series)
  }

  /// Which of so many levels a draw is tried on: every so manieth, in turn, so that all come up.
  ///
  /// - Parameter times: how many times as many levels as usual, where a level costs one decision alone.
  package func levels(ofDraw draw: Int, among count: Int, times: Int = 1) -> [Int] {
    let wanted = times * settings.interventionLevelsADraw
    let step = max(1, (count + wanted - 1) / max(1, wanted))
    return (0..<count).filter { $0 % step == draw % step }
  }

  /// The number of ticks that the network thinks.
  package var thinking: Int { settings.thinking ?? subject.agent.defaultTicks }

  /// The sites that are changed: all ticks, or the last layer alone in a network without ticks,
  /// whose layers have a code each.
  package var edited: [Site] { series.unit == "tick" ? series.sites : [series.last] }

  /// The states at the starts of some levels.
  package func starts(of places: [Int]) -> [State] {
    places.map { State(level: $0, agent: levels.levels[$0].start) }
  }

  /// What an agent does in each of some states.
  ///
  /// A network with a memory is asked as at the first step of an episode.
  ///
  /// - Parameter edits: changes over the batch of the states, in their order.
  /// - Throws: as a run of the agent does, and ``CaptureError/wrongActions(actions:moves:)``.
  package func decisions(
    of agent: Agent, in states: [State], ticks: Int? = nil, edits: [SiteEdit] = []
  ) throws -> Decisions {
    let actions = levels.moves.count
    guard !states.isEmpty else { return Decisions(Matrix(rows: 0, columns: actions)) }
    let output = try agent.run(
      observations(of: states), reads: reads(of: states), ticks: ticks ?? thinking, edits: edits)
    guard output.logits.columns == actions else {
      throw CaptureError.wrongActions(actions: output.logits.columns, moves: actions)
    }
    return Decisions(output.logits)
  }

  /// The observations of some states.
  package func observations(of states: [State]) -> Tensor {
    subject.encoder.observations(of: states.map { (levels.levels[$0.level], $0.agent) })
  }

  /// Where the policy is read in each of some states.
  package func reads(of states: [State]) -> [[Int]] {
    states.map { [levels.levels[$0.level].grid.index($0.agent)] }
  }

  /// The activations of an agent on some levels, the agent at each level's start.
  ///
  /// - Throws: as ``Capture/run(_:on:edits:)``.
  package func maps(
    of agent: Agent, at sites: [Site], on places: [Int], edits: [SiteEdit] = []
  ) throws -> CaptureSet {
    try Capture(sites: sites, ticks: thinking, encoder: subject.encoder)
      .run(agent, on: levels.selecting(places), edits: edits)
  }
}

extension ActionSet {
  /// Whether some of so many moves are held better than others; logits that are not finite, or alike,
  /// decide nothing.
  func isDecision(among moves: Int) -> Bool { !isEmpty && count < moves }
}

/// The actions that a network holds equally best in some states, and the logits behind them.
package struct Decisions: Sendable, Equatable {
  /// `[state, action]`.
  package let logits: Matrix<Float>
  /// One a state: more than one action is a tie; none where a logit is not finite.
  package let actions: [ActionSet]

  /// The relative margin below which logits are a tie.
  private static let tie: Float = 1e-6

  package init(_ logits: Matrix<Float>) {
    self.logits = logits
    actions = (0..<logits.rows).map { row in
      let values = logits.row(row)
      guard let largest = values.max(), values.allSatisfy(\.isFinite) else { return .empty }
      let margin = Self.tie * max(abs(largest), abs(values.min() ?? 0))
      return ActionSet(
        values.indices.filter { largest - values[$0] <= margin }.map { $0 - values.startIndex })
    }
  }

  /// How much of a decision is in a set: ties count by their share.
  package func share(_ state: Int, in wanted: ActionSet) -> Double {
    let chosen = actions[state]
    guard !chosen.isEmpty else { return 0 }
    return Double(chosen.count { wanted.contains($0) }) / Double(chosen.count)
  }
}
