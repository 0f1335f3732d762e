package import NeuralNetworks

/// M7, linear self-attention: `e_j <- e_j + P sum_{i <= N} (W_V e_i) (W_K e_i)' (W_Q e_j)`, layer
/// after layer (von Oswald et al., *Transformers learn in-context by gradient descent*, 2023).
///
/// The observation is a sequence: its cells in row-major order are the tokens `(x_j, y_j)`, the
/// last one a query `(x_q, 0)`, which no token attends to. The output is *minus* the y part of the
/// token read, for there the layers sum up what is still to be explained. All matrices are square
/// and are kept transposed, `[input, output]`. With shared weights a layer is a tick.
package struct LinearAttention: Architecture {
  package static let name = "linear-attention"

  package let planes: Int
  /// The length of y.
  package let outputs: Int
  package let layers: Int
  /// Whether all layers have the same weights.
  package let isShared: Bool
  package let layout: ParameterLayout

  package init(planes: Int, outputs: Int = 1, layers: Int = 1, isShared: Bool = true) {
    precondition(outputs < planes, "Tokens of \(planes) numbers have no x beside \(outputs) y.")
    self.planes = planes
    self.outputs = outputs
    self.layers = layers
    self.isShared = isShared
    var layout = ParameterLayout()
    for layer in isShared ? ["layer"] : (1...layers).map({ "layer.\($0)" }) {
      for name in ["query", "key", "value"] {
        layout.add("\(layer)/\(name)/weight", [planes, planes], .lecun(gain: 0.5))
      }
      layout.add("\(layer)/projection/weight", [planes, planes], .lecun(gain: 0.1))
    }
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let planes = try configuration.integer("planes", in: 2...4096)
    self.init(
      planes: planes,
      outputs: try configuration.integer("actions", default: 1, in: 1...(planes - 1)),
      layers: try configuration.integer("layers", default: 1, in: 1...1000),
      isShared: try configuration.word("weights", default: "shared", of: ["shared", "separate"])
        == "shared")
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "actions": "\(outputs)", "layers": "\(layers)",
      "weights": isShared ? "shared" : "separate",
    ])
  }

  package var sites: [SiteDescription] {
    if isShared {
      return [
        SiteDescription(
          "tokens", channels: planes, hasTicks: true, firstTick: 0,
          summary: "the tokens after the layer; at tick 0 as they came")
      ]
    }
    return (1...layers).map {
      SiteDescription(
        "layer.\($0)/tokens", channels: planes, hasTicks: false,
        summary: "the tokens after layer \($0)")
    }
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    let extent = tape[input.observations].extent
    let count = extent.rows * extent.columns
    var tokens = tape.reshape(
      input.observations, to: Extent(extent.batch, 1, count, planes))
    if isShared {
      tokens = tape.site("tokens", tick: 0, tokens)
      for tick in 1..<max(input.ticks, 0) + 1 {
        tokens = tape.site("tokens", tick: tick, layer("layer", tokens, on: tape))
      }
    } else {
      for number in 1...layers {
        tokens = tape.site(
          "layer.\(number)/tokens", layer("layer.\(number)", tokens, on: tape))
      }
    }
    let read = tape.gather(tokens, at: input.reads)
    return tape.scale(
      tape.slice(read, from: planes - outputs, count: outputs), by: -1)
  }

  private func layer(_ name: String, _ tokens: Variable, on tape: Tape) -> Variable {
    let extent = tape[tokens].extent
    let (count, context) = (extent.columns, max(extent.columns - 1, 0))
    let positions = (0..<extent.batch).flatMap { sample in
      (0..<context).map { Int32(sample * count + $0) }
    }
    let seen = tape.reshape(
      tape.gather(tokens, at: positions), to: Extent(extent.batch, 1, context, planes))
    let scores = tape.scores(
      tape.dense(tokens, weights: tape.parameter("\(name)/query/weight")),
      tape.dense(seen, weights: tape.parameter("\(name)/key/weight")))
    let mixed = tape.mix(
      scores, tape.dense(seen, weights: tape.parameter("\(name)/value/weight")))
    return tape.add(
      tokens, tape.dense(mixed, weights: tape.parameter("\(name)/projection/weight")))
  }
}
