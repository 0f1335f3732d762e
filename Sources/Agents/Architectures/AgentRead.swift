import NeuralNetworks

/// The dense read of the action logits that grid architectures share.
enum AgentRead {
  /// Logits from the channel vectors at the agent's cells, by the parameters under `read/`.
  static func policy(_ state: Variable, hasHiddenLayer: Bool, on tape: Tape) -> Variable {
    var features = state
    if hasHiddenLayer {
      features = tape.rectify(
        tape.dense(
          features, weights: tape.parameter("read/hidden/weight"),
          bias: tape.parameter("read/hidden/bias")))
    }
    return tape.dense(
      features, weights: tape.parameter("read/policy/weight"),
      bias: tape.parameter("read/policy/bias"))
  }
}
