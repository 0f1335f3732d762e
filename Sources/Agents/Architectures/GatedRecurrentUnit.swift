package import NeuralNetworks

/// M9, a gated recurrent unit with a policy and a value: the network of RL2, which learns within
/// its memory (Duan et al., *RL2: fast reinforcement learning via slow reinforcement learning*,
/// 2016; Cho et al., 2014).
///
/// `r, z = sigmoid(x W + h U + b)`, `n = tanh(x W_n + r (h U_n) + b_n)`, `h <- (1 - z) n + z h`:
/// where `z` is exactly one, `h` keeps every bit. The observation is taken whole, as one vector.
/// Parameters: `3 H (F + H + 1) + (H + 1) (A + 1)` for `F` inputs, `H` units, `A` actions.
package struct GatedRecurrentUnit: Architecture {
  package static let name = "gru"

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let units: Int
  package let actions: Int
  package let layout: ParameterLayout

  package init(planes: Int, rows: Int = 1, columns: Int = 1, units: Int = 48, actions: Int = 2) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.units = units
    self.actions = actions
    var layout = ParameterLayout()
    layout.add("cell/input/weight", [rows * columns * planes, 3 * units], .lecun(gain: 1))
    layout.add("cell/hidden/weight", [units, 3 * units], .lecun(gain: 1))
    layout.add("cell/bias", [3 * units], .constant(0))
    layout.add("read/policy/weight", [units, actions], .he(gain: 0.01))
    layout.add("read/policy/bias", [actions], .constant(0))
    layout.add("read/value/weight", [units, 1], .he(gain: 0.1))
    layout.add("read/value/bias", [1], .constant(0))
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    self.init(
      planes: try configuration.integer("planes", in: 1...4096),
      rows: try configuration.integer("rows", default: 1, in: 1...256),
      columns: try configuration.integer("columns", default: 1, in: 1...256),
      units: try configuration.integer("units", default: 48, in: 1...4096),
      actions: try configuration.integer("actions", default: 2, in: 1...31))
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)", "units": "\(units)",
      "actions": "\(actions)",
    ])
  }

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
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    let before = AgentRead.memory(0, input, channels: units, on: tape)
    let fromInput = tape.dense(
      tape.flatten(input.observations), weights: tape.parameter("cell/input/weight"),
      bias: tape.parameter("cell/bias"))
    let fromHidden = tape.dense(before, weights: tape.parameter("cell/hidden/weight"))
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
    let read = AgentRead.spread(hidden, input, on: tape)
    return AgentHeads(
      policy: tape.dense(
        read, weights: tape.parameter("read/policy/weight"),
        bias: tape.parameter("read/policy/bias")),
      value: tape.dense(
        read, weights: tape.parameter("read/value/weight"),
        bias: tape.parameter("read/value/bias")),
      memory: [hidden])
  }
}
