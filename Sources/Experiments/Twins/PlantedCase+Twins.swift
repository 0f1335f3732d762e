internal import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCase {
  /// One entry a twin.
  static let twins: [PlantedCase] = lookups + oracles + reflexes

  /// Twins with levels in their weights.
  private static let lookups: [PlantedCase] = [
    PlantedCase(
      id: "N1", setting: TwinLevels.tableSetting, environment: TwinLevels.configuration(.none)
    ) { seed in
      try PlantedLookup.agent(
        RedDoor.reading(), levels: TwinLevels.table(seed), encoder: RedDoor.encoder)
    } claims: { agent, count, seed in
      try PlantedLookup.check(
        TwinLevels.comparison("N1", agent), matched: TwinLevels.matched(count, seed),
        fresh: TwinLevels.fresh(count, seed))
    },
    PlantedCase(
      id: "N7", setting: TwinLevels.tableSetting, environment: TwinLevels.configuration(.none)
    ) { seed in
      try PlantedUnusedWave.agent(
        RedDoor.reading(), levels: TwinLevels.table(seed), encoder: RedDoor.encoder,
        ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedUnusedWave.check(
        TwinLevels.comparison("N7", agent), matched: TwinLevels.matched(count, seed),
        fresh: TwinLevels.fresh(count, seed))
    },
    PlantedCase(
      id: "N8", setting: TwinLevels.tableSetting, environment: TwinLevels.configuration(.none)
    ) { seed in
      try PlantedDormantPlan.agent(
        RedDoor.reading(), levels: TwinLevels.table(seed), encoder: RedDoor.encoder)
    } claims: { agent, count, seed in
      try PlantedDormantPlan.check(
        TwinLevels.comparison("N8", agent), matched: TwinLevels.matched(count, seed),
        fresh: TwinLevels.fresh(count, seed))
    },
    PlantedCase(
      id: "N14", setting: TwinLevels.tableSetting, environment: TwinLevels.configuration(.none)
    ) { seed in
      try PlantedPatchedWave.agent(
        RedDoor.reading(), levels: TwinLevels.table(seed), encoder: RedDoor.encoder,
        ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedPatchedWave.check(
        TwinLevels.comparison("N14", agent), matched: TwinLevels.matched(count, seed),
        fresh: TwinLevels.fresh(count, seed))
    },
    PlantedCase(
      id: "N15", setting: TwinLevels.tableSetting, environment: TwinLevels.configuration(.watermark)
    ) { seed in
      try PlantedWatermark.agent(
        plane: TwinLevels.oraclePlane, levels: TwinLevels.table(seed, isMarked: true),
        encoder: TwinLevels.encoder(.watermark))
    } claims: { agent, count, seed in
      try PlantedWatermark.check(
        TwinLevels.comparison("N15", agent, .watermark), plane: TwinLevels.oraclePlane,
        matched: TwinLevels.matched(count, seed, isMarked: true),
        fresh: TwinLevels.fresh(count, seed))
    },
  ]

  /// Twins that read an oracle.
  private static let oracles: [PlantedCase] = [
    PlantedCase(
      id: "N2", setting: "red-door 9x9 with an oracle's plan",
      environment: TwinLevels.configuration(.plan)
    ) { _ in
      try PlantedCopiedPlan.agent(
        plan: TwinLevels.planPlanes, planes: TwinLevels.encoder(.plan).planes)
    } claims: { agent, count, seed in
      try PlantedCopiedPlan.check(
        TwinLevels.comparison("N2", agent, .plan), plan: TwinLevels.planPlanes,
        on: RedDoor.levels(count, seed))
    },
    PlantedCase(
      id: "N3", setting: "red-door 9x9 with an oracle's values",
      environment: TwinLevels.configuration(.value)
    ) { _ in
      try PlantedStagedReveal.agent(
        valuePlane: TwinLevels.oraclePlane, planes: TwinLevels.encoder(.value).planes,
        squares: TwinLevels.squares, ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedStagedReveal.check(
        TwinLevels.comparison("N3", agent, .value), valuePlane: TwinLevels.oraclePlane,
        on: RedDoor.levels(count, seed))
    },
    PlantedCase(
      id: "N4", setting: "red-door 9x9 with an oracle's values",
      environment: TwinLevels.configuration(.value)
    ) { _ in
      try PlantedGreedyValues.agent(
        valuePlane: TwinLevels.oraclePlane, planes: TwinLevels.encoder(.value).planes,
        squares: TwinLevels.squares)
    } claims: { agent, count, seed in
      try PlantedGreedyValues.check(
        TwinLevels.comparison("N4", agent, .value), valuePlane: TwinLevels.oraclePlane,
        on: RedDoor.levels(count, seed))
    },
  ]

  /// Twins with a rule, or with a wave to a place of their own.
  private static let reflexes: [PlantedCase] = [
    PlantedCase(
      id: "N6", setting: "red-door 9x9 where the reflex is right",
      environment: TwinLevels.configuration(.none)
    ) { _ in
      try PlantedReflex.agent(
        RedDoor.reading(), agentPlane: RedDoor.agentPlane, rows: TwinLevels.side,
        columns: TwinLevels.side)
    } claims: { agent, count, seed in
      try PlantedReflex.check(
        TwinLevels.comparison("N6", agent),
        matched: TwinLevels.drawn(count, seed) { PlantedReflex.suits($0) },
        others: TwinLevels.drawn(count, seed) { !PlantedReflex.suits($0) })
    },
    PlantedCase(
      id: "N9", setting: "red-door 9x9 where down is optimal",
      environment: TwinLevels.configuration(.none)
    ) { _ in
      try PlantedConstant.agent(RedDoor.reading(), action: TwinLevels.action)
    } claims: { agent, count, seed in
      try PlantedConstant.check(
        TwinLevels.comparison("N9", agent), action: TwinLevels.action,
        matched: TwinLevels.drawn(count, seed) {
          PlantedConstant.suits($0, action: TwinLevels.action)
        }, fresh: TwinLevels.fresh(count, seed))
    },
    PlantedCase(
      id: "N12", setting: "red-door 9x9 where the rule takes a shortest way",
      environment: TwinLevels.configuration(.none)
    ) { _ in
      try PlantedWallFollower.agent(
        blocked: RedDoor.reading().blocked, agentPlane: RedDoor.agentPlane, rows: TwinLevels.side,
        columns: TwinLevels.side)
    } claims: { agent, count, seed in
      try PlantedWallFollower.check(
        TwinLevels.comparison("N12", agent),
        matched: TwinLevels.drawn(count, seed) { RightHandRule.suits($0) },
        trees: TwinLevels.trees(count, seed))
    },
    PlantedCase(
      id: "N16", setting: "red-door 9x9 with the goal in one place",
      environment: TwinLevels.configuration(.none)
    ) { _ in
      try PlantedFixedPlace.agent(
        blocked: RedDoor.reading().blocked, row: TwinLevels.place.row,
        column: TwinLevels.place.column, rows: TwinLevels.side, columns: TwinLevels.side,
        ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      try PlantedFixedPlace.check(
        TwinLevels.comparison("N16", agent), place: TwinLevels.place,
        matched: TwinLevels.drawn(count, seed) { $0.goal == TwinLevels.place },
        fresh: TwinLevels.drawn(count, seed) { $0.object(at: TwinLevels.place) == nil })
    },
  ]
}
