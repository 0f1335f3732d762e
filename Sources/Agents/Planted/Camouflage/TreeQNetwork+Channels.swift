extension TreeQNetwork: ChannelSpaced {
  /// States are divided by their length, so there can be no further entries of one that are not
  /// zero, and none can be scaled alone.
  var channelSpaces: [ChannelSpace] {
    var spaces = [ChannelSpace("state", dims, growth: .none)]
    if encoder == .convolution {
      spaces.append(ChannelSpace("encoder/first", channels, scaling: .each))
      spaces.append(ChannelSpace("encoder/second", channels, scaling: .each))
    }
    if depth > 0 {
      spaces.append(
        ChannelSpace("reward", Self.rewardWidth, scaling: .each, growth: .none))
    }
    return spaces
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    var axes: [String: [Int: ChannelAxis]] = [
      "encoder/root/weight": [1: .of("state")],
      "encoder/root/bias": [0: .of("state")],
      "tree/world/weight": [0: .of("state"), 1: .of("state")],
      "tree/world/bias": [0: .of("state")],
      "tree/action/weight": [0: .of("state"), 1: .of("state", blocks: actions)],
      "tree/reward/hidden/weight": [0: .of("state"), 1: .of("reward")],
      "tree/reward/hidden/bias": [0: .of("reward")],
      "tree/reward/weight": [0: .of("reward")],
      "tree/value/weight": [0: .of("state")],
      "read/values/weight": [0: .of("state")],
    ]
    if encoder == .convolution {
      axes["encoder/first/weight"] = [3: .of("encoder/first")]
      axes["encoder/first/bias"] = [0: .of("encoder/first")]
      axes["encoder/second/weight"] = [2: .of("encoder/first"), 3: .of("encoder/second")]
      axes["encoder/second/bias"] = [0: .of("encoder/second")]
      axes["encoder/root/weight"] = [
        0: .of("encoder/second", blocks: rows * columns), 1: .of("state"),
      ]
    }
    return axes
  }

  /// Only the convolutions can be wider.
  func widened(by count: Int) -> (any ChannelSpaced)? {
    guard encoder == .convolution else { return nil }
    return TreeQNetwork(
      planes: planes, rows: rows, columns: columns, actions: actions, encoder: encoder,
      channels: channels + count, dims: dims, depth: depth, discount: discount, lambda: lambda,
      transition: transition)
  }
}
