package import Environments

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
}
