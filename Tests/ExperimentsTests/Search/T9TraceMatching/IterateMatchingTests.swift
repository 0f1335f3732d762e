import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Testing

@Suite struct IterateMatchingTests {
  private static var task: RegressionTask {
    var task = RegressionTask()
    task.dimension = 4
    task.pairs = 10
    return task
  }

  private func match(_ agent: Agent) throws -> IterateMatching {
    try #require(
      try IterateMatching(
        agent, on: Self.task, problems: 120, untrained: 2, replicates: 200,
        random: RandomStream(seed: 3)))
  }

  @Test(arguments: [1, 5]) func layersThatStepDownTheGradientAreFoundWithTheirStepSize(
    _ steps: Int
  ) throws {
    let agent = PlantedGradientDescent.agent(dimension: 4, pairs: 10, steps: steps, stepSize: 1)
    let result = try match(agent)
    #expect(result.reading == .one(.gradientSteps) && result.status == .supports)
    #expect(result.effect.value > 0.99, "\(result.effect.value)")
    // With one step the size is a factor, which a linear reader makes up for.
    if steps > 1 { #expect(abs(result.parameter - 1) < 0.1, "\(result.parameter)") }
    #expect(try #require(result.exchanged.draws.max()) < 0.3)
    let finding = result.finding(EvidenceSubject())
    #expect(finding.records[0].notes.first == "algorithm: gradient steps")
  }

  @Test func layersThatDoNothingAndUntrainedOnesAreNone() throws {
    let agent = PlantedGradientDescent.agent(dimension: 4, pairs: 10, steps: 5, stepSize: 1)
    let cut = try match(PlantedGradientDescent.cut(agent))
    #expect(abs(cut.effect.value) < 0.05 && cut.status != .supports, "\(cut.effect.value)")
    let untrained = try match(Agent(agent.architecture, drawnFrom: RandomStream(seed: 4)))
    #expect(untrained.status != .supports, "\(untrained.effect.value)")
  }

  @Test func plansThatAreImprovedStepByStepAreFound() throws {
    let environment = SearchFixtures.environment
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    let levels = try SearchFixtures.probing(environment, fit: 60, report: 40)
    let agent = PlantedUniversalPlanner.agent(
      goal: reading.goal, agentPlane: try #require(environment.encoder.agentPlane), rows: 9,
      columns: 9)
    func outcome(_ agent: Agent) throws -> StepsOfSearch.Outcome {
      try StepsOfSearch.outcome(
        StudySubject(agent, encoder: environment.encoder), on: levels, captures: nil,
        settings: SearchFixtures.settings(for: levels), random: RandomStream(seed: 3))
    }
    let found = try outcome(agent)
    #expect(found.reading == .one(.gradientSteps))
    #expect(try #require(found.finding.records[0].effect) > 0.99)
    // The plan takes away half of the way with each step.
    #expect(found.finding.records[0].notes[1].hasPrefix("share of the way taken by a step 0.5"))
    let cut = try outcome(PlantedUniversalPlanner.cut(agent))
    #expect(cut.finding.status != .supports)
  }

  @Test func treesThatLookAheadAreFound() throws {
    var environment = SearchFixtures.environment
    environment.side = 7
    environment.distractors = 0...0
    var random = RandomStream(seed: 6)
    let grid = try environment.level(using: &random).grid
    let free = grid.freeCells
    var levels: [MazeLevel] = []
    for goal in free {
      for start in free where start != goal && start.manhattanDistance(to: goal) <= 6 {
        levels.append(
          try MazeLevel(
            grid: grid, objects: [PlacedObject(shape: .door, colour: .red, cell: goal)],
            start: start))
      }
    }
    random.shuffle(&levels)
    let set = try LevelSet(Array(levels.prefix(150)))
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    let agent = PlantedTree.agent(
      maze: PlantedTree.Maze(
        rows: grid.rows, columns: grid.columns, walls: grid.walls,
        moves: [PlantedMove](grid.moves)), goal: reading.goal,
      agentPlane: try #require(environment.encoder.agentPlane))
    let subject = StudySubject(agent, encoder: environment.encoder)
    let outcome = try StepsOfSearch.outcome(
      subject, on: set, captures: nil, settings: SearchFixtures.settings(for: set),
      random: RandomStream(seed: 3))
    #expect(outcome.reading == .one(.treeSearch), "\(outcome.finding.status)")
    let untrained = try StepsOfSearch.outcome(
      StudySubject(
        Agent(agent.architecture, drawnFrom: RandomStream(seed: 4)), encoder: environment.encoder),
      on: set, captures: nil, settings: SearchFixtures.settings(for: set),
      random: RandomStream(seed: 3))
    #expect(untrained.finding.status != .supports)
  }

  @Test func aNetworkWithNeitherIsNotAsked() throws {
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      GatedRecurrentUnit(planes: encoder.planes, rows: 9, columns: 9, units: 8, actions: 4),
      drawnFrom: RandomStream(seed: 1))
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 4, report: 2)
    let outcome = try StepsOfSearch.outcome(
      StudySubject(agent, encoder: encoder), on: levels, captures: nil,
      settings: SearchFixtures.settings(for: levels), random: RandomStream(seed: 3))
    #expect(outcome.reading == .cannotTell)
    #expect(outcome.finding.status.reason?.hasPrefix("not applicable: this network has no") == true)
  }
}
