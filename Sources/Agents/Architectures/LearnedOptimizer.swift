package import NeuralNetworks

/// M8, a learned optimizer: one small LSTM of two layers that is applied to every coordinate by
/// itself, with a memory of its own for each (Andrychowicz et al., *Learning to learn by gradient
/// descent by gradient descent*, 2016).
///
/// A sample is a coordinate, its observation what ``preprocessed(_:)`` makes of its gradient, and
/// the output what is added to the coordinate, up to a constant factor. As no coordinate sees
/// another, permuting them permutes the outputs.
package struct LearnedOptimizer: Architecture {
  package static let name = "learned-optimizer"
  private static let depth = 2

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let units: Int
  package let outputs: Int
  package let layout: ParameterLayout

  package init(
    planes: Int = 2, rows: Int = 1, columns: Int = 1, units: Int = 20, outputs: Int = 1
  ) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.units = units
    self.outputs = outputs
    var layout = ParameterLayout()
    for layer in 1...Self.depth {
      layout.add(
        "layer.\(layer)/input/weight",
        [layer == 1 ? rows * columns * planes : units, 4 * units], .lecun(gain: 1))
      layout.add("layer.\(layer)/hidden/weight", [units, 4 * units], .lecun(gain: 1))
      layout.add("layer.\(layer)/bias", [4 * units], .constant(0))
    }
    layout.add("update/weight", [units, outputs], .lecun(gain: 0.1))
    layout.add("update/bias", [outputs], .constant(0))
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    self.init(
      planes: try configuration.integer("planes", in: 1...4096),
      rows: try configuration.integer("rows", default: 1, in: 1...256),
      columns: try configuration.integer("columns", default: 1, in: 1...256),
      units: try configuration.integer("units", default: 20, in: 1...4096),
      outputs: try configuration.integer("actions", default: 1, in: 1...31))
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)", "units": "\(units)",
      "actions": "\(outputs)",
    ])
  }

  package var memory: [MemoryDescription] {
    (1...Self.depth).flatMap { layer in
      ["hidden", "cell"].map {
        MemoryDescription("layer.\(layer)/\($0)", channels: units, isMap: false)
      }
    }
  }

  package var sites: [SiteDescription] {
    (1...Self.depth).flatMap { layer in
      [("cell", "the cells of layer"), ("hidden", "the state of layer")].map { name, summary in
        SiteDescription(
          "layer.\(layer)/\(name)", channels: units, hasTicks: false, layout: .vector,
          summary: "\(summary) \(layer) after the step")
      }
    }
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    var signal = tape.flatten(input.observations)
    var memory: [Variable] = []
    for layer in 1...Self.depth {
      let before = (0..<2).map {
        AgentRead.memory(2 * (layer - 1) + $0, input, channels: units, on: tape)
      }
      let sums = tape.add(
        tape.dense(
          signal, weights: tape.parameter("layer.\(layer)/input/weight"),
          bias: tape.parameter("layer.\(layer)/bias")),
        tape.dense(before[0], weights: tape.parameter("layer.\(layer)/hidden/weight")))
      // Input, forget and output gates, then the candidate.
      let gates = tape.sigmoid(tape.slice(sums, from: 0, count: 3 * units))
      let candidate = tape.tanh(tape.slice(sums, from: 3 * units, count: units))
      func gate(_ index: Int) -> Variable {
        tape.slice(gates, from: index * units, count: units)
      }
      let cell = tape.site(
        "layer.\(layer)/cell",
        tape.add(tape.multiply(gate(1), before[1]), tape.multiply(gate(0), candidate)))
      signal = tape.site(
        "layer.\(layer)/hidden", tape.multiply(gate(2), tape.tanh(cell)))
      memory += [signal, cell]
    }
    let update = tape.dense(
      AgentRead.spread(signal, input, on: tape), weights: tape.parameter("update/weight"),
      bias: tape.parameter("update/bias"))
    return AgentHeads(policy: update, memory: memory)
  }
}
