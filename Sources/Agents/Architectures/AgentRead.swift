import NeuralNetworks

/// The dense read of the action logits, and of the value, that grid architectures share.
enum AgentRead {
  /// The parameters under `read/`: a hidden layer unless its width is 0, the policy, and the value
  /// where there is one.
  static func add(
    to layout: inout ParameterLayout, features: Int, width: Int, actions: Int, hasValue: Bool
  ) {
    if width > 0 {
      layout.add("read/hidden/weight", [features, width], .he(gain: 1))
      layout.add("read/hidden/bias", [width], .constant(0))
    }
    let inputs = width > 0 ? width : features
    layout.add("read/policy/weight", [inputs, actions], .he(gain: 0.01))
    layout.add("read/policy/bias", [actions], .constant(0))
    if hasValue {
      layout.add("read/value/weight", [inputs, 1], .lecun(gain: 1))
      layout.add("read/value/bias", [1], .constant(0))
    }
  }

  /// Logits and value from the channel vectors at the agent's cells, which share the hidden layer.
  static func heads(
    _ state: Variable, hasHiddenLayer: Bool, hasValue: Bool, on tape: Tape
  ) -> AgentHeads {
    var features = state
    if hasHiddenLayer {
      features = tape.rectify(
        tape.dense(
          features, weights: tape.parameter("read/hidden/weight"),
          bias: tape.parameter("read/hidden/bias")))
    }
    let policy = tape.dense(
      features, weights: tape.parameter("read/policy/weight"),
      bias: tape.parameter("read/policy/bias"))
    guard hasValue else { return AgentHeads(policy: policy) }
    let value = tape.dense(
      features, weights: tape.parameter("read/value/weight"),
      bias: tape.parameter("read/value/bias"))
    return AgentHeads(policy: policy, value: value)
  }
}
