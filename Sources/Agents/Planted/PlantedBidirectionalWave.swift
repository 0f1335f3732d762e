import LinearAlgebra
import NeuralNetworks

/// P4, search from both ends: a layer program in which one wave spreads from the goal and one from
/// the agent, and which moves along the squares that lie on a shortest way between them.
///
/// Each wave is that of ``PlantedWave``: with `s = sum_{N4+self} u + source - 6w` a tick sets
/// `u += f(s) - relu(u)` and `A += f(s)`, where `f(s) = relu(2s - 1/2) - relu(2s - 3/2)` is 0 up to
/// `s = 1/4` and 1 from `s = 3/4` on. After `T` ticks `A_goal(x) = max(0, T - d(x, goal))` and
/// `A_agent(x) = max(0, T - d(x, agent))`, 0 on walls and on things in the way.
///
/// At the agent the sum `A_goal + A_agent` is `2T - d*` from `T = d*` on, with `d*` the distance
/// between the two, and it is nowhere larger: the plan is the set of squares at which it is as
/// large,
///
///     plan(x) = relu(2 (A(x) - A(agent)) + 3/2) - relu(2 (A(x) - A(agent)) + 1/2)
///
/// and the logit of a move is the height of the wave from the goal at the square that it leads to,
/// where that square is in the plan, and 0 elsewhere. Before `T = d*` the wave from the goal has not
/// reached the agent's neighbours in the plan and all logits are 0.
///
/// The sum at the agent is the largest of a map that is 0 elsewhere, and is broadcast without
/// weights: noise in the weights scales it as it scales the sums it is compared with.
package enum PlantedBidirectionalWave {
  /// The channels of the site `waves`: each wave's reached squares and for how long they have been,
  /// and the latter of the goal's wave at the four neighbours.
  package enum Channel: Int, CaseIterable, Sendable {
    case goalReached, goalHeight, up, down, left, right, agentReached, agentHeight
  }

  /// One of the two waves.
  package enum Wave: Int, CaseIterable, Sendable {
    case goal, agent

    var reached: Channel { self == .goal ? .goalReached : .agentReached }
    var height: Channel { self == .goal ? .goalHeight : .agentHeight }
    /// Its first inner channel; `relu(2s - 1/2)`, `relu(2s - 3/2)` and `relu(u)` follow each other.
    var inner: Int { 3 * rawValue }
  }

  static let program = """
    things = convolution observation channels=3 kernel=1 bias=no
    drive = convolution things channels=6 kernel=1
    agent = convolution things channels=1 kernel=1 bias=no
    repeat
    inner = convolution previous.waves channels=6 add=drive bias=no rectify
    waves = convolution inner channels=8 add=previous.waves bias=no
    end
    heights = convolution waves channels=1 kernel=1 bias=no
    own = multiply heights agent
    most = peak own
    level = broadcast most
    below = subtract heights level
    edges = convolution below channels=2 kernel=1 rectify
    plan = convolution edges channels=1 kernel=1 bias=no
    ahead = convolution plan channels=4 bias=no
    around = convolution waves channels=4 kernel=1 bias=no
    worth = multiply ahead around
    here = gather worth
    policy = dense here outputs=4 bias=no
    """

  /// The planted network, for levels of any size.
  ///
  /// - Parameter agentPlane: the plane with a 1 on the agent's square.
  package static func agent(
    _ reading: PlantedWave.Reading, agentPlane: Int, ticks: Int
  ) throws(ArchitectureError) -> Agent {
    let planes = reading.goal.count
    precondition(agentPlane < planes, "There is no plane \(agentPlane) among \(planes).")
    let architecture = try LayerProgram(program, planes: planes, ticks: ticks)
    var parameters = ParameterSet(architecture.layout)
    for plane in 0..<planes {
      parameters["things/weight"][0, 0, plane, 0] = reading.blocked[plane]
      parameters["things/weight"][0, 0, plane, 1] = reading.goal[plane]
    }
    parameters["things/weight"][0, 0, agentPlane, 2] = 1
    parameters["agent/weight"][0, 0, 2, 0] = 1
    for wave in Wave.allCases { plant(wave, into: &parameters) }
    plantPlan(&parameters)
    return Agent(architecture, parameters: parameters)
  }

  private static let neighbours: [(channel: Channel, move: PlantedMove)] = Array(
    zip([.up, .down, .left, .right], [PlantedMove].fourMoves))

  private static func plant(_ wave: Wave, into parameters: inout ParameterSet) {
    var inner = parameters["inner/weight"]
    var drive = parameters["drive/weight"]
    var update = parameters["waves/weight"]
    let (first, reached) = (wave.inner, wave.reached.rawValue)
    for edge in 0..<2 {
      inner[1, 1, reached, first + edge] = 2
      for (_, move) in neighbours {
        inner[1 + move.row, 1 + move.column, reached, first + edge] = 2
      }
      drive[0, 0, 0, first + edge] = -12
      drive[0, 0, wave == .goal ? 1 : 2, first + edge] = 2
      parameters["drive/bias"][first + edge] = -0.5 - Float(edge)
      for channel in [wave.reached, wave.height] {
        update[1, 1, first + edge, channel.rawValue] = edge == 0 ? 1 : -1
      }
      guard wave == .goal else { continue }
      for (channel, move) in neighbours {
        update[1 + move.row, 1 + move.column, first + edge, channel.rawValue] = edge == 0 ? 1 : -1
      }
    }
    inner[1, 1, reached, first + 2] = 1
    update[1, 1, first + 2, reached] = -1
    parameters["inner/weight"] = inner
    parameters["drive/weight"] = drive
    parameters["waves/weight"] = update
  }

  private static func plantPlan(_ parameters: inout ParameterSet) {
    for wave in Wave.allCases { parameters["heights/weight"][0, 0, wave.height.rawValue, 0] = 1 }
    for edge in 0..<2 {
      parameters["edges/weight"][0, 0, 0, edge] = 2
      parameters["edges/bias"][edge] = 1.5 - Float(edge)
      parameters["plan/weight"][0, 0, edge, 0] = edge == 0 ? 1 : -1
    }
    for (action, (channel, move)) in neighbours.enumerated() {
      parameters["ahead/weight"][1 + move.row, 1 + move.column, 0, action] = 1
      parameters["around/weight"][0, 0, channel.rawValue, action] = 1
      parameters["policy/weight"][action, action] = 1
    }
  }

  /// The network without the spread of one wave: its set of reached squares reads its own square
  /// alone.
  package static func cut(_ agent: Agent, _ wave: Wave) -> Agent {
    var agent = agent
    for (_, move) in neighbours {
      for edge in 0..<2 {
        agent.parameters["inner/weight"][
          1 + move.row, 1 + move.column, wave.reached.rawValue, wave.inner + edge] = 0
      }
    }
    return agent
  }
}
