import LinearAlgebra
import NeuralNetworks

/// P3, planted value iteration: a value iteration network whose weights are set by formula.
///
/// The action channels are the moves and staying: each adds gamma times the value one square over
/// to the reward of the square itself, `R = G - C w` with `C = 10 K`. What blocks and the goal are
/// read as `relu(2 x - 1)`, so that what is nearly zero is zero before `C` makes it large. With `V_0 = 0` the value
/// map that enters iteration `k` is `V_k`, the value of `k` steps: at distance `d` of the goal
///
///     V_k = max(0, k - d)                              gamma = 1
///     V_k = gamma^d (1 - gamma^(k - d)) / (1 - gamma)  gamma < 1 and d < k, else 0
///
/// and below zero on what blocks. The logits after `K` iterations are the `Q` of the moves,
/// `gamma V_K` one square over: an optimal action wins by a margin as soon as `K >= d`, and for
/// fewer iterations all moves to free squares have the logit 0.
package enum PlantedValueIteration {
  /// The planted network.
  ///
  /// - Parameters:
  ///   - moves: what the actions are; any that a 3x3 kernel reaches.
  ///   - discount: gamma, above 0 and at most 1.
  ///   - iterations: `K` of a pass; results hold for at most ten times as many.
  package static func agent(
    _ reading: PlantedWave.Reading, moves: [PlantedMove] = .fourMoves, discount: Float = 1,
    iterations: Int
  ) -> Agent {
    precondition(
      discount > 0 && discount <= 1, "A discount is above 0 and at most 1, not \(discount).")
    let choices = moves + [PlantedMove(row: 0, column: 0)]
    let network = ValueIterationNetwork(
      planes: reading.goal.count, hiddenChannels: 2, actionChannels: choices.count,
      actions: moves.count, iterations: iterations)
    var parameters = ParameterSet(network.layout)
    var hidden = parameters["hidden.weight"]
    var fromReward = parameters["reward_to_q.weight"]
    var fromValue = parameters["value_to_q.weight"]
    var policy = parameters["policy.weight"]
    for plane in reading.goal.indices {
      hidden[1, 1, plane, 0] = 2 * reading.blocked[plane]
      hidden[1, 1, plane, 1] = 2 * reading.goal[plane]
    }
    for (index, move) in choices.enumerated() {
      fromReward[1, 1, 0, index] = 1
      fromValue[1 + move.row, 1 + move.column, 0, index] = discount
      if index < moves.count { policy[index, index] = 1 }
    }
    parameters["hidden.weight"] = hidden
    parameters["hidden.bias"] = Tensor(shape: [2], repeating: -1)
    parameters["reward.weight"] = Tensor(
      shape: [1, 1, 2, 1], elements: [-10 * Float(max(iterations, 1)), 1])
    parameters["reward_to_q.weight"] = fromReward
    parameters["value_to_q.weight"] = fromValue
    parameters["policy.weight"] = policy
    return Agent(network, parameters: parameters)
  }

  /// The network without backups: action values no longer read values. All logits are the reward
  /// of the agent's own square.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    let shape = agent.parameters["value_to_q.weight"].shape
    agent.parameters["value_to_q.weight"] = Tensor(shape: shape)
    return agent
  }
}
