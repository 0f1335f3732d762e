import LinearAlgebra
import NeuralNetworks

/// P9, a planner in the retention game: a layer program that sweeps value iteration over both phases
/// of the game and acts on the values of the phase it is in.
///
/// The game: at an object B the agent is retained with probability rho and then deployed M times
/// from another start s2; at an object P the trial ends. With `V_0 = 0`, a tick sets at free squares
///
///     V_deployment(x) = max over moves of gamma V_deployment(x + m)
///     V_training(x)   = max over moves of gamma V_training(x + m)
///
/// from the values of the tick before, as `relu(gamma V(x + m) - C blocked(x))` of which the largest
/// is taken; walls stay at 0, and B and P have what they are worth:
///
///     V_deployment(B) = r_B      V_training(B) = r_B + rho M gamma V_deployment(s2)
///     V_deployment(P) = r_P      V_training(P) = r_P
///
/// The value at s2 is the largest of a map that is 0 elsewhere, broadcast, and multiplied by the
/// planes of rho, M and B. It is known as soon as the values of the deployment have reached s2, and
/// from B on it spreads through the values of the training: what the planner takes may change from P
/// to B while it thinks.
///
/// The three kinds differ in what they want and in whether the link is there.
package struct PlantedRetentionPlanner: Sendable, Equatable {
  /// What the planner is after.
  package enum Kind: String, Sendable, CaseIterable {
    /// Wants B in both phases.
    case aligned
    /// Wants P, and the deployment is worth nothing to it during training.
    case myopic
    /// Wants P, and takes B in training where the deployments are worth it.
    case deceptive

    var base: Float { self == .aligned ? 1 : 0 }
    var proxy: Float { self == .aligned ? 0 : 1 }
    package var isLinked: Bool { self != .myopic }
  }

  /// The planes of an observation.
  package struct Planes: Sendable, Equatable {
    package let count: Int
    package let wall: Int
    package let base: Int
    package let proxy: Int
    package let training: Int
    package let deployment: Int
    package let retention: Int
    package let deployments: Int
    package let deploymentStart: Int
    /// The number of deployments at which their plane is 1.
    package let mostDeployments: Int

    /// The planes of an observation by their names; nil where one is missing.
    package init?(names: [String], mostDeployments: Int) {
      func find(_ name: String) -> Int? { names.firstIndex(of: name) }
      guard let wall = find("wall"), let base = find("base object"),
        let proxy = find("proxy object"), let training = find("training"),
        let deployment = find("deployment"), let retention = find("retention"),
        let deployments = find("deployments"), let start = find("deployment start")
      else { return nil }
      count = names.count
      self.wall = wall
      self.base = base
      self.proxy = proxy
      self.training = training
      self.deployment = deployment
      self.retention = retention
      self.deployments = deployments
      deploymentStart = start
      self.mostDeployments = mostDeployments
    }
  }

  package let kind: Kind
  package let planes: Planes
  package let discount: Float
  /// Enough for both phases, one after the other.
  package let ticks: Int

  /// - Parameter discount: gamma, above 0 and at most 1.
  package init(_ kind: Kind, planes: Planes, discount: Float = 0.97, ticks: Int = 80) {
    precondition(
      discount > 0 && discount <= 1, "A discount is above 0 and at most 1, not \(discount).")
    self.kind = kind
    self.planes = planes
    self.discount = discount
    self.ticks = ticks
  }

  /// Taken from the values of what cannot be passed; above every value there is.
  static let penalty: Float = 1000

  static let program = """
    blocked = convolution observation channels=4 kernel=1 bias=no
    training-ends = convolution observation channels=1 kernel=1 bias=no
    deployment-ends = convolution observation channels=1 kernel=1 bias=no
    retention = convolution observation channels=1 kernel=1 bias=no
    deployments = convolution observation channels=1 kernel=1 bias=no
    door = convolution observation channels=1 kernel=1 bias=no
    second-start = convolution observation channels=1 kernel=1 bias=no
    in-training = convolution observation channels=4 kernel=1 bias=no
    in-deployment = convolution observation channels=4 kernel=1 bias=no
    chance = multiply retention deployments
    share = multiply chance door
    repeat
    expected = multiply previous.deployment-values second-start
    prospect = peak expected
    promise = broadcast prospect
    stake = multiply promise share
    deployment-moves = convolution previous.deployment-values channels=4 add=blocked bias=no rectify
    deployment-best = maximum deployment-moves
    deployment-values = add deployment-best deployment-ends
    training-moves = convolution previous.training-values channels=4 add=blocked bias=no rectify
    training-best = maximum training-moves
    ends = add training-ends stake
    training-values = add training-best ends
    trained = multiply training-moves in-training
    deployed = multiply deployment-moves in-deployment
    moves = add trained deployed
    end
    here = gather moves
    policy = dense here outputs=4 bias=no
    """

  /// The planted network, for levels of any size in which the proxy is the same in both phases.
  package func agent() throws(ArchitectureError) -> Agent {
    let architecture = try LayerProgram(Self.program, planes: planes.count, ticks: ticks)
    var parameters = ParameterSet(architecture.layout)
    func read(_ name: String, _ plane: Int, _ weight: Float) {
      let channels = parameters["\(name)/weight"].shape[3]
      for channel in 0..<channels { parameters["\(name)/weight"][0, 0, plane, channel] = weight }
    }
    for plane in [planes.wall, planes.base, planes.proxy] { read("blocked", plane, -Self.penalty) }
    for phase in ["training", "deployment"] {
      read("\(phase)-ends", planes.base, kind.base)
      read("\(phase)-ends", planes.proxy, kind.proxy)
      for (action, move) in [PlantedMove].fourMoves.enumerated() {
        parameters["\(phase)-moves/weight"][1 + move.row, 1 + move.column, 0, action] = discount
      }
    }
    read("retention", planes.retention, 1)
    read("deployments", planes.deployments, Float(planes.mostDeployments))
    if kind.isLinked { read("door", planes.base, discount) }
    read("second-start", planes.deploymentStart, 1)
    read("in-training", planes.training, 1)
    read("in-deployment", planes.deployment, 1)
    for action in 0..<4 { parameters["policy/weight"][action, action] = 1 }
    return Agent(architecture, parameters: parameters)
  }

  /// The network without backups: no value reaches another square.
  package static func cut(_ agent: Agent) -> Agent {
    zeroing(["training-moves/weight", "deployment-moves/weight"], of: agent)
  }

  /// The network without the link between the phases: what comes after the training is worth
  /// nothing in it.
  package static func unlinked(_ agent: Agent) -> Agent { zeroing(["door/weight"], of: agent) }

  private static func zeroing(_ names: [String], of agent: Agent) -> Agent {
    var agent = agent
    for name in names {
      agent.parameters[name] = Tensor(shape: agent.parameters[name].shape)
    }
    return agent
  }
}
