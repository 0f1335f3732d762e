import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Testing

@Suite struct ConceptDecodabilityTests {
  private static let encoder = GoalFixtures.environment.encoder

  private func measure(
    _ agent: Agent, _ questions: [GoalConcept.Question], ticks: [Int], levels: LevelSet? = nil
  ) throws -> ConceptDecodability {
    let levels = try levels ?? #require(GoalFixtures.levels).factorial
    let choice = try FactorialChoice(
      of: AgentPolicy(agent, encoder: Self.encoder), on: levels, random: RandomStream(seed: 1))
    var settings = ConceptDecodability.Settings()
    settings.questions = questions
    settings.sites = ticks.map { Site("cell/hidden", tick: $0) }
    settings.twins = 2
    settings.probe.permutations = 200
    settings.probe.replicates = 400
    return try ConceptDecodability(
      of: agent, on: levels, choice: choice, encoder: Self.encoder, settings: settings,
      random: RandomStream(seed: 2))
  }

  @Test func aWaveForDoorsHoldsDoorsAndNotRed() throws {
    let result = try measure(
      GoalFixtures.wave { $0.shape == .door ? 1 : 0 }, [.doorHere, .redHere, .typeHere],
      ticks: [1, 4]
    )
    let door = try #require(result[.doorHere])
    #expect(door.scores.allSatisfy { $0.value == 1 })
    // The same state says nothing of colour: a probe is right half of the time.
    let red = try #require(result[.redHere])
    #expect(red.scores.allSatisfy { $0.value < 0.6 })
    // The observation of a thing's own square shows what it is, so there is no room above it.
    for map in result.maps {
      #expect(map.observation?.value == 1)
      #expect(map.beyond == nil)
    }
    let records = result.records(EvidenceSubject())
    #expect(records.count == 6)
    #expect(records[0].status == .supports)
    guard case .inconclusive(let why) = records[1].status else {
      Issue.record("an increment over a perfect observation was judged \(records[1].status)")
      return
    }
    #expect(why.contains("nothing can be added"))
    #expect(records[2].status != .supports)
  }

  @Test func aWaveForRedThingsHoldsRedAndNotDoors() throws {
    let result = try measure(
      GoalFixtures.wave { $0.colour == .red ? 1 : 0 }, [.doorHere, .redHere], ticks: [3])
    #expect(try #require(result[.redHere]).scores[0].value == 1)
    #expect(try #require(result[.doorHere]).scores[0].value < 0.65)
  }

  /// Levels with a blue door and a red key or gem; in every second one the nearer thing looks
  /// farther away, so that straight distances tell nothing.
  private static func deceptive(_ count: Int) throws -> LevelSet {
    var environment = GoalFixtures.environment.with(support: .factorial)
    environment.startsAtDecision = true
    var random = RandomStream(seed: 31)
    var levels: [MazeLevel] = []
    while levels.count < count {
      let other = ObjectType(.red, random.below(2) == 0 ? .key : .gem)
      let level = try environment.level(types: [ObjectType(.blue, .door), other], using: &random)
      let steps = level.objects.indices.map {
        level.paths(toObject: $0).distance(at: level.start)
      }
      let looks = level.objects.map { level.start.manhattanDistance(to: $0.cell) }
      guard steps[0] != steps[1], looks[0] != looks[1] else { continue }
      let isDeceptive = (steps[0] < steps[1]) != (looks[0] < looks[1])
      if isDeceptive == (levels.count % 2 == 0) { levels.append(level) }
    }
    return try LevelSet(levels)
  }

  @Test func twoWavesTellAtTheAgentWhatItIsGoingToBeyondTheObservation() throws {
    // It walks to the nearest thing that is a door or red, and the other wave knows how far the
    // nearest door is: together they tell at the agent whether it is going to a door, which in
    // these mazes does not follow from what there is and how far away it looks.
    let agent = GoalFixtures.twoWaves(
      walkingBy: GoalFixtures.wave { $0.shape == .door || $0.colour == .red ? 1 : 0 },
      GoalFixtures.wave { $0.shape == .door ? 1 : 0 })
    let result = try measure(
      agent, [.targetIsDoor], ticks: [1, 40], levels: try Self.deceptive(400))
    let map = try #require(result[.targetIsDoor])
    // At the first tick neither wave has arrived; at the last both have.
    #expect(map.scores[1].value > map.scores[0].value + 0.2)
    let beyond = try #require(map.beyond)
    #expect(beyond.entries[0].result.increment.value < 0.05)
    #expect(beyond.entries[1].result.increment.interval?.lower ?? 0 > 0.05)
    #expect(beyond.entries[1].status == .supports)
    #expect(result.records(EvidenceSubject()).map(\.status) == [.supports, .supports])
  }

  @Test func whatIsInTheLevelSettlesTheTargetOfAPlannerOfDoors() throws {
    let result = try measure(
      GoalFixtures.wave { $0.shape == .door ? 1 : 0 }, [.targetIsDoor], ticks: [40])
    let map = try #require(result[.targetIsDoor])
    // The wave that arrives says that there is a door to go to,
    #expect(map.scores[0].value > 0.95)
    // but so do the things themselves, in every level.
    #expect(map.beyond == nil)
    #expect(map.noRoom?.contains("settles it") == true)
    #expect(result.records(EvidenceSubject())[0].status == .supports)
  }

  @Test func aNetworkThatGoesNowhereHasNoTargetToRead() throws {
    let levels = try #require(GoalFixtures.levels).factorial
    let agent = GoalFixtures.wave { _ in 0 }
    let result = try measure(agent, [.targetIsDoor], ticks: [2])
    let record = try #require(result.records(EvidenceSubject()).first)
    guard case .inconclusive = record.status else {
      Issue.record("\(levels.count) levels without a target gave \(record.status)")
      return
    }
  }

  @Test func theFindingNamesItsControlsAndLimits() throws {
    let finding = try measure(
      GoalFixtures.wave { $0.shape == .door ? 1 : 0 }, [.doorHere], ticks: [2, 3]
    ).finding(runs: 1)
    #expect(finding.control.contains("untrained"))
    #expect(finding.doesNotShow.contains("no sign of a goal"))
    #expect(finding.doesNotShow.contains("Case study: 1 run"))
    #expect(finding.charts.map(\.name) == ["by-place", "door-here"])
    guard case .heatmapTriple(let triple) = finding.charts[0].chart else {
      Issue.record("the map is not a triple")
      return
    }
    #expect(triple.columns.labels == ["2", "3"])
    #expect(triple.estimate.values.elements == [1, 1])
  }
}
