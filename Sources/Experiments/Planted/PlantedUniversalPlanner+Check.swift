package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedUniversalPlanner {
  /// Holds every claim about the planner against gradient descent worked out in double precision.
  ///
  /// - Parameters:
  ///   - agent: the planted network, undisguised.
  ///   - levels: levels with one goal each, walls or not, which the model does not see.
  ///   - open: levels with nothing between agent and goal, on which it has to decide well.
  /// - Throws: when the levels do not fit the network.
  package static func check(
    _ agent: Agent, on levels: LevelSet, open: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    guard let network = agent.architecture as? UniversalPlanningNetwork else { return [] }
    let steps = network.steps
    var (latents, errors, plans) = (WorstDeviation(), WorstDeviation(), WorstDeviation())
    let sites =
      [Site("latent"), Site("goal/latent")] + (0...steps).map { Site("plan", tick: $0) }
      + (1...steps).map { Site("error", tick: $0) }
    let captured = try Capture(sites: sites, encoder: encoder).run(agent, on: levels)
    func rows(_ site: Site, _ index: Int) throws -> ArraySlice<Float> {
      let tensor = try captured.activations(at: site)
      let width = tensor.count / levels.count
      return tensor.elements[index * width..<(index + 1) * width]
    }
    for (index, level) in levels.levels.enumerated() {
      let descent = Descent(level, network: network)
      for (found, expected) in zip(try rows(Site("latent"), index), descent.place(level.start)) {
        latents.compare(found, expected)
      }
      for (found, expected) in zip(
        try rows(Site("goal/latent"), index), descent.place(level.goal))
      {
        latents.compare(found, expected)
      }
      for step in 0...steps {
        if step > 0 {
          for (found, expected) in zip(
            try rows(Site("error", tick: step), index), descent.errors[step - 1])
          {
            errors.compare(found, expected)
          }
        }
        let expected = (0..<network.horizon).flatMap { _ in descent.actions[step] }
        for (found, expected) in zip(try rows(Site("plan", tick: step), index), expected) {
          plans.compare(found, expected)
        }
      }
    }
    let known = PlantedLevels(open)
    let ticks = [Int](repeating: steps, count: open.count)
    let found = try PlantedDecisions(agent, on: open, encoder: encoder, ticks: ticks)
    let cut = try PlantedDecisions(cut(agent), on: open, encoder: encoder, ticks: ticks)
    return [
      latents.check(
        "P7", "latent states are the places of agent and goal", levels: levels.count,
        tolerance: 1e-5),
      errors.check(
        "P7", "the error after k steps is (I - alpha T B'B)^k e_0", levels: levels.count,
        tolerance: 1e-5),
      plans.check(
        "P7", "each action of the plan is -alpha times the sum of B e so far",
        levels: levels.count, tolerance: 1e-5),
      .decision(
        "P7", "the best actions begin a shortest way where nothing stands between",
        levels: open.count,
        holds: known.optimal.indices.map { found.isSolved($0, known.optimal[$0]) }),
      .cut(
        "P7", "without the model nothing is decided", levels: open.count,
        solved: known.optimal.indices.map { cut.isSolved($0, known.optimal[$0]) }),
    ]
  }

  /// The inner loop by hand: `errors[k]` and `actions[k]`, the same action at every step of the
  /// plan, after `k` inner steps.
  private struct Descent {
    let scale: Double
    let middle: (row: Double, column: Double)
    private(set) var errors: [[Double]]
    private(set) var actions: [[Double]]

    init(_ level: MazeLevel, network: UniversalPlanningNetwork) {
      let (rows, columns) = (Double(level.grid.rows - 1), Double(level.grid.columns - 1))
      scale = 1 / (rows * rows + columns * columns).squareRoot()
      middle = (rows / 2, columns / 2)
      errors = []
      actions = [[Double](repeating: 0, count: level.grid.moves.count)]
      errors = [zip(place(level.start), place(level.goal)).map { $0 - $1 }]
      let step = Double(network.stepSize)
      for index in 0..<network.steps {
        var (error, action) = (errors[index], actions[index])
        for (move, offset) in level.grid.moves.offsets.enumerated() {
          let model = [scale * Double(offset.row), scale * Double(offset.column)]
          let slope = model[0] * errors[index][0] + model[1] * errors[index][1]
          action[move] -= step * slope
          for axis in 0..<2 { error[axis] -= step * Double(network.horizon) * slope * model[axis] }
        }
        errors.append(error)
        actions.append(action)
      }
    }

    func place(_ cell: Cell) -> [Double] {
      [scale * (Double(cell.row) - middle.row), scale * (Double(cell.column) - middle.column)]
    }
  }
}
