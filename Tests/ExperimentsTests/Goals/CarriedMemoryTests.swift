import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct CarriedMemoryTests {
  private static let encoder = GoalFixtures.environment.encoder

  /// Untrained networks with a memory whose weights are large enough for it to matter.
  private static let agents: [Agent] = [
    untrained(
      GatedRecurrentUnit(planes: encoder.planes, rows: 9, columns: 9, units: 16, actions: 4)),
    untrained(
      DeepRepeatedConvLSTM(
        planes: encoder.planes, channels: 4, layers: 1, ticks: 2, rows: 9, columns: 9,
        readWidth: 8, mode: .carry)),
  ]

  private static func untrained(_ architecture: any Architecture) -> Agent {
    var agent = Agent(architecture, drawnFrom: RandomStream(seed: 2))
    for entry in architecture.layout.entries where entry.name.hasSuffix("weight") {
      let tensor = agent.parameters[entry.name]
      agent.parameters[entry.name] = Tensor(
        shape: tensor.shape, elements: tensor.elements.map { 3 * $0 })
    }
    return agent
  }

  private var levels: [MazeLevel] {
    get throws { Array(try #require(GoalFixtures.levels).train.levels.prefix(30)) }
  }

  /// The squares of an episode played step by step, what one step gives handed to the next.
  private func played(_ agent: Agent, _ level: MazeLevel) throws -> [Cell] {
    var episode = RedDoorEpisode(level)
    var path = [level.start]
    var memory: [Tensor] = []
    while true {
      let output = try agent.run(
        Self.encoder.observations(of: [(level, episode.agent)]),
        reads: [[level.grid.index(episode.agent)]], memory: memory)
      memory = output.memory
      let outcome = episode.step(output.actions[0])
      path.append(episode.agent)
      if outcome.isOver { return path }
    }
  }

  @Test(arguments: [0, 1]) func rolloutsCarryTheMemory(network: Int) throws {
    let agent = Self.agents[network]
    let policy = AgentPolicy(agent, encoder: Self.encoder)
    let levels = try levels
    let rollouts = try Rollouts.play(levels, policy)
    #expect(try rollouts.map(\.path) == levels.map { try played(agent, $0) })
    // The memory changes what it does: cut off, episodes go another way.
    let cutOff = try Rollouts.play(levels, CutOff(base: policy))
    #expect(rollouts.map(\.path) != cutOff.map(\.path))
    // An episode alone is the same as among others.
    #expect(try Rollouts.play([levels[7]], policy) == [rollouts[7]])
  }

  @Test(arguments: [0, 1]) func aWalkCarriesTheMemory(network: Int) throws {
    let agent = Self.agents[network]
    for level in try levels {
      let walk = try Walk(of: agent, in: level, encoder: Self.encoder)
      let shortest = level.paths().distance(at: level.start)
      #expect(walk.path == Array(try played(agent, level).prefix(2 * shortest + 1)))
      #expect(walk.shortest == shortest)
      #expect(walk.reachesGoal == walk.path.last.map { level.paths().distance(at: $0) == 0 })
    }
  }

  @Test func aWalkWithoutMemoryIsTheOneOfItsMap() throws {
    let agent = GoalFixtures.wave { $0.shape == .door ? 1 : 0 }
    for level in try levels.prefix(5) {
      let walk = try Walk(of: agent, in: level, encoder: Self.encoder)
      #expect(walk.reachesGoal && walk.steps == walk.shortest)
    }
  }
}

/// The same policy without what it carries.
private struct CutOff: MazePolicy {
  let base: AgentPolicy
  var name: String { base.name }
  var isStationary: Bool { false }

  func actions(in states: [MazeState]) throws -> [ActionSet] { try base.actions(in: states) }
}
