/// The two planes of published value iteration networks: 1 on obstacles, 10 on the goal; no
/// agent. Things other than the goal stand in the way and are written as obstacles.
package struct ObstacleAndGoalEncoder: ObservationEncoder {
  /// What the goal's square holds in plane 1.
  package static let goalValue: Float = 10

  package var name: String { "obstacle-and-goal" }
  package var planeNames: [String] { ["obstacle", "goal"] }
  package var agentPlane: Int? { nil }

  package init() {}

  package func write(
    _ level: MazeLevel, agent: Cell, into observation: UnsafeMutableBufferPointer<Float>
  ) {
    let grid = level.grid
    precondition(
      observation.count == grid.count * 2,
      "An observation of this level has \(grid.count * 2) numbers, not \(observation.count).")
    observation.update(repeating: 0)
    for index in 0..<grid.count where grid.walls[index] { observation[2 * index] = 1 }
    for cell in level.blockingCells { observation[2 * grid.index(cell)] = 1 }
    for cell in level.goals {
      observation[2 * grid.index(cell)] = 0
      observation[2 * grid.index(cell) + 1] = Self.goalValue
    }
  }
}
