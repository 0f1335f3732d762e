package import Environments
internal import LinearAlgebra

/// A state in which a policy is asked what to do.
package struct MazeState: Sendable {
  /// The place of the level in the list that is played.
  package let episode: Int
  /// The number of steps taken before.
  package let step: Int
  package let level: MazeLevel
  /// Where the agent is.
  package let agent: Cell

  package init(episode: Int, step: Int, level: MazeLevel, agent: Cell) {
    self.episode = episode
    self.step = step
    self.level = level
    self.agent = agent
  }
}

/// Whatever chooses actions in mazes: a network, a planner, a random walk.
///
/// Tests of behaviour take any of them, so that what is known of a planner checks the test.
package protocol MazePolicy: Sendable {
  /// What it is called in reports.
  var name: String { get }
  /// Whether its actions depend on the level and the agent's square alone.
  var isStationary: Bool { get }
  /// The actions that it holds equally best in each state: more than one is a tie, none means
  /// that it stands still.
  func actions(in states: [MazeState]) throws -> [ActionSet]
  /// The same with what the policy carries from step to step of each episode, which is begun empty.
  func actions(
    in states: [MazeState], carrying memory: inout PolicyMemory
  ) throws -> [ActionSet]
}

extension MazePolicy {
  /// A policy that carries nothing.
  package func actions(
    in states: [MazeState], carrying memory: inout PolicyMemory
  ) throws -> [ActionSet] {
    try actions(in: states)
  }
}

/// What a policy carries from step to step, episode by episode.
package struct PolicyMemory: Sendable {
  /// The tensors of an episode, `[1, row, column, channel]`, by its place in the list that is
  /// played.
  private var carried: [Int: [Tensor]] = [:]

  package init() {}

  /// What some episodes carry, `[episode, row, column, channel]`; empty at the first step of all.
  ///
  /// - Parameter shapes: those of one pass over the episodes; an episode that begins carries zeros.
  func gathered(_ episodes: [Int], shapes: [[Int]]) -> [Tensor] {
    guard episodes.contains(where: { carried[$0] != nil }) else { return [] }
    return shapes.enumerated().map { index, shape in
      let zeros = [Float](repeating: 0, count: shape.dropFirst().reduce(1, *))
      return Tensor(
        shape: shape, elements: episodes.flatMap { carried[$0]?[index].elements ?? zeros })
    }
  }

  /// Keeps what a pass over the episodes gave.
  mutating func keep(_ tensors: [Tensor], of episodes: [Int]) {
    for (row, episode) in episodes.enumerated() {
      carried[episode] = tensors.map { tensor in
        let size = tensor.count / episodes.count
        return Tensor(
          shape: [1] + tensor.shape.dropFirst(),
          elements: Array(tensor.elements[row * size..<(row + 1) * size]))
      }
    }
  }
}
