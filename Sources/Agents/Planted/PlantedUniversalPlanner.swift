import LinearAlgebra
import NeuralNetworks

/// P7, a planted universal planning network: gradient descent on a plan through a model
/// `x' = x + a B` whose weights are set by formula.
///
/// The latent state is the agent's place, `x = s (row - middle, column - middle)`, that of the
/// goal likewise, and row `a` of `B` is `s` times the move `a`. The plan of `T` actions starts at
/// zero. The loss is Huber's with the half square, `e^2 / 2` within one of zero, whose gradient is
/// the error itself: an inner step takes `alpha B e` from each action of the plan and
/// `alpha T B'B e` from the error `e = x_{T+1} - g`. After `k` steps
///
///     e_k = (I - alpha T B'B)^k e_0
///
/// (a loss without the half would make it `2 alpha`). The scale `s` is one over the length of a
/// level's diagonal, so that the error never leaves the quadratic range, nor does it after a
/// rotation of the latent space. Where `B'B` is a multiple `b` of the identity, as it is for four
/// moves, `alpha = rate / (T b)` makes it `e_k = (1 - rate)^k e_0`.
///
/// The model knows no walls. The first action of the plan is largest for the move along the axis
/// on which the goal is further away, which begins a shortest way where nothing stands between.
package enum PlantedUniversalPlanner {
  /// The planted network.
  ///
  /// - Parameters:
  ///   - goal: how the goal's square is read: weights over planes.
  ///   - agentPlane: the plane with a 1 on the agent's square.
  ///   - horizon: `T`.
  ///   - steps: inner steps of a pass.
  ///   - rate: the share of the error that an inner step takes away, above 0 and below 2.
  package static func agent(
    goal: [Float], agentPlane: Int, rows: Int, columns: Int, horizon: Int = 4, steps: Int = 6,
    rate: Float = 0.5
  ) -> Agent {
    precondition(rate > 0 && rate < 2, "The error grows at a rate of \(rate); 0 to 2 shrink it.")
    precondition(rows * columns > 1, "A level of one square has no place to go to.")
    let moves: [PlantedMove] = .fourMoves
    let diagonal = Float((rows - 1) * (rows - 1) + (columns - 1) * (columns - 1))
    let scale = 1 / diagonal.squareRoot()
    // Two moves along each axis: B'B = 2 s^2 I.
    let network = UniversalPlanningNetwork(
      planes: goal.count, rows: rows, columns: columns, actions: moves.count, channels: 1,
      latent: 2, units: 1, horizon: horizon, steps: steps,
      stepSize: rate * diagonal / Float(2 * horizon), agentPlane: agentPlane)
    var parameters = ParameterSet(network.layout)
    parameters["goal/weight"] = Tensor(shape: [goal.count, 1], elements: goal)
    var first = parameters["encoder/1/weight"]
    first[1, 1, agentPlane, 0] = 1
    parameters["encoder/1/weight"] = first
    var second = parameters["encoder/2/weight"]
    second[1, 1, 0, 0] = 1
    parameters["encoder/2/weight"] = second
    var latent = parameters["encoder/latent/weight"]
    for cell in 0..<rows * columns {
      latent[cell, 0] = scale * (Float(cell / columns) - Float(rows - 1) / 2)
      latent[cell, 1] = scale * (Float(cell % columns) - Float(columns - 1) / 2)
    }
    parameters["encoder/latent/weight"] = latent
    var model = parameters["model/direct/weight"]
    for (action, move) in moves.enumerated() {
      model[action, 0] = scale * Float(move.row)
      model[action, 1] = scale * Float(move.column)
    }
    parameters["model/direct/weight"] = model
    return Agent(network, parameters: parameters)
  }

  /// The network without its model: actions no longer move the predicted state, the gradient is
  /// zero and the plan stays at its start, all logits zero.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    let shape = agent.parameters["model/direct/weight"].shape
    agent.parameters["model/direct/weight"] = Tensor(shape: shape)
    return agent
  }
}
