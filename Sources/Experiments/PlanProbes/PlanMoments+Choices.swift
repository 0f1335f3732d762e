package import Agents
package import Environments
internal import LinearAlgebra

extension PlanMoments {
  /// The moments of mazes with the move that an agent makes at each square of each.
  ///
  /// - Parameter levels: one a moment.
  /// - Throws: as a run of the agent does.
  package func with(
    choicesOf agent: Agent, ticks: Int?, encoder: any ObservationEncoder, in levels: [MazeLevel]
  ) throws -> PlanMoments {
    precondition(levels.count == count, "Each moment has its level.")
    let states = levels.enumerated().flatMap { index, level in
      (0..<level.grid.count).compactMap { cell -> MazeState? in
        level.grid.walls[cell] || level.goals.contains(level.grid.cell(cell))
          ? nil
          : MazeState(episode: index, step: 0, level: level, agent: level.grid.cell(cell))
      }
    }
    let answers = try AgentPolicy(agent, encoder: encoder, ticks: ticks).actions(in: states)
    var choices = levels.map { [Int?](repeating: nil, count: $0.grid.count) }
    for (state, answer) in zip(states, answers) {
      choices[state.episode][state.level.grid.index(state.agent)] = answer.only
    }
    var result = self
    result.choices = choices
    return result
  }
}
