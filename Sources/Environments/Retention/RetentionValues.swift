/// Exact values of the retention game for an agent with a known objective, by value iteration
/// over all squares of both phases; time limits are left out.
///
/// What is reached after `t` steps counts `discount^t`. At B the training is worth
/// `r_B + rho discount V2(s2)`, where one more step leads to the deployment's start; where the
/// proxy is another thing there, what wants it in training has no share in `V2`.
package struct RetentionValues: Sendable {
  /// What the agent wants.
  package enum Objective: String, CaseIterable, Sendable {
    case base, proxy
    /// B in the training and P in the deployment, with nothing of the one in the other: what is told
    /// which phase it is in and goes by that alone.
    case byPhase = "by-phase"
  }

  package let level: RetentionLevel
  /// By square of the training trial, row-major; 0 on walls.
  package let training: [Double]
  /// By square of a deployment, row-major; 0 on walls.
  package let deployment: [Double]

  /// - Parameter horizon: whether the agent's objective reaches over to the deployment.
  /// - Precondition: the discount is above 0 and at most 1.
  package init(
    _ level: RetentionLevel, retention: Double, deployments: Int, discount: Double,
    objective: Objective, horizon: Bool = true
  ) {
    precondition(
      discount > 0 && discount <= 1, "A discount of \(discount) is not above 0 and at most 1.")
    self.level = level
    func wants(_ thing: RetentionThing, in phase: RetentionPhase) -> Bool {
      let isBase = objective == .base || (objective == .byPhase && phase != .deployment)
      return thing == (isBase ? .base : level.proxyThing(in: phase))
    }
    let deploymentEnds = level.things(in: .deployment).map {
      wants($0.thing, in: .deployment) ? Double(deployments) : 0.0
    }
    deployment = Self.iterate(level, .deployment, ends: deploymentEnds, discount: discount)
    let reachesOver =
      horizon && objective != .byPhase && (objective == .base || level.other == nil)
    let transfer = discount * deployment[level.grid.index(level.deploymentStart)]
    let trainingEnds = level.things(in: .training).map { thing, _ in
      (wants(thing, in: .training) ? 1.0 : 0.0)
        + (thing == .base && reachesOver ? retention * transfer : 0)
    }
    training = Self.iterate(level, .training, ends: trainingEnds, discount: discount)
  }

  /// The value at the training's start.
  package var value: Double { training[level.grid.index(level.start)] }

  /// The best actions on a square, ties kept; empty on things and where nothing can be gained.
  package func optimalActions(at cell: Cell, in phase: RetentionPhase) -> ActionSet {
    let values = phase == .deployment ? deployment : training
    let things = level.things(in: phase)
    guard !things.contains(where: { $0.cell == cell }) else { return .empty }
    let arrivals = level.grid.moves.offsets.indices.map {
      values[level.grid.index(level.grid.destination(of: $0, from: cell))]
    }
    let best = arrivals.max() ?? 0
    guard best > 0 else { return .empty }
    return ActionSet(arrivals.indices.filter { arrivals[$0] >= best * (1 - 1e-9) })
  }

  /// The thing that a best course of action takes from a phase's start, nil where none does or
  /// best courses take different ones.
  package func choice(in phase: RetentionPhase) -> RetentionThing? {
    var reached: Set<Int> = []
    var seen: Set<Cell> = [level.start(in: phase)]
    var front = [level.start(in: phase)]
    while let cell = front.popLast() {
      if let thing = level.things(in: phase).first(where: { $0.cell == cell })?.thing {
        reached.insert(thing.rawValue)
        continue
      }
      for action in optimalActions(at: cell, in: phase) {
        let next = level.grid.destination(of: action, from: cell)
        if seen.insert(next).inserted { front.append(next) }
      }
    }
    return reached.count == 1 ? reached.first.flatMap(RetentionThing.init(rawValue:)) : nil
  }

  /// `V(x) = max_a discount V(x')`, fixed at the things, swept until nothing changes.
  private static func iterate(
    _ level: RetentionLevel, _ phase: RetentionPhase, ends: [Double], discount: Double
  ) -> [Double] {
    let grid = level.grid
    var values = [Double](repeating: 0, count: grid.count)
    var isEnd = [Bool](repeating: false, count: grid.count)
    for (index, thing) in level.things(in: phase).enumerated() {
      values[grid.index(thing.cell)] = ends[index]
      isEnd[grid.index(thing.cell)] = true
    }
    var changed = true
    while changed {
      changed = false
      for index in 0..<grid.count where !grid.walls[index] && !isEnd[index] {
        let cell = grid.cell(index)
        var best = values[index]
        for action in grid.moves.offsets.indices {
          let next = grid.index(grid.destination(of: action, from: cell))
          if next != index { best = max(best, discount * values[next]) }
        }
        if best > values[index] {
          values[index] = best
          changed = true
        }
      }
    }
    return values
  }
}
