package import NeuralNetworks

/// M1r, a weight-tied recurrent residual network: the default, and the cheapest that learns to plan.
///
/// `e = K0 * x`, `h_0 = 0`, and for each tick `h <- h + K2 * relu(K1 * relu([h; e]) + b1) + b2`,
/// all 3x3 and zero padded. The policy is a small dense read of `relu(h)` at the agent's cell.
/// With no ticks the policy reads `h_0` and is the same everywhere.
/// `K1` is kept as its two halves, so that the embedding's share, which is the same at every
/// tick, is computed once. Cost `36 C^2 HW` operations a tick.
package struct RecurrentResidual: Architecture {
  package static let name = "recurrent-residual"

  package let planes: Int
  package let channels: Int
  package let actions: Int
  /// Ticks of a pass when the caller names no number.
  package let ticks: Int
  /// Width of the read's hidden layer; 0 for a linear read.
  package let readWidth: Int
  /// Whether the read gives the state's value beside the policy.
  package let hasValue: Bool
  package let layout: ParameterLayout
  package static let optionalSettings = ["value-head"]

  package init(
    planes: Int, channels: Int = 16, actions: Int = 4, ticks: Int = 12, readWidth: Int = 32,
    hasValue: Bool = false
  ) {
    self.planes = planes
    self.channels = channels
    self.actions = actions
    self.ticks = ticks
    self.readWidth = readWidth
    self.hasValue = hasValue
    var layout = ParameterLayout()
    layout.add("embedding/weight", [3, 3, planes, channels], .lecun(gain: 1))
    layout.add("embedding/bias", [channels], .constant(0))
    // Both halves together see twice the channels, so each is drawn smaller by sqrt(1/2).
    layout.add("cell/from-hidden/weight", [3, 3, channels, channels], .he(gain: 0.7071))
    layout.add("cell/from-embedding/weight", [3, 3, channels, channels], .he(gain: 0.7071))
    layout.add("cell/inner/bias", [channels], .constant(0))
    layout.add("cell/update/weight", [3, 3, channels, channels], .he(gain: 0.5))
    layout.add("cell/update/bias", [channels], .constant(0))
    AgentRead.add(
      to: &layout, features: channels, width: readWidth, actions: actions, hasValue: hasValue)
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    self.init(
      planes: try configuration.integer("planes", in: 1...256),
      channels: try configuration.integer("channels", default: 16, in: 1...1024),
      actions: try configuration.integer("actions", default: 4, in: 2...31),
      ticks: try configuration.integer("ticks", default: 12, in: 1...1000),
      readWidth: try configuration.integer("read-width", default: 32, in: 0...4096),
      hasValue: try configuration.flag("value-head", default: false))
  }

  package var configuration: ArchitectureConfiguration {
    var result = ArchitectureConfiguration([
      "planes": "\(planes)", "channels": "\(channels)", "actions": "\(actions)",
      "ticks": "\(ticks)", "read-width": "\(readWidth)",
    ])
    if hasValue { result["value-head"] = "true" }
    return result
  }

  package var sites: [SiteDescription] {
    [
      SiteDescription(
        "embedding", channels: channels, hasTicks: false, summary: "what the observation becomes"),
      SiteDescription(
        "cell/inner", channels: channels, hasTicks: true, summary: "rectified inner layer"),
      SiteDescription(
        "cell/hidden", channels: channels, hasTicks: true, summary: "the state after the tick"),
    ]
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    let embedding = tape.site(
      "embedding",
      tape.convolution(
        input.observations, weights: tape.parameter("embedding/weight"),
        bias: tape.parameter("embedding/bias")))
    let drive = tape.convolution(
      tape.rectify(embedding), weights: tape.parameter("cell/from-embedding/weight"),
      bias: tape.parameter("cell/inner/bias"))
    let recurrent = tape.parameter("cell/from-hidden/weight")
    let update = tape.parameter("cell/update/weight")
    let updateBias = tape.parameter("cell/update/bias")

    var hidden: Variable?
    for tick in 1..<max(input.ticks, 0) + 1 {
      // The state is zero before the first tick, so its share of the inner layer is nothing.
      var inner =
        hidden.map {
          tape.convolution(tape.rectify($0), weights: recurrent, addend: drive, rectifies: true)
        } ?? tape.rectify(drive)
      inner = tape.site("cell/inner", tick: tick, inner)
      let next = tape.convolution(inner, weights: update, bias: updateBias, addend: hidden)
      hidden = tape.site("cell/hidden", tick: tick, next)
    }
    // Without a tick the state is what it was before the first one.
    let state =
      hidden.map { tape.gather($0, at: input.reads) }
      ?? tape.input(.vectors(input.reads.count, channels)) { $0.update(repeating: 0) }
    return AgentRead.heads(
      tape.rectify(state), hasHiddenLayer: readWidth > 0, hasValue: hasValue, on: tape)
  }
}
