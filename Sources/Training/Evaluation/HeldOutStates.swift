package import Environments
package import LinearAlgebra

/// States to measure a policy in: held-out levels, each in a uniformly drawn state in which the
/// oracle has an optimal action.
package struct HeldOutStates<World: OracleEnvironment>: Sendable {
  package let environment: World
  package let episodes: [World.Running]
  /// Steps to the goal.
  package let distances: [Int]
  package let optimal: [ActionSet]

  /// Draws one state from each of `count` levels whose layout no training sees.
  ///
  /// - Throws: where the environment cannot draw levels, or has too few layouts for one of them
  ///   to be held out.
  package init(
    _ environment: World, count: Int, random: RandomStream
  ) throws(EnvironmentError) {
    self.environment = environment
    var episodes: [World.Running] = []
    var distances: [Int] = []
    var optimal: [ActionSet] = []
    var drawn = 0
    while episodes.count < count {
      guard drawn < 1000 * (episodes.count + 1) else {
        throw .tooFewAccepted(wanted: count, accepted: episodes.count, drawn: drawn)
      }
      let stream = random.split(UInt64(drawn))
      drawn += 1
      let episode = try environment.episode(drawnFrom: stream, part: .heldOut)
      guard !episode.optimalActions.isEmpty else { continue }
      var further = stream.split("state")
      let state = environment.anyState(of: episode, using: &further)
      distances.append(state.stepsToGoal)
      optimal.append(state.optimalActions)
      episodes.append(state.withoutOracle)
    }
    self.episodes = episodes
    self.distances = distances
    self.optimal = optimal
  }
}

extension Environment {
  /// `[episode, row, column, plane]`.
  package func observations(of episodes: [Running]) -> Tensor {
    let shape = observationShape
    var result = Tensor(shape: [episodes.count, shape.rows, shape.columns, shape.planes])
    result.elements.withUnsafeMutableBufferPointer { elements in
      for (index, episode) in episodes.enumerated() {
        episode.observe(
          into: UnsafeMutableBufferPointer(
            rebasing: elements[index * shape.count..<(index + 1) * shape.count]))
      }
    }
    return result
  }
}
