package import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedLatchedHint {
  /// One would do; the latch is whole after the first and stays.
  static let ticks = 4

  /// Holds every claim about the latched hint.
  package static func check(
    _ comparison: TwinComparison, hint: Range<Int>, on levels: LevelSet
  ) throws -> [PlantedCheck] {
    func walks(isReset: Bool) throws -> StatefulWalks {
      try StatefulWalks(
        comparison.twin, in: levels, encoder: comparison.encoder,
        limit: levels.levels.reduce(0) { max($0, $1.grid.freeCount) }, ticks: ticks,
        isReset: isReset)
    }
    let (whole, reset) = (try walks(isReset: false), try walks(isReset: true))
    let paths = levels.levels.map { $0.paths() }
    let plans = levels.levels.map { LevelTable.plan($0, gain: 1) }
    var kept = WorstDeviation()
    for step in whole.steps {
      for (index, value) in step.state.enumerated() {
        kept.compare(value, Double(plans[step.level][index]))
      }
    }
    let found = PlantedDecisions(logits: whole.steps.map(\.logits))
    // Each level's first step alone shows the hint.
    let later = reset.steps.filter { $0.cell != levels.levels[$0.level].start }
    return [
      try comparison.deviation(
        at: site, channels: 0..<hint.count, on: levels, ticks: ticks
      ) { level, cell, move, _ in Double(plans[level][4 * cell + move]) }
      .check(
        comparison.id, "the plan of every square is in the state from the first tick on",
        levels: levels.count, tolerance: 1e-6),
      kept.check(
        comparison.id, "it is kept over all steps of an episode", levels: levels.count,
        tolerance: 1e-6),
      try comparison.agreement(on: levels),
      .decision(
        comparison.id, "the actions of all steps are the optimal ones", levels: levels.count,
        holds: whole.steps.indices.map {
          found.best($0)
            == paths[whole.steps[$0].level].optimalActions(at: whole.steps[$0].cell)
        }),
      .decision(
        comparison.id, "with its state set to zero before a step all logits are 0 without the hint",
        levels: levels.count,
        holds: later.map { $0.logits.allSatisfy { abs($0) < 1e-6 } }),
      comparison.contrast(
        "with its state set to zero before every step it often does not reach the goal",
        reset.reached),
    ]
      + (try comparison.dependence(
        on: hint, levels: levels, actions: OracleActions.ofPlan))
  }
}
