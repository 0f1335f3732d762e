package import NeuralNetworks

/// M3, the value iteration network (Tamar et al., 2016).
///
/// `R = W_r * phi(K * x + b)`, `Q_0 = W_R * R`, and for each iteration `V = max_a Q_a`,
/// `Q = W_R * R + W_V * V`; the action logits at a cell are its `q` values through a dense read.
/// `phi` is the rectifier in the general form and the identity in the form of the networks
/// published with NeuPy, whose tensor names are kept here.
package struct ValueIterationNetwork: Architecture {
  package static let name = "value-iteration-network"

  package let planes: Int
  package let hiddenChannels: Int
  package let actionChannels: Int
  package let actions: Int
  package let iterations: Int
  package let rectifies: Bool
  package let hasPolicyBias: Bool
  /// Whether the state's value is read beside the policy.
  package let hasValue: Bool
  package let layout: ParameterLayout
  package static let optionalSettings = ["value-head"]

  package init(
    planes: Int, hiddenChannels: Int = 150, actionChannels: Int = 10, actions: Int = 4,
    iterations: Int = 20, rectifies: Bool = true, hasPolicyBias: Bool = true,
    hasValue: Bool = false
  ) {
    self.planes = planes
    self.hiddenChannels = hiddenChannels
    self.actionChannels = actionChannels
    self.actions = actions
    self.iterations = iterations
    self.rectifies = rectifies
    self.hasPolicyBias = hasPolicyBias
    self.hasValue = hasValue
    var layout = ParameterLayout()
    layout.add("hidden.weight", [3, 3, planes, hiddenChannels], .he(gain: 1))
    layout.add("hidden.bias", [hiddenChannels], .constant(0))
    layout.add("reward.weight", [1, 1, hiddenChannels, 1], .lecun(gain: 1))
    layout.add("reward_to_q.weight", [3, 3, 1, actionChannels], .lecun(gain: 1))
    layout.add("value_to_q.weight", [3, 3, 1, actionChannels], .lecun(gain: 0.5))
    layout.add("policy.weight", [actionChannels, actions], .lecun(gain: 1))
    if hasPolicyBias { layout.add("policy.bias", [actions], .constant(0)) }
    if hasValue {
      layout.add("value.weight", [actionChannels, 1], .lecun(gain: 1))
      layout.add("value.bias", [1], .constant(0))
    }
    self.layout = layout
  }

  /// - Parameter shapes: the tensors of a checkpoint, from which absent settings are read.
  package init(
    _ configuration: ArchitectureConfiguration, shapes: [String: [Int]]
  ) throws(ArchitectureError) {
    let hidden = shapes["hidden.weight"] ?? []
    let policy = shapes["policy.weight"] ?? []
    let isFromTensors = hidden.count == 4 && policy.count == 2
    self.init(
      planes: try configuration.integer(
        "planes", default: isFromTensors ? hidden[2] : nil, in: 1...256),
      hiddenChannels: try configuration.integer(
        "hidden-channels", default: isFromTensors ? hidden[3] : 150, in: 1...4096),
      actionChannels: try configuration.integer(
        "action-channels", default: isFromTensors ? policy[0] : 10, in: 1...256),
      actions: try configuration.integer(
        "actions", default: isFromTensors ? policy[1] : 4, in: 2...31),
      iterations: try configuration.integer("iterations", default: 20, in: 0...1000),
      rectifies: try configuration.flag("rectifies", default: !isFromTensors),
      hasPolicyBias: try configuration.flag(
        "policy-bias", default: !isFromTensors || shapes["policy.bias"] != nil),
      hasValue: try configuration.flag("value-head", default: false))
  }

  package var configuration: ArchitectureConfiguration {
    var result = ArchitectureConfiguration([
      "planes": "\(planes)", "hidden-channels": "\(hiddenChannels)",
      "action-channels": "\(actionChannels)", "actions": "\(actions)",
      "iterations": "\(iterations)", "rectifies": "\(rectifies)",
      "policy-bias": "\(hasPolicyBias)",
    ])
    if hasValue { result["value-head"] = "true" }
    return result
  }

  package var sites: [SiteDescription] {
    [
      SiteDescription("reward", channels: 1, hasTicks: false, summary: "the reward map"),
      SiteDescription(
        "value", channels: 1, hasTicks: true, summary: "the value map that enters the iteration"),
      SiteDescription(
        "q", channels: actionChannels, hasTicks: true, firstTick: 0,
        summary: "action values after the iteration"),
    ]
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    let hidden = tape.convolution(
      input.observations, weights: tape.parameter("hidden.weight"),
      bias: tape.parameter("hidden.bias"), rectifies: rectifies)
    let reward = tape.site(
      "reward", tape.convolution(hidden, weights: tape.parameter("reward.weight")))
    let drive = tape.convolution(reward, weights: tape.parameter("reward_to_q.weight"))
    var q = tape.site("q", tick: 0, drive)
    for iteration in 0..<max(input.ticks, 0) {
      let value = tape.site("value", tick: iteration + 1, tape.maximumOverChannels(q))
      let next = tape.convolution(
        value, weights: tape.parameter("value_to_q.weight"), addend: drive)
      q = tape.site("q", tick: iteration + 1, next)
    }
    let state = tape.gather(q, at: input.reads)
    let policy = tape.dense(
      state, weights: tape.parameter("policy.weight"),
      bias: hasPolicyBias ? tape.parameter("policy.bias") : nil)
    guard hasValue else { return AgentHeads(policy: policy) }
    return AgentHeads(
      policy: policy,
      value: tape.dense(
        state, weights: tape.parameter("value.weight"), bias: tape.parameter("value.bias")))
  }
}
