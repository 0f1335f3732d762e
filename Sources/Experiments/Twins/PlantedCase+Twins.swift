internal import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCase {
  /// One entry a form: twins in mazes of 9x9 and of 7x7, then untrained networks.
  static let twins: [PlantedCase] =
    [9, 7].flatMap { lookups($0) + oracles($0) + rules($0) + fitted($0) } + untrained

  /// Levels of a seed on which a twin acts as its positive.
  typealias Pairs = @Sendable (_ count: Int, _ seed: UInt64) throws -> LevelSet

  /// Twins with levels in their weights.
  private static func lookups(_ side: Int) -> [PlantedCase] {
    let (world, marked) = (TwinLevels(side: side), TwinLevels(side: side, oracle: .watermark))
    let kept = "\(world.tableRows) levels kept in the weights"
    let pairs: Pairs = { try world.matched($0, $1) }
    let markedPairs: Pairs = { try marked.matched($0, $1, isMarked: true) }
    return [
      PlantedCase(id: "N1", world, kept, pairs) { seed in
        try PlantedLookup.agent(
          world.reading(), levels: world.table(seed), encoder: world.encoder)
      } claims: { agent, count, seed in
        try PlantedLookup.check(
          world.comparison("N1", agent), kept: world.table(seed),
          matched: pairs(count, seed), fresh: world.fresh(count, seed))
      },
      PlantedCase(id: "N7", world, kept, label: .computedNotUsed, pairs) { seed in
        try PlantedUnusedWave.agent(
          world.reading(), levels: world.table(seed), encoder: world.encoder, ticks: world.ticks)
      } claims: { agent, count, seed in
        try PlantedUnusedWave.check(
          world.comparison("N7", agent), kept: world.table(seed),
          matched: pairs(count, seed), fresh: world.fresh(count, seed))
      },
      PlantedCase(id: "N8", world, kept, pairs) { seed in
        try PlantedDormantPlan.agent(
          world.reading(), levels: world.table(seed), encoder: world.encoder)
      } claims: { agent, count, seed in
        try PlantedDormantPlan.check(
          world.comparison("N8", agent), kept: world.table(seed),
          matched: pairs(count, seed), fresh: world.fresh(count, seed))
      },
      PlantedCase(id: "N14", world, kept, pairs) { seed in
        try PlantedPatchedWave.agent(
          world.reading(), levels: world.table(seed), encoder: world.encoder, ticks: world.ticks)
      } claims: { agent, count, seed in
        try PlantedPatchedWave.check(
          world.comparison("N14", agent), kept: world.table(seed),
          matched: pairs(count, seed), fresh: world.fresh(count, seed))
      },
      PlantedCase(id: "N15", marked, kept, markedPairs) { seed in
        try PlantedWatermark.agent(
          plane: marked.oraclePlanes.lowerBound, levels: marked.table(seed, isMarked: true),
          encoder: marked.encoder)
      } claims: { agent, count, seed in
        try PlantedWatermark.check(
          marked.comparison("N15", agent), plane: marked.oraclePlanes.lowerBound,
          kept: marked.table(seed, isMarked: true),
          matched: markedPairs(count, seed), fresh: marked.fresh(count, seed))
      },
    ]
  }

  /// Twins that read an oracle.
  private static func oracles(_ side: Int) -> [PlantedCase] {
    let plan = TwinLevels(side: side, oracle: .plan)
    let value = TwinLevels(side: side, oracle: .value)
    let hint = TwinLevels(side: side, oracle: .hint)
    let plane = value.oraclePlanes.lowerBound
    let planPairs: Pairs = { try plan.levels($0, $1) }
    let valuePairs: Pairs = { try value.levels($0, $1) }
    let hintPairs: Pairs = { try hint.levels($0, $1) }
    return [
      PlantedCase(id: "N2", plan, "with an oracle's plan", planPairs) { _ in
        try PlantedCopiedPlan.agent(plan: plan.oraclePlanes, planes: plan.encoder.planes)
      } claims: { agent, count, seed in
        try PlantedCopiedPlan.check(
          plan.comparison("N2", agent), plan: plan.oraclePlanes, on: planPairs(count, seed))
      },
      PlantedCase(id: "N3", value, "with an oracle's values", valuePairs) { _ in
        try PlantedStagedReveal.agent(
          valuePlane: plane, planes: value.encoder.planes, squares: value.squares,
          ticks: value.ticks)
      } claims: { agent, count, seed in
        try PlantedStagedReveal.check(
          value.comparison("N3", agent), valuePlane: plane, on: valuePairs(count, seed))
      },
      PlantedCase(id: "N4", value, "with an oracle's values", valuePairs) { _ in
        try PlantedGreedyValues.agent(
          valuePlane: plane, planes: value.encoder.planes, squares: value.squares)
      } claims: { agent, count, seed in
        try PlantedGreedyValues.check(
          value.comparison("N4", agent), valuePlane: plane, on: valuePairs(count, seed))
      },
      PlantedCase(id: "N11", hint, "with an oracle's plan in the first step", hintPairs) { _ in
        try PlantedLatchedHint.agent(
          hint: hint.oraclePlanes, planes: hint.encoder.planes, ticks: PlantedLatchedHint.ticks)
      } claims: { agent, count, seed in
        try PlantedLatchedHint.check(
          hint.comparison("N11", agent), hint: hint.oraclePlanes, on: hintPairs(count, seed))
      },
    ]
  }

  /// Twins with a rule, or with a wave to a place of their own.
  private static func rules(_ side: Int) -> [PlantedCase] {
    let world = TwinLevels(side: side)
    let straight: Pairs = { try world.drawn($0, $1) { PlantedReflex.suits($0) } }
    let down: Pairs = {
      try world.drawn($0, $1) { PlantedConstant.suits($0, action: TwinLevels.action) }
    }
    let rightHand: Pairs = { try world.drawn($0, $1) { RightHandRule.suits($0) } }
    let there: Pairs = { try world.drawn($0, $1) { $0.goal == TwinLevels.place } }
    return [
      PlantedCase(id: "N6", world, "where the reflex is right", straight) { _ in
        try PlantedReflex.agent(
          world.reading(), agentPlane: world.agentPlane, rows: side, columns: side)
      } claims: { agent, count, seed in
        try PlantedReflex.check(
          world.comparison("N6", agent),
          matched: straight(count, seed),
          others: world.drawn(count, seed) { !PlantedReflex.suits($0) })
      },
      PlantedCase(id: "N9", world, "where down is optimal", down) { _ in
        try PlantedConstant.agent(world.reading(), action: TwinLevels.action)
      } claims: { agent, count, seed in
        try PlantedConstant.check(
          world.comparison("N9", agent), action: TwinLevels.action,
          matched: down(count, seed), fresh: world.fresh(count, seed))
      },
      PlantedCase(id: "N12", world, "where the rule takes a shortest way", rightHand) { _ in
        try PlantedWallFollower.agent(
          blocked: world.reading().blocked, agentPlane: world.agentPlane, rows: side,
          columns: side)
      } claims: { agent, count, seed in
        try PlantedWallFollower.check(
          world.comparison("N12", agent),
          matched: rightHand(count, seed),
          trees: world.trees(count, seed))
      },
      PlantedCase(id: "N16", world, "with the goal in one place", there) { _ in
        try PlantedFixedPlace.agent(
          blocked: world.reading().blocked, row: TwinLevels.place.row,
          column: TwinLevels.place.column, rows: side, columns: side, ticks: world.ticks)
      } claims: { agent, count, seed in
        try PlantedFixedPlace.check(
          world.comparison("N16", agent), place: TwinLevels.place,
          matched: there(count, seed),
          fresh: world.drawn(count, seed) { $0.object(at: TwinLevels.place) == nil })
      },
    ]
  }

  /// Networks that are no twin of anything on some levels, and one that is on levels that are near
  /// enough.
  private static func fitted(_ side: Int) -> [PlantedCase] {
    let world = TwinLevels(side: side)
    let blocks = side + 9
    let near: Pairs = { try world.drawn($0, $1) { PlantedUntiedWave.suits($0, blocks: blocks) } }
    return [
      PlantedCase(id: "N5", world, "a fitted reading of random features", nil) { seed in
        try PlantedReservoir.agent(world, seed: seed)
      } claims: { agent, count, seed in
        try PlantedReservoir.check(
          world.comparison("N5", agent), fresh: world.fresh(count, seed))
      },
      PlantedCase(id: "N10", world, "which kinds of things there are", nil) { _ in
        PlantedClassifier.agent(
          kinds: PlantedClassifier.kinds(world.encoder), rows: side, columns: side)
      } claims: { agent, count, seed in
        try PlantedClassifier.check(
          agent, on: world.fresh(count, seed), encoder: world.encoder)
      },
      PlantedCase(id: "N13", world, "\(blocks) blocks", label: .ungraded, near) { seed in
        PlantedUntiedWave.agent(
          try world.reading(), blocks: blocks, random: RandomStream(seed: seed))
      } claims: { agent, count, seed in
        try PlantedUntiedWave.check(
          world.comparison("N13", agent), blocks: blocks,
          matched: near(count, seed),
          fresh: world.fresh(count, seed))
      },
    ]
  }

  /// Networks without training.
  private static let untrained: [PlantedCase] = {
    let world = TwinLevels()
    let names = PlantedUntrained.architectures(planes: world.encoder.planes, side: world.side)
      .map { type(of: $0).name }
    return names.indices.map { index in
      let id = "U\(index + 1)"
      return PlantedCase(id: id, world, names[index], nil) { seed in
        PlantedUntrained.agent(
          index + 1, planes: world.encoder.planes, side: world.side,
          random: RandomStream(seed: seed))
      } claims: { agent, count, seed in
        try PlantedUntrained.check(world.comparison(id, agent), on: world.fresh(count, seed))
      }
    }
  }()
}

extension PlantedCase {
  /// A form of a network that does not search, in red-door mazes.
  ///
  /// - Parameter pairs: levels on which it acts as P1 does, if there are such levels.
  fileprivate init(
    id: String, _ world: TwinLevels, _ form: String, label: PlantedLabel = .noSearch,
    _ pairs: Pairs?, make: @escaping @Sendable (_ seed: UInt64) throws -> Agent,
    claims:
      @escaping @Sendable (_ agent: Agent, _ levels: Int, _ seed: UInt64) throws -> [PlantedCheck]
  ) {
    self.init(
      id: id, setting: "\(world.name), \(form)", environment: world.environment.configuration,
      label: label, matched: pairs == nil ? nil : "P1", pairs: pairs, make: make, claims: claims)
  }
}
