package import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedWallFollower {
  /// Holds every claim about the wall follower.
  ///
  /// - Parameters:
  ///   - matched: levels in which the rule takes a shortest way; see ``RightHandRule/suits(_:)``.
  ///   - trees: mazes without loops and without things beside the goal.
  package static func check(
    _ comparison: TwinComparison, matched: LevelSet, trees: LevelSet
  ) throws -> [PlantedCheck] {
    // Every corridor is walked once in each direction at most.
    let limit = trees.levels.reduce(0) { max($0, 2 * $1.grid.freeCount) }
    func walks(_ levels: LevelSet, isReset: Bool = false) throws -> StatefulWalks {
      try StatefulWalks(
        comparison.twin, in: levels, encoder: comparison.encoder, limit: limit, isReset: isReset)
    }
    let (short, whole) = (try walks(matched), try walks(trees))
    let reset = try walks(trees, isReset: true)
    // A hundred mazes have thousands of states.
    let some = whole.prefix(levels: 100)
    return [
      headings(comparison, short, matched), headings(comparison, whole, trees),
      comparison.agreement(
        try agrees(comparison, short, matched), levels: matched.count, of: "states"),
      .decision(
        comparison.id, "in mazes without loops it reaches the goal", levels: trees.count,
        holds: whole.reached),
      comparison.contrast(
        "in mazes without loops its actions often are not those of P1",
        try agrees(comparison, some, trees), levels: some.reached.count),
      .decision(
        comparison.id,
        "with its state set to zero before every step it walks as the rule does "
          + "that heads up in every step", levels: trees.count,
        holds: trees.levels.indices.map { level in
          reset.reached[level] == RightHandRule.reachesForgetting(trees.levels[level], limit: limit)
        }),
      comparison.contrast(
        "with its state set to zero before every step it often does not reach the goal",
        reset.reached),
    ]
  }

  /// That the state after each step is the heading of the rule.
  private static func headings(
    _ comparison: TwinComparison, _ walks: StatefulWalks, _ levels: LevelSet
  ) -> PlantedCheck {
    var rules = [RightHandRule](repeating: RightHandRule(), count: levels.count)
    var heading = WorstDeviation()
    for step in walks.steps {
      let move = rules[step.level].move(in: levels.levels[step.level], at: step.cell)
      for index in step.state.indices { heading.compare(step.state[index], index == move ? 1 : 0) }
    }
    return heading.check(
      comparison.id, "the heading is the move of the right-hand rule", levels: levels.count,
      tolerance: 1e-4)
  }

  /// For each step whether its action is one of the positive's in that state.
  private static func agrees(
    _ comparison: TwinComparison, _ walks: StatefulWalks, _ levels: LevelSet
  ) throws -> [Bool] {
    let states = try LevelSet(
      walks.steps.map { try levels.levels[$0.level].starting(at: $0.cell) })
    let alike = try PlantedDecisions(
      comparison.positive, on: states, encoder: comparison.encoder,
      ticks: [Int](repeating: comparison.ticks, count: states.count))
    let found = PlantedDecisions(logits: walks.steps.map(\.logits))
    return walks.steps.indices.map { found.isSolved($0, alike.best($0)) }
  }
}
