import LinearAlgebra

extension DeepRepeatedConvLSTM: ChannelSpaced {
  /// Where the head reads the sum of the embedding and of the top layer's state (``GateForm/far``),
  /// both are one space. Gates bend, so hidden states cannot be scaled.
  var channelSpaces: [ChannelSpace] {
    var spaces = [ChannelSpace("read", readWidth, scaling: .each, growth: .none)]
    if form == .thinker {
      spaces.append(ChannelSpace("embedding", channels, scaling: .each))
    } else {
      spaces.append(ChannelSpace("encoder/first", channels, scaling: .each))
    }
    for layer in 1...layers {
      spaces.append(ChannelSpace("hidden.\(layer)", channels))
      if pool == .full { spaces.append(ChannelSpace("pool.\(layer)", channels, scaling: .each)) }
      if hasSpareGate {
        spaces.append(ChannelSpace("spare.\(layer)", channels, scaling: .each))
      }
    }
    return spaces
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    let top = "hidden.\(layers)"
    let embedding = form == .thinker ? "embedding" : top
    let cells = head == .global ? side.rows * side.columns : 1
    var axes: [String: [Int: ChannelAxis]] = [
      "encoder/weight": [3: .of("embedding")],
      "encoder/bias": [0: .of("embedding")],
      "encoder/first/weight": [3: .of("encoder/first")],
      "encoder/first/bias": [0: .of("encoder/first")],
      "encoder/second/weight": [2: .of("encoder/first"), 3: .of(top)],
      "encoder/second/bias": [0: .of(top)],
      "read/hidden/weight": [
        0: ChannelAxis(form == .thinker ? ["embedding", top] : [top], blocks: cells),
        1: .of("read"),
      ],
      "read/hidden/bias": [0: .of("read")],
      "read/policy/weight": [0: .of("read")],
      "read/value/weight": [0: .of("read")],
    ]
    for layer in 1...layers {
      let (name, own) = ("cell.\(layer)", "hidden.\(layer)")
      let gates: ChannelAxis = .of(own, blocks: 4)
      let pooled = pool == .full ? "pool.\(layer)" : own
      let below = layer == 1 ? top : "hidden.\(layer - 1)"
      axes["\(name)/from-embedding/weight"] = [2: .of(embedding), 3: gates]
      axes["\(name)/from-below/weight"] = [2: .of(below), 3: gates]
      axes["\(name)/from-hidden/weight"] = [2: .of(own), 3: gates]
      axes["\(name)/from-pool/weight"] = [2: .of(pooled), 3: gates]
      axes["\(name)/from-ring/weight"] = [3: gates]
      axes["\(name)/bias"] = [0: gates]
      axes["\(name)/pool/weight"] =
        pool == .full ? [0: .of(own, blocks: 2), 1: .of(pooled)] : [1: .of(own)]
      axes["\(name)/pool/bias"] = [0: .of(own)]
      axes["\(name)/spare/weight"] = [2: gates, 3: .of("spare.\(layer)")]
      axes["\(name)/spare/bias"] = [0: .of("spare.\(layer)")]
    }
    return axes
  }

  func widened(by count: Int) -> (any ChannelSpaced)? {
    DeepRepeatedConvLSTM(
      form: form, planes: planes, channels: channels + count, layers: layers, ticks: ticks,
      actions: actions, pool: pool, head: head, rows: side.rows, columns: side.columns,
      readWidth: readWidth, mode: mode, hasSpareGate: hasSpareGate)
  }
}
