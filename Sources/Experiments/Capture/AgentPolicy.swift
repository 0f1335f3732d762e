package import Agents
package import Environments
internal import LinearAlgebra

/// A network as a policy: the actions of the largest logit.
///
/// A network with a memory carries it from step to step of an episode; others begin every step
/// anew.
package struct AgentPolicy: MazePolicy {
  package let name: String
  package let agent: Agent
  package let encoder: any ObservationEncoder
  /// The number of ticks; the network's own when `nil`.
  package let ticks: Int?
  /// States that go through the network together; bounds the memory that observations take.
  private static let statesAPass = 1024
  /// The relative margin below which logits are a tie.
  private static let tie: Float = 1e-6

  package var isStationary: Bool {
    agent.architecture.memory.isEmpty
      && (encoder as? RedDoorEncoder)?.hintPlanes.isEmpty ?? true
  }

  package init(
    _ agent: Agent, encoder: any ObservationEncoder, ticks: Int? = nil, name: String = "agent"
  ) {
    self.agent = agent
    self.encoder = encoder
    self.ticks = ticks
    self.name = name
  }

  /// The actions of the largest logit in each state, taken as the first step of an episode.
  package func actions(in states: [MazeState]) throws -> [ActionSet] {
    var memory = PolicyMemory()
    return try actions(in: states, carrying: &memory)
  }

  /// The actions of the largest logit in each state.
  ///
  /// - Throws: `ArchitectureError` when observations do not fit the network,
  ///   ``CaptureError/wrongActions(actions:moves:)``, and ``GoalError/notFinite(level:)``.
  /// - Complexity: one forward pass a state.
  package func actions(
    in states: [MazeState], carrying memory: inout PolicyMemory
  ) throws -> [ActionSet] {
    var result = [ActionSet](repeating: .empty, count: states.count)
    var waiting = Array(states.indices)
    while let first = waiting.first {
      let grid = states[first].level.grid
      // Observations of one pass have one size.
      let alike = waiting.filter {
        states[$0].level.grid.rows == grid.rows && states[$0].level.grid.columns == grid.columns
      }
      if alike.count == waiting.count {
        waiting = []
      } else {
        let taken = Set(alike)
        waiting.removeAll { taken.contains($0) }
      }
      for start in stride(from: 0, to: alike.count, by: Self.statesAPass) {
        let places = Array(alike[start..<min(start + Self.statesAPass, alike.count)])
        let observations = encoder.observations(
          of: places.map { (states[$0].level, states[$0].agent) },
          after: places.map { states[$0].step })
        let episodes = places.map { states[$0].episode }
        let output = try agent.run(
          observations, reads: places.map { [states[$0].level.grid.index(states[$0].agent)] },
          ticks: ticks,
          memory: memory.gathered(episodes, shapes: agent.memoryShapes(observations.shape)))
        if !output.memory.isEmpty { memory.keep(output.memory, of: episodes) }
        for (row, place) in places.enumerated() {
          result[place] = try best(output.logits.row(row), in: states[place].level)
        }
      }
    }
    return result
  }

  private func best(_ logits: ArraySlice<Float>, in level: MazeLevel) throws -> ActionSet {
    guard logits.count == level.grid.moves.count else {
      throw CaptureError.wrongActions(actions: logits.count, moves: level.grid.moves.count)
    }
    guard logits.allSatisfy(\.isFinite), let largest = logits.max() else {
      throw GoalError.notFinite(level: level.id)
    }
    let margin = Self.tie * max(abs(largest), abs(logits.min() ?? 0))
    return ActionSet(
      logits.indices.filter { largest - logits[$0] <= margin }.map {
        $0 - logits.startIndex
      })
  }
}
