import Environments
import LinearAlgebra

/// States with what comes after a random action in them.
struct WorldSamples: Sendable {
  /// `[sample, row, column, plane]`.
  let observations: Tensor
  let reads: [Int]
  let actions: [Int]
  /// The observations after the actions.
  let next: Tensor
  /// Steps to the goal before them; empty where the environment does not know.
  let steps: [Int]

  /// Sample `i` is a function of the stream split by `i`.
  init(
    _ environment: some Environment, count: Int, random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) {
    if let oracle = environment as? any OracleEnvironment {
      self = try Self.drawn(oracle, count: count, random: random, part: part)
    } else {
      self = try Self.played(environment, count: count, random: random, part: part)
    }
  }

  private init(
    observations: Tensor, reads: [Int], actions: [Int], next: Tensor, steps: [Int]
  ) {
    self.observations = observations
    self.reads = reads
    self.actions = actions
    self.next = next
    self.steps = steps
  }

  /// Any state of a level, all as likely.
  private static func drawn<World: OracleEnvironment>(
    _ environment: World, count: Int, random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> WorldSamples {
    var episodes: [World.Running] = []
    var (actions, drawn) = ([Int](), 0)
    while episodes.count < count {
      guard drawn < 1000 * count else {
        throw .tooFewAccepted(wanted: count, accepted: episodes.count, drawn: drawn)
      }
      let stream = random.split(UInt64(drawn))
      drawn += 1
      let episode = try environment.episode(drawnFrom: stream, part: part)
      guard !episode.optimalActions.isEmpty else { continue }
      var further = stream.split("state")
      episodes.append(environment.anyState(of: episode, using: &further))
      actions.append(further.below(environment.actionCount))
    }
    return made(environment, episodes, actions, steps: episodes.map(\.stepsToGoal))
  }

  /// A state that random actions lead to.
  private static func played<World: Environment>(
    _ environment: World, count: Int, random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> WorldSamples {
    var episodes: [World.Running] = []
    var actions: [Int] = []
    var scratch = [Float](repeating: 0, count: environment.observationShape.count)
    for index in 0..<count {
      let stream = random.split(UInt64(index))
      var episode = try environment.episode(drawnFrom: stream, part: part)
      var further = stream.split("state")
      for _ in 0..<further.below(20) {
        let before = episode
        let action = further.below(environment.actionCount)
        let outcome = scratch.withUnsafeMutableBufferPointer {
          episode.step(action, updating: $0)
        }
        if outcome.isOver {
          episode = before
          break
        }
      }
      episodes.append(episode)
      actions.append(further.below(environment.actionCount))
    }
    return made(environment, episodes, actions, steps: [])
  }

  private static func made<World: Environment>(
    _ environment: World, _ episodes: [World.Running], _ actions: [Int], steps: [Int]
  ) -> WorldSamples {
    let observations = environment.observations(of: episodes)
    var next = observations
    let width = environment.observationShape.count
    next.elements.withUnsafeMutableBufferPointer { elements in
      for (index, episode) in episodes.enumerated() {
        var episode = episode
        _ = episode.step(
          actions[index],
          updating: UnsafeMutableBufferPointer(
            rebasing: elements[index * width..<(index + 1) * width]))
      }
    }
    return WorldSamples(
      observations: observations, reads: episodes.map(\.readCell), actions: actions, next: next,
      steps: steps)
  }
}
