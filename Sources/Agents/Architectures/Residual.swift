package import NeuralNetworks

/// M1, a residual convolutional network without recurrence.
///
/// `h_0 = K0 * x`, then `h <- h + K2_b * relu(K1_b * relu(h))` for each block, all 3x3. With the
/// head at the agent's cell, an output depends on cells within `1 + 2 * blocks` of it: a *reflex*
/// when that is less than the distances tested. The global head reads every cell.
package struct Residual: Architecture {
  package static let name = "residual"

  package enum Head: String, Sendable, CaseIterable {
    /// A dense read at the agent's cell.
    case cell
    /// A dense read of all cells together.
    case global
  }

  package let planes: Int
  package let channels: Int
  package let actions: Int
  package let blocks: Int
  package let head: Head
  package let readWidth: Int
  /// Rows and columns of a level; the global head needs them.
  package let side: (rows: Int, columns: Int)
  /// Whether the read gives the state's value beside the policy.
  package let hasValue: Bool
  package let layout: ParameterLayout
  package static let optionalSettings = ["value-head"]

  package init(
    planes: Int, channels: Int = 16, actions: Int = 4, blocks: Int = 3, head: Head = .cell,
    readWidth: Int = 32, rows: Int = 0, columns: Int = 0, hasValue: Bool = false
  ) {
    self.planes = planes
    self.channels = channels
    self.actions = actions
    self.blocks = blocks
    self.head = head
    self.readWidth = readWidth
    side = (rows, columns)
    self.hasValue = hasValue
    var layout = ParameterLayout()
    layout.add("embedding/weight", [3, 3, planes, channels], .lecun(gain: 1))
    layout.add("embedding/bias", [channels], .constant(0))
    for block in Self.numbers(blocks) {
      layout.add("block.\(block)/inner/weight", [3, 3, channels, channels], .he(gain: 1))
      layout.add("block.\(block)/inner/bias", [channels], .constant(0))
      layout.add("block.\(block)/update/weight", [3, 3, channels, channels], .he(gain: 0.5))
      layout.add("block.\(block)/update/bias", [channels], .constant(0))
    }
    let features = head == .cell ? channels : channels * rows * columns
    AgentRead.add(
      to: &layout, features: features, width: readWidth, actions: actions, hasValue: hasValue)
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let head = Head(
      rawValue: try configuration.word(
        "head", default: Head.cell.rawValue, of: Head.allCases.map(\.rawValue)))
    let isGlobal = head == .global
    self.init(
      planes: try configuration.integer("planes", in: 1...256),
      channels: try configuration.integer("channels", default: 16, in: 1...1024),
      actions: try configuration.integer("actions", default: 4, in: 2...31),
      blocks: try configuration.integer("blocks", default: 3, in: 0...64),
      head: head ?? .cell,
      readWidth: try configuration.integer("read-width", default: 32, in: 1...4096),
      rows: try configuration.integer("rows", default: isGlobal ? nil : 0, in: 0...256),
      columns: try configuration.integer("columns", default: isGlobal ? nil : 0, in: 0...256),
      hasValue: try configuration.flag("value-head", default: false))
  }

  package var configuration: ArchitectureConfiguration {
    var result = ArchitectureConfiguration([
      "planes": "\(planes)", "channels": "\(channels)", "actions": "\(actions)",
      "blocks": "\(blocks)", "head": head.rawValue, "read-width": "\(readWidth)",
    ])
    if head == .global {
      result["rows"] = "\(side.rows)"
      result["columns"] = "\(side.columns)"
    }
    if hasValue { result["value-head"] = "true" }
    return result
  }

  package var sites: [SiteDescription] {
    [
      SiteDescription(
        "embedding", channels: channels, hasTicks: false, summary: "what the observation becomes")
    ]
      + Self.numbers(blocks).map {
        SiteDescription(
          "block.\($0)/hidden", channels: channels, hasTicks: false,
          summary: "the stream after block \($0)")
      }
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    var hidden = tape.site(
      "embedding",
      tape.convolution(
        input.observations, weights: tape.parameter("embedding/weight"),
        bias: tape.parameter("embedding/bias")))
    for block in Self.numbers(blocks) {
      let inner = tape.convolution(
        tape.rectify(hidden), weights: tape.parameter("block.\(block)/inner/weight"),
        bias: tape.parameter("block.\(block)/inner/bias"), rectifies: true)
      let next = tape.convolution(
        inner, weights: tape.parameter("block.\(block)/update/weight"),
        bias: tape.parameter("block.\(block)/update/bias"), addend: hidden)
      hidden = tape.site("block.\(block)/hidden", next)
    }
    let rectified = tape.rectify(hidden)
    switch head {
    case .cell:
      return AgentRead.heads(
        tape.gather(rectified, at: input.reads), hasHiddenLayer: true, hasValue: hasValue,
        on: tape)
    case .global:
      // One answer a sample, given to each read of that sample.
      let extent = tape[hidden].extent
      let cells = Int32(extent.rows * extent.columns)
      let heads = AgentRead.heads(
        tape.flatten(rectified), hasHiddenLayer: true, hasValue: hasValue, on: tape)
      let samples = input.reads.map { $0 / cells }
      return AgentHeads(
        policy: tape.gather(heads.policy, at: samples),
        value: heads.value.map { tape.gather($0, at: samples) })
    }
  }

  private static func numbers(_ blocks: Int) -> [Int] { blocks > 0 ? Array(1...blocks) : [] }
}
