extension ImageClassifier: ChannelSpaced {
  var channelSpaces: [ChannelSpace] {
    (1...(blocks + 1)).map { ChannelSpace("block.\($0)", channels, scaling: .each) }
      + [ChannelSpace("read", readWidth, scaling: .each, growth: .none)]
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    var axes: [String: [Int: ChannelAxis]] = [
      "read/hidden/weight": [0: .of("block.\(blocks + 1)"), 1: .of("read")],
      "read/hidden/bias": [0: .of("read")],
      "read/policy/weight": [0: .of("read")],
    ]
    for block in 1...(blocks + 1) {
      axes["block.\(block)/weight"] = [3: .of("block.\(block)")]
      if block > 1 { axes["block.\(block)/weight"]?[2] = .of("block.\(block - 1)") }
      axes["block.\(block)/bias"] = [0: .of("block.\(block)")]
    }
    return axes
  }

  func widened(by count: Int) -> (any ChannelSpaced)? {
    ImageClassifier(
      planes: planes, rows: rows, columns: columns, classes: classes,
      channels: channels + count, blocks: blocks, readWidth: readWidth)
  }
}
