package import NeuralNetworks

extension TreeQNetwork {
  /// What the tree gives.
  package struct Tree {
    /// The root's action values, `[batch, 1, 1, action]`.
    package let actionValues: Variable
    /// The rewards predicted at each depth, `[batch, 1, node, action]`.
    package let rewards: [Variable]
  }

  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    AgentRead.spread(tree(input.observations, on: tape).actionValues, input, on: tape)
  }

  /// Records the whole tree of each observation.
  package func tree(_ observations: Variable, on tape: Tape) -> Tree {
    let root = tape.site("embedding", embedding(observations, on: tape))
    guard depth > 0 else {
      let values = tape.dense(
        root, weights: tape.parameter("read/values/weight"),
        bias: tape.parameter("read/values/bias"))
      return Tree(actionValues: values, rewards: [])
    }
    var (states, values): ([Variable], [Variable]) = ([root], [])
    var rewards: [Variable] = []
    for level in 0..<depth {
      rewards.append(
        tape.site("level.\(level)/rewards", reward(of: states[level], on: tape)))
      let children = tape.site(
        "level.\(level + 1)/states", self.children(of: states[level], on: tape))
      states.append(children)
      values.append(
        tape.site(
          "level.\(level + 1)/values",
          tape.dense(
            children, weights: tape.parameter("tree/value/weight"),
            bias: tape.parameter("tree/value/bias"))))
    }
    // From the leaves up: what is known of a node's children becomes its action values.
    var below = values[depth - 1]
    var backedUp = below
    for level in stride(from: depth - 1, through: 0, by: -1) {
      let extent = tape[rewards[level]].extent
      let next = tape.scale(tape.reshape(below, to: extent), by: Float(discount))
      backedUp = tape.site("level.\(level)/backed-up", tape.add(rewards[level], next))
      guard level > 0 else { break }
      below = tape.add(
        tape.scale(values[level - 1], by: Float(1 - lambda)),
        tape.scale(tape.softmaxMean(backedUp), by: Float(lambda)))
    }
    return Tree(actionValues: backedUp, rewards: rewards)
  }

  private func embedding(_ observations: Variable, on tape: Tape) -> Variable {
    var features = observations
    if encoder == .convolution {
      for name in ["first", "second"] {
        features = tape.convolution(
          features, weights: tape.parameter("encoder/\(name)/weight"),
          bias: tape.parameter("encoder/\(name)/bias"), rectifies: true)
      }
    }
    return tape.normalize(
      tape.rectify(
        tape.dense(
          tape.flatten(features), weights: tape.parameter("encoder/root/weight"),
          bias: tape.parameter("encoder/root/bias"))))
  }

  private func reward(of states: Variable, on tape: Tape) -> Variable {
    let hidden = tape.rectify(
      tape.dense(
        states, weights: tape.parameter("tree/reward/hidden/weight"),
        bias: tape.parameter("tree/reward/hidden/bias")))
    return tape.dense(
      hidden, weights: tape.parameter("tree/reward/weight"),
      bias: tape.parameter("tree/reward/bias"))
  }

  /// `[batch, 1, node, dims]` to `[batch, 1, node * actions, dims]`.
  private func children(of states: Variable, on tape: Tape) -> Variable {
    let extent = tape[states].extent
    let world = tape.add(
      states,
      tape.tanh(
        tape.dense(
          states, weights: tape.parameter("tree/world/weight"),
          bias: tape.parameter("tree/world/bias"))))
    let moves = tape.tanh(
      tape.dense(
        transition == .equation ? world : states,
        weights: tape.parameter("tree/action/weight")))
    let positions = (0..<extent.positions).flatMap { node in
      repeatElement(Int32(node), count: actions)
    }
    let expanded = Extent(extent.batch, 1, extent.columns * actions, dims)
    return tape.normalize(
      tape.add(
        tape.reshape(tape.gather(world, at: positions), to: expanded),
        tape.reshape(moves, to: expanded)))
  }
}
