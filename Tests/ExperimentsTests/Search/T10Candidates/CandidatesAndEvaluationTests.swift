import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

@Suite struct CandidatesAndEvaluationTests {
  /// The levels of the other tests of search, and pairs of two goals made from them.
  private static let choices: [ForkedLevel] =
    SearchFixtures.levels.map {
      ForkedLevel.pairs(.twoGoals, from: $0, using: RandomStream(seed: 4))
    } ?? []

  private static func test(
    _ agent: Agent, encoder: any ObservationEncoder = SearchFixtures.environment.encoder
  ) throws -> CandidatesAndEvaluation {
    let levels = try #require(SearchFixtures.levels)
    // A smaller patch is a weaker reader of the observation, and a faster one.
    var settings = SearchFixtures.settings(for: levels)
    settings.baseline.radius = 2
    return try CandidatesAndEvaluation(
      StudySubject(agent, encoder: encoder), choices: choices, kind: .twoGoals,
      series: SiteSeries(of: agent, thinking: agent.defaultTicks), audit: nil,
      settings: settings, random: RandomStream(seed: 1))
  }

  private static let planted: CandidatesAndEvaluation? = try? {
    guard let reading = PlantedWave.Reading(SearchFixtures.environment.encoder) else { return nil }
    return try test(PlantedWave.agent(reading, ticks: 32))
  }()

