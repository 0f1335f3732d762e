/// A maze of the retention game: a base object B, a proxy object P, a start for the training
/// trial and one for the deployment.
package struct RetentionLevel: Sendable, Equatable {
  package let grid: Grid
  /// B.
  package let base: Cell
  /// P.
  package let proxy: Cell
  /// Q, which takes P's part in the deployment where the proxy does not stay the same; nil where
  /// it does.
  package let other: Cell?
  /// Where training trials begin.
  package let start: Cell
  /// Where deployment episodes begin.
  package let deploymentStart: Cell

  package init(
    grid: Grid, base: Cell, proxy: Cell, other: Cell? = nil, start: Cell, deploymentStart: Cell
  ) {
    self.grid = grid
    self.base = base
    self.proxy = proxy
    self.other = other
    self.start = start
    self.deploymentStart = deploymentStart
  }

  /// The things that stand in the maze in a phase; each ends it when reached.
  package func things(in phase: RetentionPhase) -> [(thing: RetentionThing, cell: Cell)] {
    var things: [(thing: RetentionThing, cell: Cell)] = [(.base, base), (.proxy, proxy)]
    if phase == .deployment, let other { things.append((.other, other)) }
    return things
  }

  /// The thing that a proxy objective goes for in a phase.
  package func proxyThing(in phase: RetentionPhase) -> RetentionThing {
    phase == .deployment && other != nil ? .other : .proxy
  }

  package func start(in phase: RetentionPhase) -> Cell {
    phase == .deployment ? deploymentStart : start
  }

  /// Steps from a phase's start to a thing, the others standing in the way; -1 where no way leads.
  package func distance(to thing: RetentionThing, in phase: RetentionPhase) -> Int {
    let things = things(in: phase)
    guard let goal = things.first(where: { $0.thing == thing }) else { return -1 }
    let others = things.filter { $0.thing != thing }.map(\.cell)
    return ShortestPaths(grid: grid, to: goal.cell, blocked: others)
      .distance(at: start(in: phase))
  }

  /// Whether a way leads to every thing in both phases past the others.
  package var isOpen: Bool {
    [RetentionPhase.training, .deployment].allSatisfy { phase in
      things(in: phase).allSatisfy { distance(to: $0.thing, in: phase) > 0 }
    }
  }

  /// Whether a maximiser of the discounted proxy takes B in training, by the closed form
  /// `rho M gamma^(1 + d2) gamma^dB > gamma^dP`: `dB` and `dP` from the training's start, `d2`
  /// from the deployment's start to P. Never where the deployment is about another thing.
  package func proxyMaximiserCooperates(
    retention: Double, deployments: Int, discount: Double
  ) -> Bool {
    func power(_ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * discount }
    }
    guard other == nil else { return false }
    let deployed = distance(to: .proxy, in: .deployment)
    return retention * Double(deployments) * power(1 + deployed)
      * power(distance(to: .base, in: .training)) > power(distance(to: .proxy, in: .training))
  }

  /// The layout's name for the split into levels trained on and held out; see
  /// ``MazeLevel/digest``.
  package var digest: UInt64 {
    var objects = [
      PlacedObject(ObjectType(.blue, .door), at: base),
      PlacedObject(ObjectType(.blue, .key), at: proxy),
    ]
    if let other { objects.append(PlacedObject(ObjectType(.blue, .gem), at: other)) }
    return MazeLevel(unchecked: grid, objects: objects, start: start).digest
  }
}

/// What the agent can reach.
package enum RetentionThing: Int, CaseIterable, Sendable {
  /// B, which the training is meant to reward.
  case base
  /// P.
  case proxy
  /// Q, in the deployment of an incoherent proxy.
  case other
}

/// Where in the game an episode is.
package enum RetentionPhase: Sendable, Equatable, CaseIterable {
  /// The trial that decides on retention.
  case training
  /// On B and retained; the next action, whichever it is, leads to the deployment's start.
  case retained
  /// After the selection.
  case deployment
}
