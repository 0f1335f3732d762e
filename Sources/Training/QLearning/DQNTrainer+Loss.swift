import Agents
import Environments
import LinearAlgebra
import NeuralNetworks

extension DQNTrainer {
  /// Steps along which rewards are predicted.
  var pathLength: Int { (agent.architecture as? TreeQNetwork)?.depth ?? 0 }

  /// What the values of the actions taken are to become.
  private func targets(_ transitions: [Transition<World.Running>]) throws -> [Float] {
    let states = transitions.map(\.next)
    let observations = environment.observations(of: states)
    let reads = states.map { [$0.readCell] }
    let values = try target.run(observations, reads: reads)
    let chosen =
      settings.isDouble ? try agent.run(observations, reads: reads).actions : values.actions
    return transitions.enumerated().map { row, transition in
      transition.weight == 0
        ? transition.total
        : transition.total + transition.weight * values.logits[row, chosen[row]]
    }
  }

  /// The loss of a batch; its gradient is in the engine.
  mutating func evaluate(_ transitions: [Transition<World.Running>]) throws -> Double {
    let (targets, environment) = (try targets(transitions), environment)
    let (architecture, settings) = (agent.architecture, settings)
    let ticks = agent.defaultTicks
    let figures = SliceFigures()
    let loss = engine.evaluate(agent.parameters) { slice, tape in
      let range = GradientEngine.samples(of: slice, in: transitions.count)
      guard !range.isEmpty else { return nil }
      let part = transitions[range]
      let observations = environment.observations(of: part.map(\.state))
      let input = tape.input(observations, samples: 0..<part.count)
      let cells = observations.shape[1] * observations.shape[2]
      let reads = part.enumerated().map { Int32($0 * cells + $1.state.readCell) }
      var tree: TreeQNetwork.Tree?
      let values: Variable
      if let network = architecture as? TreeQNetwork {
        let made = network.tree(input, on: tape)
        (tree, values) = (made, made.actionValues)
      } else {
        values = architecture.forward(
          AgentInput(observations: input, reads: reads, ticks: ticks), on: tape)
      }
      let scale = 1 / Float(transitions.count)
      let picked = tape.pick(values, channels: part.map { Int32($0.actions[0]) })
      let wanted = tape.input(.vectors(part.count, 1)) { target in
        for (row, value) in targets[range].enumerated() { target[row] = value }
      }
      let error = tape.huberError(picked, wanted, scale: scale)
      let missed = (0..<part.count).reduce(0.0) { sum, row in
        let difference = Double(tape[picked].value[row] - tape[wanted].value[row])
        return sum + difference * difference
      }
      guard let tree, settings.rewardWeight > 0 else {
        figures.set([missed, 0], slice: slice)
        return error
      }
      let (rewards, squares) = Self.rewardLoss(
        tree, Array(part), scale: Float(settings.rewardWeight) * scale, on: tape)
      figures.set([missed, squares], slice: slice)
      return rewards.map { tape.add(error, $0) } ?? error
    }
    means.add(.valueError, figures.total(0), count: transitions.count)
    means.add(.rewardError, figures.total(1), count: transitions.count)
    return loss
  }

  /// The squared errors of the rewards that the tree predicts along the actions taken, at each
  /// depth for the episodes that went so far.
  private static func rewardLoss(
    _ tree: TreeQNetwork.Tree, _ transitions: [Transition<World.Running>], scale: Float,
    on tape: Tape
  ) -> (loss: Variable?, squares: Double) {
    var (total, squares): (Variable?, Double) = (nil, 0)
    for (depth, predicted) in tree.rewards.enumerated() {
      let rows = transitions.indices.filter { transitions[$0].actions.count > depth }
      guard !rows.isEmpty else { break }
      let extent = tape[predicted].extent
      let width = extent.columns * extent.channels
      let flat = tape.gather(
        tape.reshape(predicted, to: .vectors(extent.batch, width)), at: rows.map { Int32($0) })
      // Node by node from the root: the child of node `i` for action `a` is `i * actions + a`.
      let places = rows.map { row in
        transitions[row].actions[...depth].reduce(0) { $0 * extent.channels + $1 }
      }
      let taken = tape.pick(flat, channels: places.map { Int32($0) })
      let found = tape.input(.vectors(rows.count, 1)) { target in
        for (index, row) in rows.enumerated() { target[index] = transitions[row].rewards[depth] }
      }
      let loss = tape.squaredError(taken, found, scale: scale)
      squares += Double(tape[loss].value.pointee) / Double(scale)
      total = total.map { tape.add($0, loss) } ?? loss
    }
    return (total, squares)
  }
}
