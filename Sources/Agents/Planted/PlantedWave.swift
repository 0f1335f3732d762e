import LinearAlgebra
import NeuralNetworks

/// P1, the planted wave: a recurrent residual network whose weights are set by formula.
///
/// A set `u` of reached squares starts at the goal and grows by one square a tick past walls; an
/// accumulator `A` counts for how long a square has been reached. With
/// `s = sum_{N4+self} u + G - 6w`, `a = relu(2s - 1/2)`, `b = relu(2s - 3/2)` and `r = relu(u)`,
/// each tick sets `u += (a - b) - r` and `A += a - b`. The difference `a - b` is 0 up to `s = 1/4`
/// and 1 from `s = 3/4` on: with slope one between 0 and 1 instead, a square that is reached by a
/// millionth would spread and grow fivefold a tick, and the network would bear no noise in its
/// weights. After `T` ticks
/// `A_T(x) = max(0, T - d(x))` exactly, with `d` the distance to the goal, and 0 on walls.
/// Four more channels hold `A` at the neighbours, from which the agent's cell reads the action
/// logits: the neighbour that was reached first wins; all are zero while it is more than
/// `T` squares away.
package enum PlantedWave {
  /// The channels of the site `cell/hidden`.
  package enum Channel: Int, CaseIterable, Sendable {
    case reached, accumulator, up, down, left, right
  }

  /// How walls and the goal are read from an observation: weights over planes.
  package struct Reading: Sendable {
    /// One on what cannot be entered on the way: walls, and objects other than the goal.
    package let blocked: [Float]
    /// One on the goal.
    package let goal: [Float]

    package init(blocked: [Float], goal: [Float]) {
      precondition(
        blocked.count == goal.count, "Both readings are over the same planes of an observation.")
      self.blocked = blocked
      self.goal = goal
    }
  }

  /// The planted network.
  ///
  /// - Parameter channels: at least six; further ones stay at zero.
  package static func agent(_ reading: Reading, ticks: Int, channels: Int = 6) -> Agent {
    precondition(channels >= Channel.allCases.count, "The planted wave needs six channels.")
    let planes = reading.goal.count
    let architecture = RecurrentResidual(
      planes: planes, channels: channels, actions: 4, ticks: ticks, readWidth: 0)
    var parameters = ParameterSet(architecture.layout)
    plantEmbedding(reading, &parameters)
    plantInner(&parameters)
    plantUpdate(&parameters)
    var policy = parameters["read/policy/weight"]
    for (action, channel) in [Channel.up, .down, .left, .right].enumerated() {
      policy[channel.rawValue, action] = 1
    }
    parameters["read/policy/weight"] = policy
    return Agent(architecture, parameters: parameters)
  }

  /// Embedding channel 0 is what blocks, channel 1 the goal.
  private static func plantEmbedding(_ reading: Reading, _ parameters: inout ParameterSet) {
    var weights = parameters["embedding/weight"]
    for plane in reading.goal.indices {
      weights[1, 1, plane, 0] = reading.blocked[plane]
      weights[1, 1, plane, 1] = reading.goal[plane]
    }
    parameters["embedding/weight"] = weights
  }

  /// Inner channels are `a`, `b` and `r`.
  private static func plantInner(_ parameters: inout ParameterSet) {
    var hidden = parameters["cell/from-hidden/weight"]
    var embedding = parameters["cell/from-embedding/weight"]
    var bias = parameters["cell/inner/bias"]
    for inner in 0..<2 {
      for (row, column) in [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)] {
        hidden[row, column, Channel.reached.rawValue, inner] = 2
      }
      embedding[1, 1, 0, inner] = -12
      embedding[1, 1, 1, inner] = 2
      bias[inner] = -0.5 - Float(inner)
    }
    hidden[1, 1, Channel.reached.rawValue, 2] = 1
    parameters["cell/from-hidden/weight"] = hidden
    parameters["cell/from-embedding/weight"] = embedding
    parameters["cell/inner/bias"] = bias
  }

  /// `u += (a - b) - r`, `A += a - b`, and each neighbour channel `+= (a - b)` one square over.
  private static func plantUpdate(_ parameters: inout ParameterSet) {
    var update = parameters["cell/update/weight"]
    func add(_ channel: Channel, row: Int, column: Int) {
      update[row, column, 0, channel.rawValue] = 1
      update[row, column, 1, channel.rawValue] = -1
    }
    add(.reached, row: 1, column: 1)
    update[1, 1, 2, Channel.reached.rawValue] = -1
    add(.accumulator, row: 1, column: 1)
    add(.up, row: 0, column: 1)
    add(.down, row: 2, column: 1)
    add(.left, row: 1, column: 0)
    add(.right, row: 1, column: 2)
    parameters["cell/update/weight"] = update
  }
}
