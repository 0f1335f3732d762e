package import Environments
package import LinearAlgebra

/// States to measure a policy in: held-out levels, the agent on a uniformly drawn square from
/// which the goal can be reached.
package struct HeldOutStates: Sendable {
  package let states: [(level: MazeLevel, agent: Cell)]
  /// Steps to the goal.
  package let distances: [Int]
  package let optimal: [ActionSet]

  /// Draws one state from each of `count` levels whose layout no training sees.
  ///
  /// - Throws: where the environment cannot draw levels, or has too few layouts for one of them
  ///   to be held out.
  package init(
    _ environment: RedDoorEnvironment, count: Int, random: RandomStream
  ) throws(EnvironmentError) {
    var random = random
    var states: [(level: MazeLevel, agent: Cell)] = []
    var distances: [Int] = []
    var optimal: [ActionSet] = []
    var drawn = 0
    while states.count < count {
      guard drawn < 1000 * (states.count + 1) else {
        throw .tooFewAccepted(wanted: count, accepted: states.count, drawn: drawn)
      }
      drawn += 1
      let level = try environment.level(using: &random)
      guard LevelSplit.isHeldOut(level) else { continue }
      let paths = level.paths()
      let cells = paths.startCells
      let agent = cells[random.below(cells.count)]
      states.append((level, agent))
      distances.append(paths.distance(at: agent))
      optimal.append(paths.optimalActions(at: agent))
    }
    self.states = states
    self.distances = distances
    self.optimal = optimal
  }
}
