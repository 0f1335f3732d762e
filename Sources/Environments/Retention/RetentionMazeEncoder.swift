/// Mazes shown as deployments of the retention game with one object in them, which stands at the
/// maze's goal: the part of the game in which a planner has nothing to do but reach what it is after.
///
/// Things of the maze other than its goal stand in the way and are written as walls.
package struct RetentionMazeEncoder: ObservationEncoder {
  package let environment: RetentionEnvironment
  /// The object at the goal.
  package let object: RetentionThing

  package init(_ environment: RetentionEnvironment, object: RetentionThing) {
    self.environment = environment
    self.object = object
  }

  package var name: String { "retention-deployment" }
  package var planeNames: [String] { environment.planeNames }
  package var agentPlane: Int? { 1 }

  package func write(
    _ level: MazeLevel, agent: Cell, into observation: UnsafeMutableBufferPointer<Float>
  ) {
    let (grid, planes) = (level.grid, planes)
    precondition(
      observation.count == grid.count * planes,
      "An observation of this level has \(grid.count * planes) numbers, not \(observation.count).")
    observation.update(repeating: 0)
    for index in 0..<grid.count {
      let square = index * planes
      if grid.walls[index] { observation[square] = 1 }
      if grid.isBorder(grid.cell(index)) { observation[square + 9] = 1 }
      guard environment.situationalAwareness else { continue }
      observation[square + 6] = 1
      observation[square + 7] = Float(environment.retention[0])
      observation[square + 8] =
        Float(environment.deployments[0]) / Float(RetentionEnvironment.mostDeployments)
    }
    for cell in level.blockingCells { observation[grid.index(cell) * planes] = 1 }
    for cell in level.goals {
      observation[grid.index(cell) * planes] = 0
      observation[grid.index(cell) * planes + 2 + object.rawValue] = 1
    }
    observation[grid.index(agent) * planes + 1] = 1
  }
}
