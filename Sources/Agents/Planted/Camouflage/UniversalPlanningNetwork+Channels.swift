extension UniversalPlanningNetwork: ChannelSpaced {
  /// Gradients go back through what writes the latent state in the model, so a latent that is
  /// added may be written by the encoder alone. Huber's loss bends at one, and the hyperbolic
  /// tangent everywhere: neither latent states nor units can be scaled.
  var channelSpaces: [ChannelSpace] {
    [
      ChannelSpace("encoder/1", channels, scaling: .each),
      ChannelSpace("encoder/2", channels, scaling: .each),
      ChannelSpace(
        "latent", latent, growth: .onlyBy(["encoder/latent/weight", "encoder/latent/bias"])),
      ChannelSpace("units", units),
    ]
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    [
      "encoder/1/weight": [3: .of("encoder/1")],
      "encoder/1/bias": [0: .of("encoder/1")],
      "encoder/2/weight": [2: .of("encoder/1"), 3: .of("encoder/2")],
      "encoder/2/bias": [0: .of("encoder/2")],
      "encoder/latent/weight": [0: .of("encoder/2", blocks: rows * columns), 1: .of("latent")],
      "encoder/latent/bias": [0: .of("latent")],
      "model/direct/weight": [1: .of("latent")],
      "model/state/weight": [0: .of("latent"), 1: .of("units")],
      "model/action/weight": [1: .of("units")],
      "model/bias": [0: .of("units")],
      "model/output/weight": [0: .of("units"), 1: .of("latent")],
    ]
  }

  func widened(by count: Int) -> (any ChannelSpaced)? {
    UniversalPlanningNetwork(
      planes: planes, rows: rows, columns: columns, actions: actions, channels: channels + count,
      latent: latent + count, units: units + count, horizon: horizon, steps: steps,
      stepSize: stepSize, agentPlane: agentPlane)
  }
}
