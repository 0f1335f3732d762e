package import Agents
package import LinearAlgebra

/// Networks of the same architecture as an agent that were never trained: what structure, depth and
/// receptive field give by themselves.
package enum UntrainedTwins {
  /// The number of twins beside every measurement unless said otherwise.
  package static let count = 5

  /// The twins, one a seed `0..<count`, drawn as the training draws a step-0 network.
  ///
  /// - Parameter random: names the family of twins; the same family gives the same weights to
  ///   agents of the same architecture.
  package static func of(
    _ agent: Agent, count: Int = count, from random: RandomStream = RandomStream(seed: 0)
  ) -> [Agent] {
    let family = random.split("untrained twins")
    return (0..<count).map { Agent(agent.architecture, drawnFrom: family.split(UInt64($0))) }
  }
}
