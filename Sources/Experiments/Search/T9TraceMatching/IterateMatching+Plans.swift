internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

extension IterateMatching {
  /// Plans that are improved step by step: after step `k` the activations should hold what is left
  /// of the way to the goal under gradient descent on its squared length, `(1 - rate)^k` of it.
  ///
  /// Held against the way itself, the way in proportion to the steps taken, and the way from the
  /// first step on, so that what counts is the shape of the approach.
  ///
  /// - Parameter subject: a network with ticks and vectors, and no maps, at these.
  /// - Returns: `nil` for a network that has no such site, or fewer than four ticks at it.
  /// - Throws: as a run of the agent does.
  package init?(
    planning subject: StudySubject, on levels: LevelSet, thinking: Int? = nil, untrained: Int = 5,
    replicates: Int = 2000, random: RandomStream
  ) throws {
    let agent = subject.agent
    let ticked = agent.architecture.sites.filter { $0.hasTicks && !$0.isMap }
    guard agent.architecture.sites.allSatisfy({ !($0.isMap && $0.hasTicks) }),
      let chosen = ticked.first(where: { if case .vectors = $0.layout { true } else { false } })
        ?? ticked.last,
      let ticks = agent.ticks(of: chosen, thinking: thinking ?? agent.defaultTicks),
      ticks.count >= TraceMatching.fewestTicks
    else { return nil }
    let random = random.split("gradient steps")
    let sites = ticks.map { Site(chosen.name, tick: $0) }
    let capture = Capture(sites: sites, ticks: thinking, encoder: subject.encoder)
    let observations = subject.encoder.observations(of: levels.levels)
    let agents = [agent] + UntrainedTwins.of(agent, count: untrained, from: random)
    let activations = try agents.map { agent -> IterateShares.Panel in
      let set = try capture.run(agent, on: levels, observations: observations)
      return try sites.map { site in
        let tensor = try set.activations(at: site)
        return Matrix(
          rows: levels.count, columns: tensor.count / levels.count,
          elements: tensor.elements.map { Double($0) })
      }
    }
    let ways = levels.levels.map { level in
      [Double(level.goal.row - level.start.row), Double(level.goal.column - level.start.column)]
    }
    func panel(_ factor: (Int) -> Double, _ order: [Int]?) -> IterateShares.Panel {
      sites.indices.map { step in
        Matrix(
          rows: ways.count, columns: 2,
          elements: ways.indices.flatMap { level in
            ways[order?[level] ?? level].map { $0 * factor(step) }
          })
      }
    }
    let rivals = zip(panel({ Double($0) }, nil), panel({ $0 > 0 ? 1 : 0 }, nil)).map {
      $0.joined(with: $1)
    }
    let units = try LevelUnits(levels.keys)
    let firstOfUnit = units.levelsOfUnit.map { $0[0] }
    let (all, unitOfLevel, count) = (ways, units.unitOfLevel, sites.count)
    try self.init(
      Setting(
        algorithm: .gradientSteps, problem: "the way to the goal",
        parameterName: "share of the way taken by a step", site: chosen.name,
        unitOfRow: units.unitOfLevel,
        folds: Folds(units), design: Matrix(rows: levels.count, columns: 0), rivals: rivals,
        activations: activations, parameters: (0..<10).map { 0.02 * Self.power(1.5, $0) }
      ) { rate, order in
        (0..<count).map { step in
          Matrix(
            rows: all.count, columns: 2,
            elements: all.indices.flatMap { level in
              all[order.map { firstOfUnit[$0[unitOfLevel[level]]] } ?? level].map {
                $0 * Self.power(1 - rate, step)
              }
            })
        }
      }, replicates: replicates, random: random)
  }
}
