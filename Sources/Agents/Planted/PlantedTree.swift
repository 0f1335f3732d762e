import LinearAlgebra
import NeuralNetworks

/// P8, a planted tree search: TreeQN over one-hot states, whose weights are set by formula.
///
/// `W_env = 0`, so `z_env = z`; `W_a = 50 (P_a - I)` with the permutation-like matrix `P_a` of
/// where action `a` leads, so that `z + tanh(W_a z) = P_a z`: the children of a state are exactly
/// its successors. Rewards are the difference of two rectified units an action, which hold the
/// positive and the negative part of a table over states; values are a table. What the tree does
/// with them is then its equations' backup, without error but for rounding.
package enum PlantedTree {
  /// A decision process with certain outcomes, by its tables.
  package struct Process: Sendable, Equatable {
    /// The state that follows, by state and action.
    package let destinations: [[Int]]
    /// The reward, by state and action.
    package let rewards: [[Float]]
    /// What the value is taken to be where the tree ends, by state.
    package let values: [Float]

    package init(destinations: [[Int]], rewards: [[Float]], values: [Float]) {
      precondition(
        !values.isEmpty && destinations.count == values.count && rewards.count == values.count
          && destinations.allSatisfy { $0.allSatisfy(values.indices.contains) }
          && zip(destinations, rewards).allSatisfy {
            $0.count == $1.count && $0.count == destinations[0].count
          },
        "The tables of a process need one row a state, one entry an action, and known states.")
      self.destinations = destinations
      self.rewards = rewards
      self.values = values
    }

    package var states: Int { values.count }
    package var actions: Int { destinations[0].count }
  }

  /// The factor of `P_a - I`; the hyperbolic tangent of it is one to single precision.
  static let sharpness: Float = 50

  /// A tree over a process whose state is seen, an observation `[batch, 1, 1, state]` with a
  /// single one.
  package static func agent(
    _ process: Process, depth: Int = 3, discount: Double = 0.99, lambda: Double = 0.8
  ) -> Agent {
    let network = TreeQNetwork(
      planes: process.states, actions: process.actions, encoder: .dense, dims: process.states,
      depth: depth, discount: discount, lambda: lambda)
    var parameters = ParameterSet(network.layout)
    var root = parameters["encoder/root/weight"]
    for state in 0..<process.states { root[state, state] = 1 }
    parameters["encoder/root/weight"] = root
    plant(process, into: &parameters)
    return Agent(network, parameters: parameters)
  }

  /// Writes transitions, rewards and values.
  static func plant(_ process: Process, into parameters: inout ParameterSet) {
    let (states, actions) = (process.states, process.actions)
    precondition(
      2 * actions <= TreeQNetwork.rewardWidth,
      "Rewards of \(actions) actions need more than \(TreeQNetwork.rewardWidth) units.")
    var action = parameters["tree/action/weight"]
    var parts = parameters["tree/reward/hidden/weight"]
    var sums = parameters["tree/reward/weight"]
    for (state, destinations) in process.destinations.enumerated() {
      for (choice, next) in destinations.enumerated() {
        if next != state {
          action[state, choice * states + next] = sharpness
          action[state, choice * states + state] = -sharpness
        }
        let reward = process.rewards[state][choice]
        parts[state, choice] = max(reward, 0)
        parts[state, actions + choice] = max(-reward, 0)
      }
    }
    for choice in 0..<actions {
      sums[choice, choice] = 1
      sums[actions + choice, choice] = -1
    }
    parameters["tree/action/weight"] = action
    parameters["tree/reward/hidden/weight"] = parts
    parameters["tree/reward/weight"] = sums
    parameters["tree/value/weight"] = Tensor(shape: [states, 1], elements: process.values)
  }

  /// The network without transitions: every child is its parent, and rewards that are not one
  /// step away are not seen.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    let shape = agent.parameters["tree/action/weight"].shape
    agent.parameters["tree/action/weight"] = Tensor(shape: shape)
    return agent
  }
}
