package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedBidirectionalWave {
  /// Holds every claim about the two waves and the plan against breadth-first distances from both
  /// ends.
  ///
  /// - Parameter agent: the planted network, undisguised.
  /// - Throws: when the levels do not fit the network.
  package static func check(
    _ agent: Agent, on levels: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let known = PlantedLevels(levels)
    let fromStart = levels.levels.map { level in
      ShortestPaths(
        grid: level.grid, to: level.start,
        blocked: level.objects.filter { !$0.isBase }.map(\.cell))
    }
    return try heights(agent, known, fromStart, encoder: encoder)
      + decisions(agent, known, fromStart, encoder: encoder)
  }

  private static func heights(
    _ agent: Agent, _ known: PlantedLevels, _ fromStart: [ShortestPaths],
    encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let ticks = known.furthest + 3
    let sites = (1...ticks).map { Site("waves", tick: $0) }
    var (goals, agents, around) = (WorstDeviation(), WorstDeviation(), WorstDeviation())
    for (offset, set) in try known.pieces() {
      let captured = try Capture(sites: sites, ticks: ticks, encoder: encoder).run(agent, on: set)
      for site in sites {
        let states = try captured.activations(at: site)
        let channels = states.shape[3]
        func height(_ paths: ShortestPaths, _ cell: Cell) -> Double {
          let distance = paths.distance(at: cell)
          return distance < 0 ? 0 : Double(max(0, site.tick - distance))
        }
        for sample in 0..<set.count {
          let (paths, back) = (known.paths[offset + sample], fromStart[offset + sample])
          let grid = set.levels[sample].grid
          for index in 0..<set.cells {
            let start = (sample * set.cells + index) * channels
            let cell = grid.cell(index)
            goals.compare(
              states.elements[start + Channel.goalHeight.rawValue], height(paths, cell))
            agents.compare(
              states.elements[start + Channel.agentHeight.rawValue], height(back, cell))
            for (move, offset) in grid.moves.offsets.enumerated() {
              around.compare(
                states.elements[start + Channel.up.rawValue + move],
                height(paths, cell.moved(by: offset)))
            }
          }
        }
      }
    }
    return [
      goals.check(
        "P4", "after T ticks the height of the goal's wave is max(0, T - distance to the goal)",
        levels: known.count, tolerance: 1e-5),
      agents.check(
        "P4", "and of the agent's wave max(0, T - distance to the agent)", levels: known.count,
        tolerance: 1e-5),
      around.check(
        "P4", "four channels hold the goal's wave at the neighbours", levels: known.count,
        tolerance: 1e-5),
    ]
  }

  private static func decisions(
    _ agent: Agent, _ known: PlantedLevels, _ fromStart: [ShortestPaths],
    encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let (starts, optimal) = (known.starts, known.optimal)
    var plans = WorstDeviation()
    var decided: [Bool] = []
    for wait in [0, 1, 5] {
      let found = try PlantedDecisions(
        agent, on: known.levels, encoder: encoder, ticks: starts.map { $0 + wait },
        capturing: Site("plan"))
      decided += optimal.indices.map { found.best($0) == optimal[$0] }
      for (level, plan) in found.activations.enumerated() {
        for (cell, isPlanned) in plan.enumerated() {
          let (there, back) = (
            known.paths[level].distances[cell], fromStart[level].distances[cell]
          )
          let isOnAWay = there >= 0 && back >= 0 && there + back == starts[level]
          plans.compare(isPlanned, isOnAWay ? 1 : 0)
        }
      }
    }
    let early = try PlantedDecisions(
      agent, on: known.levels, encoder: encoder, ticks: starts.map { $0 - 1 })
    let far = known.places(from: 2)
    let cuts = try Wave.allCases.map { wave in
      let cut = try PlantedDecisions(
        cut(agent, wave), on: known.levels, encoder: encoder, ticks: starts.map { $0 + 5 })
      return PlantedCheck.cut(
        "P4",
        "without the spread of the \(wave == .goal ? "goal" : "agent")'s wave no start two steps or "
          + "more away is decided",
        levels: far.count, solved: far.map { cut.isSolved($0, optimal[$0]) })
    }
    return [
      plans.check(
        "P4", "from tick d* on, the plan is the set of squares on shortest ways",
        levels: known.count, tolerance: 1e-3),
      .decision(
        "P4", "from tick d* on, the best actions are all the optimal ones", levels: known.count,
        holds: decided),
      .decision(
        "P4", "before, all logits are 0", levels: known.count,
        holds: early.logits.map { $0.allSatisfy { abs($0) < 1e-4 } }),
    ] + cuts
  }
}
