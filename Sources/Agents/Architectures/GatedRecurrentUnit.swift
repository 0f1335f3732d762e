package import NeuralNetworks

/// M9, a gated recurrent unit with a policy and a value: the network of RL2, which learns within
/// its memory (Duan et al., *RL2: fast reinforcement learning via slow reinforcement learning*,
/// 2016; Cho et al., 2014).
///
/// `r, z = sigmoid(x W + h U + b)`, `n = tanh(x W_n + r (h U_n) + b_n)`, `h <- (1 - z) n + z h`:
/// where `z` is exactly one, `h` keeps every bit. The observation is taken whole, as one vector.
/// Parameters: `3 H (F + H + 1) + (H + 1) (A + 1)` for `F` inputs, `H` units, `A` actions.
///
/// Networks of other programs may have more, all absent unless set: a bias of its own on what comes
/// from `h` (`hidden-bias`, as PyTorch's GRU: `n = tanh(x W_n + b_n + r (h U_n + c_n))`), a rectified
/// layer of `trunk` units after `h`, and after that one of `head` units each for policy and value.
package struct GatedRecurrentUnit: Architecture {
  package static let name = "gru"

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let units: Int
  package let actions: Int
  /// Whether what comes from the state before has a bias of its own.
  package let hasHiddenBias: Bool
  /// Rectified units between the state and what is read off it; 0 for none.
  package let trunk: Int
  /// Rectified units of policy and of value, each for itself; 0 for none.
  package let head: Int
  package let layout: ParameterLayout

  package init(
    planes: Int, rows: Int = 1, columns: Int = 1, units: Int = 48, actions: Int = 2,
    hasHiddenBias: Bool = false, trunk: Int = 0, head: Int = 0
  ) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.units = units
    self.actions = actions
    self.hasHiddenBias = hasHiddenBias
    self.trunk = trunk
    self.head = head
    var layout = ParameterLayout()
    layout.add("cell/input/weight", [rows * columns * planes, 3 * units], .lecun(gain: 1))
    layout.add("cell/hidden/weight", [units, 3 * units], .lecun(gain: 1))
    layout.add("cell/bias", [3 * units], .constant(0))
    if hasHiddenBias { layout.add("cell/hidden/bias", [3 * units], .constant(0)) }
    func addRectified(_ name: String, _ inputs: Int, _ outputs: Int) -> Int {
      guard outputs > 0 else { return inputs }
      layout.add("\(name)/weight", [inputs, outputs], .he(gain: 1))
      layout.add("\(name)/bias", [outputs], .constant(0))
      return outputs
    }
    let features = addRectified("read/trunk", units, trunk)
    let forPolicy = addRectified("read/policy/hidden", features, head)
    layout.add("read/policy/weight", [forPolicy, actions], .he(gain: 0.01))
    layout.add("read/policy/bias", [actions], .constant(0))
    let forValue = addRectified("read/value/hidden", features, head)
    layout.add("read/value/weight", [forValue, 1], .he(gain: 0.1))
    layout.add("read/value/bias", [1], .constant(0))
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    self.init(
      planes: try configuration.integer("planes", in: 1...4096),
      rows: try configuration.integer("rows", default: 1, in: 1...256),
      columns: try configuration.integer("columns", default: 1, in: 1...256),
      units: try configuration.integer("units", default: 48, in: 1...4096),
      actions: try configuration.integer("actions", default: 2, in: 1...31),
      hasHiddenBias: try configuration.flag("hidden-bias", default: false),
      trunk: try configuration.integer("trunk", default: 0, in: 0...4096),
      head: try configuration.integer("head", default: 0, in: 0...4096))
  }

  package var configuration: ArchitectureConfiguration {
    var result = ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)", "units": "\(units)",
      "actions": "\(actions)",
    ])
    if hasHiddenBias { result["hidden-bias"] = "true" }
    if trunk > 0 { result["trunk"] = "\(trunk)" }
    if head > 0 { result["head"] = "\(head)" }
    return result
  }

  package static let optionalSettings = ["hidden-bias", "trunk", "head"]

  package var memory: [MemoryDescription] {
    [MemoryDescription("cell/hidden", channels: units, isMap: false)]
  }

  package var sites: [SiteDescription] {
    [
      SiteDescription(
        "cell/gates", channels: 2 * units, hasTicks: false, layout: .vector,
        summary: "the reset gates, then the update gates"),
      SiteDescription(
        "cell/hidden", channels: units, hasTicks: false, layout: .vector,
        summary: "the state after the step"),
    ]
      + (trunk > 0
        ? [
          SiteDescription(
            "read/trunk", channels: trunk, hasTicks: false, layout: .vector,
            summary: "the rectified layer after the state")
        ] : [])
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    let before = AgentRead.memory(0, input, channels: units, on: tape)
    let fromInput = tape.dense(
      tape.flatten(input.observations), weights: tape.parameter("cell/input/weight"),
      bias: tape.parameter("cell/bias"))
    let fromHidden = tape.dense(
      before, weights: tape.parameter("cell/hidden/weight"),
      bias: hasHiddenBias ? tape.parameter("cell/hidden/bias") : nil)
    func part(_ source: Variable, _ start: Int, _ count: Int) -> Variable {
      tape.slice(source, from: start * units, count: count * units)
    }
    let gates = tape.site(
      "cell/gates", tape.sigmoid(tape.add(part(fromInput, 0, 2), part(fromHidden, 0, 2))))
    let (reset, keep) = (part(gates, 0, 1), part(gates, 1, 1))
    let new = tape.tanh(
      tape.add(part(fromInput, 2, 1), tape.multiply(reset, part(fromHidden, 2, 1))))
    // `n - z n` is exactly zero where `z` is one.
    let hidden = tape.site(
      "cell/hidden",
      tape.add(tape.subtract(new, tape.multiply(keep, new)), tape.multiply(keep, before)))
    let features =
      trunk > 0 ? tape.site("read/trunk", rectified("read/trunk", hidden, on: tape)) : hidden
    let read = AgentRead.spread(features, input, on: tape)
    func output(_ name: String) -> Variable {
      tape.dense(
        head > 0 ? rectified("\(name)/hidden", read, on: tape) : read,
        weights: tape.parameter("\(name)/weight"), bias: tape.parameter("\(name)/bias"))
    }
    return AgentHeads(
      policy: output("read/policy"), value: output("read/value"), memory: [hidden])
  }

  private func rectified(_ name: String, _ source: Variable, on tape: Tape) -> Variable {
    tape.rectify(
      tape.dense(
        source, weights: tape.parameter("\(name)/weight"), bias: tape.parameter("\(name)/bias")))
  }
}
