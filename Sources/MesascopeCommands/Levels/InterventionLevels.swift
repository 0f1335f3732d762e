internal import ArgumentParser
internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Training

/// What a network is asked on when activations are changed: mazes, or states and problems of the task
/// that it was trained on.
struct InterventionLevels: Sendable {
  let decisions: DecisionSet
  /// Where they come from, for people.
  let source: String

  /// - Throws: `ValidationError` where mazes are given to a network of another task, and what the
  ///   task says where nothing can be drawn.
  init(_ options: ProbingLevelOptions, for network: LoadedCheckpoint) throws {
    guard let task = network.task, !(task is RedDoorEnvironment) else {
      let encoder = try network.encoder()
      let (set, source) = try options.load(for: network)
      decisions = try DecisionSet(set, encoder: encoder)
      self.source = source
      return
    }
    let name = type(of: task).name
    guard options.levels == nil, options.side == nil else {
      throw ValidationError(
        "--\(options.levels == nil ? "side" : "levels") is for networks of mazes, and this one was "
          + "trained on \(name); leave it out.")
    }
    let count = options.count ?? 400
    decisions = try DecisionSet(
      task, count: count, random: RandomStream(seed: options.levelSeed).split("probing levels"))
    source = "\(count) held-out \(decisions.noun)s of \(name), seed \(options.levelSeed)"
  }

  /// The same levels as another network sees them: mazes in its own encoding.
  func observations(for other: LoadedCheckpoint) throws -> Tensor {
    guard let mazes = decisions.mazes, other.task == nil || other.environment != nil else {
      return decisions.observations
    }
    return try other.encoder().observations(of: mazes.levels)
  }
}
