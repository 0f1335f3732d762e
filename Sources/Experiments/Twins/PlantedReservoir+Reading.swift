package import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks

extension PlantedReservoir {
  private static let (channels, ticks, readWidth) = (16, 8, 96)
  /// Levels that the reading is fitted to.
  private static let levels = 1500
  /// The penalty on the squares of weights, over the mean of the features' squares.
  private static let penalty = 1e-3

  /// A reservoir with a reading fitted by ridge regression to the optimal actions at the starts of
  /// levels, each optimal action of one start having an equal share of one.
  package static func agent(_ world: TwinLevels, seed: UInt64) throws -> Agent {
    let random = RandomStream(seed: seed).split("reservoir")
    let features = features(
      planes: world.encoder.planes, channels: channels, ticks: ticks, readWidth: readWidth,
      side: world.side, random: random)
    let training = try world.drawn(levels, seed ^ 0x5eed) { _ in true }
    let rows = try features.run(
      world.encoder.observations(of: training.levels),
      reads: training.levels.map { [$0.grid.index($0.start)] }
    ).logits
    let targets = training.levels.map { level in
      let actions = level.paths().optimalActions(at: level.start)
      return (0..<4).map { actions.contains($0) ? 1 / Double(actions.count) : 0 }
    }
    let reading = try Reading(rows, targets, penalty: penalty)
    return agent(features, weights: reading.weights, bias: reading.bias)
  }

  /// A ridge regression with a bias that bears no penalty.
  package struct Reading: Sendable {
    /// `[feature, target]`.
    package let weights: Matrix<Float>
    package let bias: [Float]

    /// - Parameters:
    ///   - penalty: over the mean of the centred features' sums of squares.
    /// - Throws: `FactorizationError` where the features are not finite.
    package init(_ rows: Matrix<Float>, _ targets: [[Double]], penalty: Double) throws {
      let (count, width, outputs) = (rows.rows, rows.columns, targets[0].count)
      var means = [Double](repeating: 0, count: width)
      var aims = [Double](repeating: 0, count: outputs)
      for row in 0..<count {
        for (column, value) in rows.row(row).enumerated() {
          means[column] += Double(value) / Double(count)
        }
        for output in 0..<outputs { aims[output] += targets[row][output] / Double(count) }
      }
      var gram = Matrix<Double>(rows: width, columns: width)
      var cross = Matrix<Double>(rows: width, columns: outputs)
      for row in 0..<count {
        let centred = rows.row(row).enumerated().map { Double($1) - means[$0] }
        for one in 0..<width {
          for other in 0...one { gram[one, other] += centred[one] * centred[other] }
          for output in 0..<outputs {
            cross[one, output] += centred[one] * (targets[row][output] - aims[output])
          }
        }
      }
      let mean = (0..<width).reduce(0) { $0 + gram[$1, $1] } / Double(width)
      for one in 0..<width {
        gram[one, one] += penalty * mean
        for other in 0..<one { gram[other, one] = gram[one, other] }
      }
      let solution = try Cholesky(gram).solve(cross)
      weights = Matrix(
        rows: width, columns: outputs, elements: solution.elements.map { Float($0) })
      bias = (0..<outputs).map { output in
        Float(aims[output] - (0..<width).reduce(0) { $0 + means[$1] * solution[$1, output] })
      }
    }
  }

  /// Holds every claim about the reservoir.
  ///
  /// - Parameter fresh: levels that its reading was not fitted to.
  package static func check(
    _ comparison: TwinComparison, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let agrees = try comparison.agrees(on: fresh, ticks: nil)
    let optimal = fresh.levels.map { $0.paths().optimalActions(at: $0.start) }
    let constant = (0..<4).map { action in
      PlantedCheck.share(optimal.map { $0.contains(action) })
    }
    let wrong = PlantedCheck.share(agrees.map { !$0 })
    return [
      try readings(comparison, fresh),
      PlantedCheck(
        comparison.id, .decision, "it agrees with P1 more often than any one action does",
        levels: fresh.count, comparisons: agrees.count, worst: wrong,
        tolerance: 1 - (constant.max() ?? 1)),
      comparison.contrast("its actions often are not those of P1", agrees),
    ]
  }

  /// That the logits are read from the state of the agent's square alone, as captured.
  private static func readings(
    _ comparison: TwinComparison, _ levels: LevelSet
  ) throws -> PlantedCheck {
    let (agent, cells) = (comparison.twin, levels.cells)
    let sites = [Site("encoder"), Site("cell.1/hidden", tick: ticks)]
    let captured = try Capture(sites: sites, ticks: ticks, encoder: comparison.encoder)
      .run(agent, on: levels)
    let states = try sites.map { try captured.activations(at: $0) }
    let names = [
      "read/hidden/weight", "read/hidden/bias", "read/policy/weight", "read/policy/bias",
    ]
    let weights = names.map { agent.parameters[$0] }
    let logits = try comparison.logits(of: agent, on: levels, ticks: nil)
    var result = WorstDeviation()
    for (index, level) in levels.levels.enumerated() {
      let cell = level.grid.index(level.start)
      let state = states.flatMap { state in
        let start = (index * cells + cell) * channels
        return state.elements[start..<start + channels].map(Double.init)
      }
      let hidden = (0..<readWidth).map { unit in
        max(
          0,
          state.indices.reduce(Double(weights[1].elements[unit])) {
            $0 + state[$1] * Double(weights[0][$1, unit])
          })
      }
      for (move, logit) in logits[index].enumerated() {
        result.compare(
          logit,
          hidden.indices.reduce(Double(weights[3].elements[move])) {
            $0 + hidden[$1] * Double(weights[2][$1, move])
          })
      }
    }
    return result.check(
      comparison.id, "the logits are read from the state of the agent's square",
      levels: levels.count, tolerance: 1e-4)
  }
}
