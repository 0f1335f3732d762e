extension Residual: ChannelSpaced {
  /// The stream is rectified before it is read, so that its channels can be scaled.
  var channelSpaces: [ChannelSpace] {
    [ChannelSpace("stream", channels, scaling: .each)]
      + numbers.map { ChannelSpace("inner.\($0)", channels, scaling: .each) }
      + [ChannelSpace("read", readWidth, scaling: .each, growth: .none)]
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    let cells = head == .global ? side.rows * side.columns : 1
    var axes: [String: [Int: ChannelAxis]] = [
      "embedding/weight": [3: .of("stream")],
      "embedding/bias": [0: .of("stream")],
      "read/hidden/weight": [0: .of("stream", blocks: cells), 1: .of("read")],
      "read/hidden/bias": [0: .of("read")],
      "read/policy/weight": [0: .of("read")],
      "read/value/weight": [0: .of("read")],
    ]
    for block in numbers {
      let (name, inner) = ("block.\(block)", "inner.\(block)")
      axes["\(name)/inner/weight"] = [2: .of("stream"), 3: .of(inner)]
      axes["\(name)/inner/bias"] = [0: .of(inner)]
      axes["\(name)/update/weight"] = [2: .of(inner), 3: .of("stream")]
      axes["\(name)/update/bias"] = [0: .of("stream")]
    }
    return axes
  }

  private var numbers: [Int] { blocks > 0 ? Array(1...blocks) : [] }

  func widened(by count: Int) -> (any ChannelSpaced)? {
    Residual(
      planes: planes, channels: channels + count, actions: actions, blocks: blocks, head: head,
      readWidth: readWidth, rows: side.rows, columns: side.columns, hasValue: hasValue)
  }
}
