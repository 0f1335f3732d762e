extension RecurrentResidual: ChannelSpaced {
  var channelSpaces: [ChannelSpace] {
    [
      ChannelSpace("embedding", channels, scaling: .each),
      ChannelSpace("inner", channels, scaling: .each),
      ChannelSpace("hidden", channels, scaling: .each),
    ]
      + (readWidth > 0
        ? [ChannelSpace("read", readWidth, scaling: .each, growth: .none)] : [])
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    var axes: [String: [Int: ChannelAxis]] = [
      "embedding/weight": [3: .of("embedding")],
      "embedding/bias": [0: .of("embedding")],
      "cell/from-hidden/weight": [2: .of("hidden"), 3: .of("inner")],
      "cell/from-embedding/weight": [2: .of("embedding"), 3: .of("inner")],
      "cell/inner/bias": [0: .of("inner")],
      "cell/update/weight": [2: .of("inner"), 3: .of("hidden")],
      "cell/update/bias": [0: .of("hidden")],
    ]
    let features: ChannelAxis = .of(readWidth > 0 ? "read" : "hidden")
    if readWidth > 0 {
      axes["read/hidden/weight"] = [0: .of("hidden"), 1: .of("read")]
      axes["read/hidden/bias"] = [0: .of("read")]
    }
    axes["read/policy/weight"] = [0: features]
    axes["read/value/weight"] = [0: features]
    return axes
  }

  func widened(by count: Int) -> (any ChannelSpaced)? {
    RecurrentResidual(
      planes: planes, channels: channels + count, actions: actions, ticks: ticks,
      readWidth: readWidth, hasValue: hasValue)
  }
}