  @Test func twoGoalLevelsAreFairChoices() throws {
    #expect(Self.choices.count >= 100)
    for pair in stride(from: 0, to: Self.choices.count, by: 2) {
      let (first, second) = (Self.choices[pair], Self.choices[pair + 1])
      #expect(first.key.digest == second.key.digest)
      #expect(first.winner.goal == second.loser.goal && first.loser.goal == second.winner.goal)
      let walls = zip(first.level.grid.walls, second.level.grid.walls).count { $0 != $1 }
      #expect(walls == 1)
    }
    for choice in Self.choices {
      let paths = choice.level.paths()
      #expect(
        ForkedLevel.Kind.twoGoals.differences.contains(
          choice.loser.distance - choice.winner.distance))
      #expect(paths.optimalActions(at: choice.level.start) == choice.winner.moves)
      #expect(choice.winner.moves.isDisjoint(with: choice.loser.moves))
      #expect(Set(choice.winner.route).intersection(choice.loser.route) == [choice.level.start])
      #expect(paths.distance(at: choice.valueCell) == choice.value)
      #expect(choice.loser.route.last == choice.loser.goal)
      guard let blocked = choice.blocked else { continue }
      #expect(blocked.paths().optimalActions(at: choice.level.start) == choice.winner.moves)
      for cell in choice.openSquares {
        let place = try #require(choice.loser.route.firstIndex(of: cell))
        let along = try #require(paths.uniqueAction(at: cell))
        let offset = choice.level.grid.moves.offsets[along]
        #expect(cell.moved(by: offset) == choice.loser.route[place + 1])
        #expect(!blocked.paths().optimalActions(at: cell).contains(along))
      }
    }
  }

  @Test func twoWaysToAGoalAreFairChoices() throws {
    let levels = try #require(SearchFixtures.levels)
    let choices = ForkedLevel.pairs(.twoWays, from: levels, using: RandomStream(seed: 4))
    #expect(choices.count >= 60)
    for (place, choice) in choices.enumerated() {
      let paths = choice.level.paths()
      let partner = choices[place % 2 == 0 ? place + 1 : place - 1]
      #expect(partner.winner.moves.isDisjoint(with: choice.winner.moves))
      #expect(zip(choice.level.grid.walls, partner.level.grid.walls).count { $0 != $1 } == 1)
      #expect([2, 4].contains(choice.loser.distance - choice.winner.distance))
      #expect(paths.optimalActions(at: choice.level.start) == choice.winner.moves)
      #expect(paths.distance(at: choice.valueCell) == choice.value)
      #expect(
        Set(choice.winner.route).intersection(choice.loser.route)
          == [choice.level.start, choice.level.goal])
      for (from, to) in zip(choice.loser.route, choice.loser.route.dropFirst()) {
        #expect(from.manhattanDistance(to: to) == 1 && choice.level.grid.isFree(to))
      }
    }
  }

  @Test func pairsDoNotDependOnTheNumberOfThreads() throws {
    let levels = try #require(SearchFixtures.levels)
    let few = try levels.selecting(Array(0..<40))
    let drawn = ThreadCounts.oneTwoThree {
      ForkedLevel.pairs(.twoGoals, from: few, using: RandomStream(seed: 4))
    }
    #expect(!drawn[0].isEmpty)
    for other in drawn.dropFirst() {
      #expect(other.map(\.level) == drawn[0].map(\.level))
      #expect(other.map(\.blocked) == drawn[0].map(\.blocked))
    }
  }

  @Test func fewLevelsWithAChoiceAreJoinedByFurtherOnes() throws {
    let few = try #require(SearchFixtures.levels).selecting(Array(0..<40))
    let environment = SearchFixtures.environment
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    let agent = PlantedWave.agent(reading, ticks: 32)
    var settings = SearchFixtures.settings(for: few)
    settings.baseline.radius = 1
    settings.untrained = 1
    func refusal(_ fresh: FreshLevels?) throws -> Finding {
      try CandidatesAndEvaluation.finding(
        StudySubject(agent, encoder: environment.encoder), on: few,
        series: SiteSeries(of: agent, thinking: 32), audit: nil, settings: settings, fresh: fresh,
        random: RandomStream(seed: 1))
    }
    let alone = try refusal(nil)
    #expect(alone.status.reason?.contains("report levels have room for two ways") == true)
    let joined = try refusal(FreshLevels(environment, seed: 7))
    #expect(try #require(joined.records.first).levels >= 50)
    #expect(joined.status == .supports)
  }

  @Test func theWaveHoldsTheLosingGoalAndItsValue() throws {
    let test = try #require(Self.planted)
    #expect(test.shorter.value == 1)
    let value = try #require(test.values.first)
    #expect(value.explained.value > 0.99)
    #expect(value.effect.value > 0.5)
    #expect(test.valueNull.p < 0.05)
    #expect(test.status == .supports)
  }

  @Test func theWaveHoldsTheLosingWayBeforeItCommitsItself() throws {
    let test = try #require(Self.planted)
    // It commits itself when the nearer goal's wave arrives, which shows at the next tick read.
    let ticks = ComputeScaling.ticks(32, samples: Self.choices.count)
    let shown = Self.choices.compactMap { choice in ticks.first { $0 >= choice.winner.distance } }
    #expect(shown.count == Self.choices.count)
    let mean = Double(shown.reduce(0, +)) / Double(shown.count)
    #expect(abs(test.meanCommitment - mean) < 1e-9)
    #expect(test.presence.isBeforeCommitment)
    #expect(test.presence.increment.value > 0.1)
    #expect(test.candidateStatus == .supports)
  }

  @Test func exchangedValuesExchangeTheChoiceOfTheWave() throws {
    let planted = try #require(Self.planted)
    let swap = try #require(planted.swap)
    #expect(swap.success.value > 0.95)
    #expect(swap.effect.value > 0.4)
    #expect(swap.orderPredicts.value > 0.95)
  }

  @Test func exchangedActionValuesExchangeTheChoiceOfValueIteration() throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let test = try Self.test(PlantedValueIteration.agent(reading, iterations: 32))
    #expect(test.swap?.success.value == 1)
    #expect(test.swap?.place == .agent)
    #expect((test.values.first?.explained.value ?? 0) > 0.95)
    #expect(test.status == .supports)
  }

  @Test func aPlanCopiedFromTheObservationAddsNoCandidate() throws {
    let encoder = PlanGivenAway()
    let planes = encoder.planes - 4..<encoder.planes
    var agent = SearchFixtures.copying(planes: planes, of: encoder.planes, ticks: 2)
    var policy = agent.parameters["read/policy/weight"]
    for action in 0..<4 { policy[action, action] = 1 }
    agent.parameters["read/policy/weight"] = policy
    let test = try Self.test(agent, encoder: encoder)
    #expect(test.shorter.value > 0.9)
    #expect(!test.presence.isBeforeCommitment)
    #expect(test.presence.increment.value < 0.02)
    #expect(test.candidateStatus != .supports)
    #expect(test.status != .supports)
  }

  @Test func untrainedNetworksHoldNothing() throws {
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      RecurrentResidual(planes: encoder.planes, channels: 16, actions: 4, ticks: 12, readWidth: 0),
      drawnFrom: RandomStream(seed: 78))
    let test = try Self.test(agent)
    #expect(test.status != .supports)
    #expect(test.candidateStatus != .supports)
    #expect(test.swapStatus != .supports)
  }

  @Test func networksWithoutMapsAreRefusedWithTheReason() throws {
    let levels = try #require(SearchFixtures.levels)
    let agent = try #require(
      PlantedWave.Reading(SearchFixtures.environment.encoder).map {
        PlantedWave.agent($0, ticks: 4)
      })
    let finding = try CandidatesAndEvaluation.finding(
      StudySubject(agent, encoder: SearchFixtures.environment.encoder), on: levels, series: nil,
      audit: nil, settings: SearchFixtures.settings(for: levels), random: RandomStream(seed: 1))
    #expect(finding.status.reason?.hasPrefix("not applicable: the network has no maps") == true)
  }

  @Test func aReadingThatIsTheValueLeavesNothing() {
    var random = RandomStream(seed: 9)
    let values = (0..<120).map { _ in random.normal() }
    let noise = (0..<120).map { _ in random.normal() }
    let columns = values.map { _ in [1.0, random.normal()] }
    let units = values.indices.map { $0 / 2 }
    let exact = LeftOutRegression(columns: columns, values: values, readings: values, units: units)
    #expect(abs(LeftOutRegression.share(exact.sums.columnTotals()[...]) - 1) < 1e-6)
    let none = LeftOutRegression(columns: columns, values: values, readings: noise, units: units)
    #expect(abs(LeftOutRegression.share(none.sums.columnTotals()[...])) < 0.1)
    var wild = noise
    wild[7] = 1e9
    let worse = LeftOutRegression(columns: columns, values: values, readings: wild, units: units)
    #expect((-1...0.1).contains(LeftOutRegression.share(worse.sums.columnTotals()[...])))
    let half = LeftOutRegression(
      columns: columns, values: values, readings: zip(values, noise).map { $0 + $1 },
      units: units)
    #expect(abs(LeftOutRegression.share(half.sums.columnTotals()[...]) - 0.5) < 0.15)
  }
}
