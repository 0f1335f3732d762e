package import NeuralNetworks

/// M5, a universal planning network: it plans by gradient descent on its actions through a model
/// that it has learned (Srinivas et al., *Universal planning networks*, 2018).
///
/// `x_1 = f(o)`, `g = f(o_goal)`, `x_{t+1} = G(x_t, a_t)` for `T` actions, and so many steps
/// `a <- a - alpha grad_a sum Huber(x_{T+1} - g)` from a learned start. The inner gradient is
/// written out as operations of the graph, so that the outer gradient goes through it. The first
/// action of the plan, a vector with an entry an action, is the policy's logits.
///
/// `G(x, a) = x + a D + tanh(x W_x + a W_a + b) W_o`; `f` is two rectified 3x3 convolutions and a
/// dense layer over the whole map. The goal's observation is made from what is seen: it is the
/// observation with the agent standing on the goal, whose place is learned, a 1x1 convolution of
/// the planes that takes the agent plane's place. A tick is an inner step.
package struct UniversalPlanningNetwork: Architecture {
  package static let name = "universal-planning-network"
  /// Where Huber's loss goes from quadratic to linear.
  package static let bend: Float = 1

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let actions: Int
  package let channels: Int
  /// The length of a latent state.
  package let latent: Int
  /// The width of the model's hidden layer.
  package let units: Int
  /// The number of actions of a plan.
  package let horizon: Int
  /// Inner steps of a pass when the caller names no number.
  package let steps: Int
  /// The step size alpha.
  package let stepSize: Float
  /// The plane that shows where the agent is.
  package let agentPlane: Int
  package let layout: ParameterLayout

  package init(
    planes: Int, rows: Int, columns: Int, actions: Int = 4, channels: Int = 16,
    latent: Int = 64, units: Int = 64, horizon: Int = 4, steps: Int = 4, stepSize: Float = 0.3,
    agentPlane: Int = 1
  ) {
    precondition(agentPlane < planes, "There is no plane \(agentPlane) among \(planes).")
    (self.planes, self.rows, self.columns) = (planes, rows, columns)
    (self.actions, self.channels, self.latent) = (actions, channels, latent)
    (self.units, self.horizon, self.steps) = (units, horizon, steps)
    self.stepSize = stepSize
    self.agentPlane = agentPlane
    var layout = ParameterLayout()
    layout.add("goal/weight", [planes, 1], .lecun(gain: 0.1))
    layout.add("encoder/1/weight", [3, 3, planes, channels], .lecun(gain: 1))
    layout.add("encoder/1/bias", [channels], .constant(0))
    layout.add("encoder/2/weight", [3, 3, channels, channels], .he(gain: 1))
    layout.add("encoder/2/bias", [channels], .constant(0))
    layout.add("encoder/latent/weight", [rows * columns * channels, latent], .he(gain: 1))
    layout.add("encoder/latent/bias", [latent], .constant(0))
    layout.add("model/direct/weight", [actions, latent], .lecun(gain: 1))
    layout.add("model/state/weight", [latent, units], .lecun(gain: 1))
    layout.add("model/action/weight", [actions, units], .lecun(gain: 1))
    layout.add("model/bias", [units], .constant(0))
    layout.add("model/output/weight", [units, latent], .lecun(gain: 0.5))
    layout.add("plan/start", [horizon * actions], .constant(0))
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let planes = try configuration.integer("planes", in: 1...256)
    self.init(
      planes: planes, rows: try configuration.integer("rows", in: 1...256),
      columns: try configuration.integer("columns", in: 1...256),
      actions: try configuration.integer("actions", default: 4, in: 2...31),
      channels: try configuration.integer("channels", default: 16, in: 1...1024),
      latent: try configuration.integer("latent", default: 64, in: 1...4096),
      units: try configuration.integer("units", default: 64, in: 1...4096),
      horizon: try configuration.integer("horizon", default: 4, in: 1...64),
      steps: try configuration.integer("steps", default: 4, in: 1...1000),
      stepSize: try configuration.number("step-size", default: 0.3, in: 1e-6...1e6),
      agentPlane: try configuration.integer(
        "agent-plane", default: min(1, planes - 1), in: 0...(planes - 1)))
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)", "actions": "\(actions)",
      "channels": "\(channels)", "latent": "\(latent)", "units": "\(units)",
      "horizon": "\(horizon)", "steps": "\(steps)", "step-size": "\(stepSize)",
      "agent-plane": "\(agentPlane)",
    ])
  }

  package var sites: [SiteDescription] {
    [
      SiteDescription(
        "goal/place", channels: 1, hasTicks: false, summary: "where the goal is taken to be"),
      SiteDescription(
        "goal/latent", channels: latent, hasTicks: false, layout: .vector,
        summary: "the goal as a latent state"),
      SiteDescription(
        "latent", channels: latent, hasTicks: false, layout: .vector,
        summary: "the observation as a latent state"),
      SiteDescription(
        "plan", channels: actions, hasTicks: true, firstTick: 0, layout: .vectors(horizon),
        summary: "the plan after the inner step"),
    ]
      + (1...horizon).map {
        SiteDescription(
          "predicted/\($0)", channels: latent, hasTicks: true, layout: .vector,
          summary: "the state predicted after \($0) actions of the plan before the inner step")
      } + [
        SiteDescription(
          "error", channels: latent, hasTicks: true, layout: .vector,
          summary: "the last predicted state less the goal, whose Huber loss the step lessens")
      ]
  }
}
