extension LinearAttention: ChannelSpaced {
  /// Tokens are what was seen, whose places have a meaning. What a layer looks by is read as a
  /// product of two, so that it can be reordered alone.
  var channelSpaces: [ChannelSpace] {
    layerNames.flatMap { layer in
      [
        ChannelSpace("\(layer)/look", planes, growth: .none),
        ChannelSpace("\(layer)/value", planes, scaling: .each, growth: .none),
      ]
    }
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    var axes: [String: [Int: ChannelAxis]] = [:]
    for layer in layerNames {
      axes["\(layer)/query/weight"] = [1: .of("\(layer)/look")]
      axes["\(layer)/key/weight"] = [1: .of("\(layer)/look")]
      axes["\(layer)/value/weight"] = [1: .of("\(layer)/value")]
      axes["\(layer)/projection/weight"] = [0: .of("\(layer)/value")]
    }
    return axes
  }

  private var layerNames: [String] {
    isShared ? ["layer"] : (1...layers).map { "layer.\($0)" }
  }

  /// Its matrices are as wide as a token.
  func widened(by count: Int) -> (any ChannelSpaced)? { nil }
}
