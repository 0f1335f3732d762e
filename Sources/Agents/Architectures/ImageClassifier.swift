package import NeuralNetworks

/// A convolutional image classifier, as an example of what optimizes nothing: it has features to
/// decode and no search, no goal and no actions.
///
/// Each block is a rectified 3x3 convolution and a 2x2 pool by the maximum; then another
/// convolution, the mean over what positions are left, and a dense read of class logits.
package struct ImageClassifier: Architecture {
  package static let name = "image-classifier"

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let classes: Int
  package let channels: Int
  package let blocks: Int
  package let readWidth: Int
  package let layout: ParameterLayout

  package init(
    planes: Int, rows: Int, columns: Int, classes: Int, channels: Int = 32, blocks: Int = 1,
    readWidth: Int = 64
  ) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.classes = classes
    self.channels = channels
    self.blocks = blocks
    self.readWidth = readWidth
    var layout = ParameterLayout()
    for block in 1...(blocks + 1) {
      layout.add(
        "block.\(block)/weight", [3, 3, block == 1 ? planes : channels, channels], .he(gain: 1))
      layout.add("block.\(block)/bias", [channels], .constant(0))
    }
    AgentRead.add(
      to: &layout, features: channels, width: readWidth, actions: classes, hasValue: false)
    self.layout = layout
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let planes = try configuration.integer("planes", in: 1...256)
    let rows = try configuration.integer("rows", in: 1...1024)
    let columns = try configuration.integer("columns", in: 1...1024)
    // Each block halves the image, and one cell has to be left.
    let most = min(rows, columns).bitWidth - 1 - min(rows, columns).leadingZeroBitCount
    self.init(
      planes: planes, rows: rows, columns: columns,
      classes: try configuration.integer("actions", in: 2...31),
      channels: try configuration.integer("channels", default: 32, in: 1...1024),
      blocks: try configuration.integer("blocks", default: min(1, most), in: 0...most),
      readWidth: try configuration.integer("read-width", default: 64, in: 1...4096))
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)", "actions": "\(classes)",
      "channels": "\(channels)", "blocks": "\(blocks)", "read-width": "\(readWidth)",
    ])
  }

  package var sites: [SiteDescription] {
    (1...(blocks + 1)).map { block in
      SiteDescription(
        "block.\(block)/features", channels: channels, hasTicks: false,
        layout: block == 1
          ? .map : .grid(rows: rows >> (block - 1), columns: columns >> (block - 1)),
        summary: "rectified features of block \(block), before it is pooled")
    } + [
      SiteDescription(
        "pooled", channels: channels, hasTicks: false, layout: .vector,
        summary: "the features' means over the image")
    ]
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    var image = input.observations
    for block in 1...(blocks + 1) {
      image = tape.site(
        "block.\(block)/features",
        tape.convolution(
          image, weights: tape.parameter("block.\(block)/weight"),
          bias: tape.parameter("block.\(block)/bias"), rectifies: true))
      if block <= blocks { image = tape.maximumPool(image) }
    }
    let pooled = tape.site("pooled", tape.meanOverPositions(image))
    let logits = AgentRead.heads(pooled, hasHiddenLayer: true, hasValue: false, on: tape).policy
    return AgentRead.spread(logits, input, on: tape)
  }
}
