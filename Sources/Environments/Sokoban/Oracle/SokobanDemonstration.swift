/// Plans to imitate in rooms that are too large for the exact oracle.
package enum SokobanDemonstration {
  /// The actions that solve an episode from where it stands, by ``SokobanSolver`` (fewest pushes);
  /// nil where none is found within the nodes, or within the steps that are left.
  package static func plan(
    for episode: SokobanEpisode, nodeLimit: Int = SokobanSolver.defaultNodeLimit
  ) -> [Int]? {
    guard !episode.isOver else { return nil }
    let solver = SokobanSolver(episode.room, nodeLimit: nodeLimit)
    let plan = solver.solve(from: episode.state).plan
    guard let plan, plan.actions.count <= episode.task.timeLimit - episode.steps else {
      return nil
    }
    return plan.actions
  }
}
