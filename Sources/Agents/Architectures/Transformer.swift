package import NeuralNetworks

/// M6, a decoder transformer: causal attention and a layer of GELU units in turn, with layer norm
/// before each (Vaswani et al., 2017; in the pre-norm form of Radford et al., 2019).
///
/// The observation is a sequence: its cells in row-major order are the tokens, embedded by a
/// matrix with a learned vector for each position. What is read at a token depends on it and on
/// those before it alone. With `P` planes, `d` channels, `L` blocks, `T` tokens and `A` outputs it
/// has `P d + d + T d + L (12 d^2 + 13 d) + 2 d + (d + 1) A` parameters.
package struct Transformer: Architecture {
  package static let name = "transformer"

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let actions: Int
  package let channels: Int
  package let heads: Int
  package let blocks: Int
  package let layout: ParameterLayout

  private var tokens: Int { rows * columns }

  package init(
    planes: Int, rows: Int = 1, columns: Int, actions: Int, channels: Int = 64, heads: Int = 4,
    blocks: Int = 4
  ) {
    precondition(channels % heads == 0, "\(channels) channels are not shared by \(heads) heads.")
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.actions = actions
    self.channels = channels
    self.heads = heads
    self.blocks = blocks
    // Every block adds to the stream twice.
    let share = 1 / Float(max(2 * blocks, 1)).squareRoot()
    var layout = ParameterLayout()
    layout.add("embedding/weight", [planes, channels], .lecun(gain: 1))
    layout.add("embedding/bias", [channels], .constant(0))
    // The fan-in of a table is its number of rows.
    layout.add(
      "embedding/position", [rows * columns, channels],
      .lecun(gain: 0.1 * Float(rows * columns).squareRoot()))
    for block in Self.numbers(blocks) {
      let path = "block.\(block)"
      Self.addNorm("\(path)/attention/norm", channels, to: &layout)
      layout.add("\(path)/attention/input/weight", [channels, 3 * channels], .lecun(gain: 1))
      layout.add("\(path)/attention/input/bias", [3 * channels], .constant(0))
      layout.add("\(path)/attention/output/weight", [channels, channels], .lecun(gain: share))
      layout.add("\(path)/attention/output/bias", [channels], .constant(0))
      Self.addNorm("\(path)/layer/norm", channels, to: &layout)
      layout.add("\(path)/layer/inner/weight", [channels, 4 * channels], .lecun(gain: 1))
      layout.add("\(path)/layer/inner/bias", [4 * channels], .constant(0))
      layout.add("\(path)/layer/output/weight", [4 * channels, channels], .lecun(gain: share))
      layout.add("\(path)/layer/output/bias", [channels], .constant(0))
    }
    Self.addNorm("read/norm", channels, to: &layout)
    layout.add("read/policy/weight", [channels, actions], .lecun(gain: 0.1))
    layout.add("read/policy/bias", [actions], .constant(0))
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let planes = try configuration.integer("planes", in: 1...4096)
    let channels = try configuration.integer("channels", default: 64, in: 1...4096)
    let heads = try configuration.integer(
      "heads", default: channels % 4 == 0 ? 4 : 1, in: 1...channels)
    guard channels % heads == 0 else {
      throw .badSetting(
        key: "heads", value: "\(heads)", allowed: "a divisor of the \(channels) channels")
    }
    self.init(
      planes: planes, rows: try configuration.integer("rows", in: 1...1024),
      columns: try configuration.integer("columns", in: 1...1024),
      actions: try configuration.integer("actions", default: 4, in: 1...31), channels: channels,
      heads: heads, blocks: try configuration.integer("blocks", default: 4, in: 0...64))
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)", "actions": "\(actions)",
      "channels": "\(channels)", "heads": "\(heads)", "blocks": "\(blocks)",
    ])
  }

  package var sites: [SiteDescription] {
    [
      SiteDescription(
        "embedding", channels: channels, hasTicks: false, summary: "the tokens with their places")
    ]
      + Self.numbers(blocks).flatMap { block in
        [
          SiteDescription(
            "block.\(block)/attention/pattern", channels: tokens, hasTicks: false,
            layout: .grid(rows: heads, columns: tokens),
            summary: "how much of each token each token takes, head by head"),
          SiteDescription(
            "block.\(block)/attention/stream", channels: channels, hasTicks: false,
            summary: "the stream after the attention of block \(block)"),
          SiteDescription(
            "block.\(block)/stream", channels: channels, hasTicks: false,
            summary: "the stream after block \(block)"),
        ]
      }
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    let batch = tape[input.observations].extent.batch
    let extent = Extent(batch, 1, tokens, channels)
    let embedded = tape.dense(
      tape.reshape(input.observations, to: Extent(batch, 1, tokens, planes)),
      weights: tape.parameter("embedding/weight"), bias: tape.parameter("embedding/bias"))
    let places = (0..<batch).flatMap { _ in (0..<tokens).map { Int32($0) } }
    let positions = tape.reshape(
      tape.gather(tape.parameter("embedding/position"), at: places), to: extent)
    var stream = tape.site("embedding", tape.add(embedded, positions))
    for block in Self.numbers(blocks) {
      stream = attention("block.\(block)/attention", stream, on: tape)
      let path = "block.\(block)/layer"
      let inner = tape.gelu(
        dense("\(path)/inner", norm("\(path)/norm", stream, on: tape), on: tape))
      stream = tape.site(
        "block.\(block)/stream", tape.add(stream, dense("\(path)/output", inner, on: tape)))
    }
    return dense(
      "read/policy", norm("read/norm", tape.gather(stream, at: input.reads), on: tape), on: tape)
  }

  private func attention(_ path: String, _ stream: Variable, on tape: Tape) -> Variable {
    let parts = dense("\(path)/input", norm("\(path)/norm", stream, on: tape), on: tape)
    func part(_ index: Int) -> Variable {
      tape.slice(parts, from: index * channels, count: channels)
    }
    let scores = tape.scores(
      part(0), part(1), heads: heads, scale: 1 / Float(channels / heads).squareRoot())
    let pattern = tape.site("\(path)/pattern", tape.softmax(scores, isCausal: true))
    let mixed = dense("\(path)/output", tape.mix(pattern, part(2)), on: tape)
    return tape.site("\(path)/stream", tape.add(stream, mixed))
  }

  private func dense(_ path: String, _ source: Variable, on tape: Tape) -> Variable {
    tape.dense(
      source, weights: tape.parameter("\(path)/weight"), bias: tape.parameter("\(path)/bias"))
  }

  private func norm(_ path: String, _ source: Variable, on tape: Tape) -> Variable {
    tape.layerNorm(
      source, gain: tape.parameter("\(path)/gain"), bias: tape.parameter("\(path)/bias"))
  }

  private static func addNorm(_ path: String, _ channels: Int, to layout: inout ParameterLayout) {
    layout.add("\(path)/gain", [channels], .constant(1))
    layout.add("\(path)/bias", [channels], .constant(0))
  }

  private static func numbers(_ blocks: Int) -> [Int] { blocks > 0 ? Array(1...blocks) : [] }
}
