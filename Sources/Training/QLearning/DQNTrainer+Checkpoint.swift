import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

extension DQNTrainer {
  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(optimizer)
    result.setArray(target.parameters.values, for: "target")
    let (tracks, episodes) = store.histories
    result.setNumbers(tracks, for: "replay/tracks")
    result.setHistories(episodes, for: "replay")
    result.setState(store.steps, for: "steps")
    result.setReplayDigest(further: store.steps)
    means.keep(in: &result)
    return result
  }

  mutating func restore(_ checkpoint: Checkpoint) throws {
    agent = try Agent(agent.architecture, tensors: checkpoint.parameters)
    update = checkpoint.step
    try checkpoint.restore(&optimizer, updates: update...update)
    target.parameters.values = try checkpoint.array(
      "target", count: target.parameters.values.count)
    let tracks = try checkpoint.numbers("replay/tracks")
    let limit = Checkpoint.largestNumber
    guard tracks.allSatisfy({ $0 < limit / max(tracks.count, 1) }) else {
      throw TrainingError.badReplay(reason: "a slot has more episodes than there can be")
    }
    let episodes = try checkpoint.histories("replay", count: tracks.reduce(0, +))
    let steps = try checkpoint.stateInteger("steps", in: 0...limit)
    try checkpoint.checkReplayDigest(further: steps)
    try store.retrace(tracks: tracks, episodes, steps: steps)
    means = try RunningMeans(checkpoint)
  }

  package var operations: Int { counted.total }

  package var columns: [String] {
    [
      "steps", "train_return", "train_solved", "value_error", "reward_error", "gradient_norm",
    ] + measured.columns
  }

  package mutating func measure() throws -> Measurement {
    let (summary, values) = try measured.measure(agent)
    defer { means = RunningMeans() }
    return Measurement(
      values: [Double(store.steps * settings.episodes)]
        + DQNFigure.allCases.map { means.mean($0) } + values,
      summary: summary)
  }
}
