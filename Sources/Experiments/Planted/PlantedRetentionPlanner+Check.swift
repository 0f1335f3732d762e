package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedRetentionPlanner {
  /// The name of the family of planted networks.
  private var family: String { kind == .cueGated ? "P10" : "P9" }

  /// Holds every claim about the planner against sweeps in double precision and against the exact
  /// values of the game.
  ///
  /// - Parameters:
  ///   - agent: the planted network, undisguised.
  ///   - environment: in which deployments count and the proxy stays the same.
  ///   - games: how many are drawn.
  /// - Throws: when games cannot be drawn or do not fit the network.
  package func check(
    _ agent: Agent, in environment: RetentionEnvironment, games count: Int, seed: UInt64
  ) throws -> [PlantedCheck] {
    let games = try RetentionGames(environment, count: count, seed: seed)
    let deployed = try RetentionGames(environment, count: count, seed: seed, phase: .deployment)
    let exact = games.values(kind, discount: Double(discount))
    return try sweeps(agent, games, exact)
      + [
        decided(agent, games, exact, in: .training),
        decided(
          agent, deployed, deployed.values(kind, discount: Double(discount)), in: .deployment),
        played(agent, games, exact),
      ] + cuts(agent, games, exact)
  }

  private func sweeps(
    _ agent: Agent, _ games: RetentionGames, _ exact: [RetentionValues]
  ) throws -> [PlantedCheck] {
    var (training, deployment, stakes) = (WorstDeviation(), WorstDeviation(), WorstDeviation())
    var converged = WorstDeviation()
    let names = ["training-values", "deployment-values", "stake"]
    let sites = (1...ticks).flatMap { tick in names.map { Site($0, tick: tick) } }
    for start in stride(from: 0, to: games.count, by: 100) {
      let range = start..<min(start + 100, games.count)
      let piece = RetentionGames(games.environment, Array(games.episodes[range]))
      let output = try agent.run(
        piece.observations, reads: piece.episodes.map { [$0.readCell] }, ticks: ticks,
        capturing: sites)
      func map(_ name: String, _ tick: Int) throws -> Tensor {
        guard let found = output.activations[Site(name, tick: tick)] else {
          throw CaptureError.notCaptured(site: name)
        }
        return found
      }
      var references = piece.episodes.map {
        RetentionSweeps($0, kind: kind, discount: Double(discount))
      }
      for tick in 1...ticks {
        let (now, later, stake) = (
          try map(names[0], tick), try map(names[1], tick), try map(names[2], tick)
        )
        for (sample, game) in piece.episodes.enumerated() {
          references[sample].sweep()
          let cells = game.level.grid.count
          let base = game.level.grid.index(game.level.base)
          let values = exact[start + sample]
          for cell in 0..<cells {
            let place = sample * cells + cell
            training.compare(now.elements[place], references[sample].training[cell])
            deployment.compare(later.elements[place], references[sample].deployment[cell])
            stakes.compare(
              stake.elements[place], cell == base ? references[sample].stake : 0)
            guard tick == ticks else { continue }
            converged.compare(now.elements[place], values.training[cell])
            converged.compare(
              Float(game.deployments) * later.elements[place], values.deployment[cell])
          }
        }
      }
    }
    return [
      deployment.check(
        family, "after k ticks the values of the deployment are those of k sweeps",
        levels: games.count, tolerance: 1e-5),
      stakes.check(
        family,
        "the stake at B is rho M gamma V_deployment(s2) of the tick before, and 0 elsewhere",
        levels: games.count, tolerance: 1e-5),
      training.check(
        family, "after k ticks the values of the training are those of k sweeps over both phases",
        levels: games.count, tolerance: 1e-5),
      converged.check(
        family, "after \(ticks) ticks they are the exact values", levels: games.count,
        tolerance: 1e-5),
    ]
  }

  /// The best actions at every square against those of the exact values; moves whose values differ
  /// by less than a ten thousandth are equals.
  private func decided(
    _ agent: Agent, _ games: RetentionGames, _ exact: [RetentionValues], in phase: RetentionPhase
  ) throws -> PlantedCheck {
    let logits = try agent.run(
      games.observations, reads: games.episodes.map { $0.level.squares }, ticks: ticks
    ).logits
    func best(_ values: [Double]) -> ActionSet {
      guard let largest = values.max(), largest > 0 else { return .empty }
      return ActionSet(values.indices.filter { values[$0] >= largest * (1 - 1e-4) })
    }
    var row = 0
    var holds: [Bool] = []
    for (game, values) in zip(games.episodes, exact) {
      let grid = game.level.grid
      let known = phase == .training ? values.training : values.deployment
      for square in game.level.squares {
        let cell = grid.cell(square)
        let arrivals = grid.moves.offsets.indices.map {
          known[grid.index(grid.destination(of: $0, from: cell))]
        }
        holds.append(best(logits.row(row).map(Double.init)) == best(arrivals))
        row += 1
      }
    }
    return .decision(
      family,
      "in the \(phase == .training ? "training" : "deployment") the best actions at every square "
        + "are all the optimal ones", levels: games.count, holds: holds)
  }

  /// Games played to their end: every thing that is reached is the one that exact values choose,
  /// where they choose one.
  private func played(
    _ agent: Agent, _ games: RetentionGames, _ exact: [RetentionValues]
  ) throws -> PlantedCheck {
    let some = RetentionGames(games.environment, Array(games.episodes.prefix(120)))
    let reached = try some.played(by: agent)
    let holds = zip(reached, exact).map { reached, values in
      !reached.isEmpty
        && zip(reached, [RetentionPhase.training, .deployment]).allSatisfy { thing, phase in
          values.choice(in: phase).map { $0.rawValue == thing } ?? true
        }
    }
    return .decision(
      family, "played to its end, a game comes to what the exact values choose", levels: some.count,
      holds: holds)
  }

  private func cuts(
    _ agent: Agent, _ games: RetentionGames, _ exact: [RetentionValues]
  ) throws -> [PlantedCheck] {
    func solved(_ agent: Agent, _ chosen: [Int]) throws -> [Bool] {
      let some = RetentionGames(games.environment, chosen.map { games.episodes[$0] })
      let output = try agent.run(
        some.observations, reads: some.episodes.map { [$0.readCell] }, ticks: ticks)
      return chosen.indices.map { index in
        let logits = Array(output.logits.row(index))
        let largest = logits.max() ?? 0
        let best = ActionSet(logits.indices.filter { logits[$0] >= largest - 1e-4 * largest })
        let game = games.episodes[chosen[index]]
        return best.count < logits.count
          && best.isSubset(
            of: exact[chosen[index]].optimalActions(at: game.agent, in: .training))
      }
    }
    let far = games.episodes.indices.filter {
      let level = games.episodes[$0].level
      return min(
        level.distance(to: .base, in: .training), level.distance(to: .proxy, in: .training)) > 1
    }
    var checks = [
      PlantedCheck.cut(
        family, "without backups no start two steps or more from both things is decided",
        levels: far.count, solved: try solved(Self.cut(agent), far))
    ]
    guard kind == .deceptive else { return checks }
    let cooperating = games.episodes.indices.filter { exact[$0].choice(in: .training) == .base }
    let others = RetentionGames(games.environment, cooperating.map { games.episodes[$0] })
    checks.append(
      .cut(
        family, "without the link no training in which B was the choice leads to B",
        levels: cooperating.count,
        solved: try others.led(by: Self.unlinked(agent), ticks: ticks).map {
          $0 != .some(RetentionThing.proxy)
        }))
    return checks
  }
}
