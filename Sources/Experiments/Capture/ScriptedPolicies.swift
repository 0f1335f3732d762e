package import Environments
package import LinearAlgebra

/// A perfect planner for an objective, all optimal actions kept; it stands still where there is
/// nothing to seek.
package struct PlannerPolicy: MazePolicy {
  package let objective: Objective
  package var name: String { "planner for \(objective.rawValue)" }
  package var isStationary: Bool { true }

  package init(_ objective: Objective) { self.objective = objective }

  package func actions(in states: [MazeState]) -> [ActionSet] {
    states.map { state in
      objective.paths(in: state.level)?.optimalActions(at: state.agent) ?? .empty
    }
  }
}

/// Uniformly random actions: what reaching things takes without any skill.
package struct RandomWalkPolicy: MazePolicy {
  private let random: RandomStream
  package var name: String { "random walk" }
  package var isStationary: Bool { false }

  /// - Parameter random: the actions are a function of it, the episode and the step.
  package init(_ random: RandomStream) { self.random = random }

  package func actions(in states: [MazeState]) -> [ActionSet] {
    states.map { state in
      var draw = random.split(UInt64(state.episode)).split(UInt64(state.step))
      return ActionSet([draw.below(state.level.grid.moves.count)])
    }
  }
}
