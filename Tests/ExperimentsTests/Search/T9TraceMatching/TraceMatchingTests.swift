import Agents
import Environments
import Experiments
import Foundation
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

@Suite struct TraceMatchingTests {
  private func share(_ result: TraceMatching, _ algorithm: SearchAlgorithm) throws -> Double {
    try #require(result.shares.first { $0.algorithm == algorithm }).unique.value
  }

  @Test func theWaveFromTheGoalIsBreadthFirstSearchFromTheGoalAndNothingElse() throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let (result, subject) = try TraceFixtures.match(PlantedWave.agent(reading, ticks: 16))
    #expect(result.reading == .one(.breadthFirstFromGoal))
    #expect(result.effect.value > 0.999, "\(result.effect.value)")
    #expect(result.status == .supports, "\(result.status)")
    for algorithm in SearchAlgorithm.allCases where algorithm != .breadthFirstFromGoal {
      guard algorithm != .gradientSteps, algorithm != .valueIteration else { continue }
      #expect(try share(result, algorithm) < 0.05, "\(algorithm)")
    }
    // One square a tick, begun at the second tick.
    let found = try #require(result.shares.first { $0.algorithm == .breadthFirstFromGoal })
    #expect(zip(found.iterations, result.captures.series.numbers).allSatisfy { $0 == $1 - 1 })
    #expect(try #require(result.ticksPermuted?.draws.max()) < 0.5)
    #expect(try #require(result.wrongPlace?.draws.max()) < 0.3)
    let record = result.record(subject)
    #expect(record.notes.first == "algorithm: breadth-first search from the goal")
    #expect(record.p == 0.025 && record.gates.allSatisfy(\.passed))
    #expect(result.finding(subject).records.count == 1 + result.shares.count)
  }

  @Test func theWaveFromTheAgentIsToldFromTheWaveFromTheGoalAndBothAreBothWays() throws {
    let encoder = SearchFixtures.environment.encoder
    let reading = try #require(PlantedWave.Reading(encoder))
    var agentPlane = [Float](repeating: 0, count: encoder.planes)
    agentPlane[try #require(encoder.agentPlane)] = 1
    let other = PlantedWave.Reading(blocked: reading.blocked, goal: agentPlane)
    let (result, _) = try TraceFixtures.match(PlantedWave.agent(other, ticks: 16))
    #expect(result.reading == .one(.breadthFirstFromAgent))
    #expect(result.effect.value > 0.9, "\(result.effect.value)")
    let (both, _) = try TraceFixtures.match(
      TraceFixtures.joined(
        PlantedWave.agent(reading, ticks: 16, channels: 12),
        PlantedWave.agent(other, ticks: 16, channels: 12)))
    #expect(both.reading == .one(.bothWays), "\(both.reading)")
    #expect(try share(both, .breadthFirstFromGoal) > 0.999)
    #expect(try share(both, .breadthFirstFromAgent) > 0.9)
  }

  @Test(arguments: [Float(0.9), 1]) func valueMapsAreThoseOfValueIteration(_ discount: Float) throws
  {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let agent = PlantedValueIteration.agent(
      reading, moves: .fourMoves, discount: discount, iterations: 16)
    let (result, _) = try TraceFixtures.match(agent)
    #expect(result.reading == .one(.valueIteration), "\(result.reading)")
    #expect(result.effect.value > 0.95 && result.status == .supports, "\(result.status)")
  }

  /// Of many iterations most of what changes is that all values grow, which tells nothing of squares and
  /// must not make the rest seem small.
  @Test(arguments: [Float(0.9), 1]) func valuesThatGrowWithEveryTickAreRead(
    _ discount: Float
  ) throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let (four, _) = try TraceFixtures.match(
      PlantedValueIteration.agent(reading, discount: discount, iterations: 40), ticks: 12)
    #expect(four.reading == .one(.valueIteration), "\(four.reading) \(four.effect.value)")
    #expect(four.effect.value > 0.95)
    var random = RandomStream(seed: 3)
    let mazes = ObstacleAndGoalMazes(rows: 9, columns: 9)
    let levels = try ProbingLevels(mazes, fit: 200, report: 100, using: &random).set
    let encoder = ObstacleAndGoalEncoder()
    let (eight, _) = try TraceFixtures.match(
      PlantedValueIteration.agent(
        try #require(PlantedWave.Reading(encoder)), moves: .eightMoves, discount: discount,
        iterations: 40), encoder: encoder, levels: levels, ticks: 12)
    #expect(eight.reading == .one(.valueIteration), "\(eight.reading) \(eight.effect.value)")
    #expect(eight.effect.value > 0.95, "\(eight.effect.value)")
  }

  /// The map of action values is there before the first tick, that of values from it on.
  @Test func aMapWithATickLessIsLookedAtToo() throws {
    let levels = try #require(TraceFixtures.levels)
    let encoder = SearchFixtures.environment.encoder
    let agent = PlantedValueIteration.agent(
      try #require(PlantedWave.Reading(encoder)), discount: 0.9, iterations: 16)
    let subject = StudySubject(agent, encoder: encoder)
    var settings = SearchFixtures.settings(for: levels)
    settings.untrained = 1
    let series = try SiteSeries(of: agent, site: "q", thinking: agent.defaultTicks).thinned(to: 7)
    #expect(series.numbers.first == 0)
    let captures = try NetworkCaptures(
      subject, on: levels, series: series, thinking: nil, untrained: 1,
      random: RandomStream(seed: 5))
    let others = try StepsOfSearch.others(subject, captures, settings, RandomStream(seed: 5))
    let value = try #require(others.first { $0.series.name == "value" })
    #expect(value.series.numbers == Array(series.numbers.dropFirst()))
    let outcome = try StepsOfSearch.outcome(
      subject, on: levels, captures: captures, settings: settings, random: RandomStream(seed: 5))
    #expect(outcome.reading == .one(.valueIteration), "\(outcome.finding.status)")
    settings.site = "q"
    #expect(try StepsOfSearch.others(subject, captures, settings, RandomStream(seed: 5)).isEmpty)
  }

  @Test func namesThatTheLevelsCannotTellApartStandTogether() {
    func estimate(_ value: Double, spread: Double, sign: Double = 1) -> BootstrapEstimate {
      let draws = (-50...50).map { value + sign * spread * Double($0) / 50 }
      return BootstrapEstimate(
        value: value, replicates: draws,
        interval: Interval(lower: value - spread, upper: value + spread, method: "percentile"))
    }
    let best = estimate(0.2, spread: 0.05)
    // The first goes up and down with the best one and stays below it; the second does not.
    let alike = TraceMatching.alike(
      to: best,
      among: [
        (.aStar, estimate(0.15, spread: 0.04)),
        (.depthFirst, estimate(0.15, spread: 0.04, sign: -1)),
        (.treeSearch, BootstrapEstimate(value: .nan, replicates: [], interval: nil)),
      ])
    #expect(alike == [.depthFirst, .treeSearch])
  }

  /// What algorithms have in common is read as theirs where none has enough of its own.
  @Test func whatAlgorithmsShareIsReadAsTheirs() {
    func reading(_ left: Double, complete: Double) -> TraceMatching.Naming {
      TraceMatching.read([
        share(.breadthFirstFromGoal, 0.2, own: 0.01, left: left, complete: complete),
        share(.valueIteration, 0.22, own: 0.03, left: left),
        share(.bothWays, 0.04, own: 0.01, left: 0.3),
      ])
    }
    func naming(_ reading: AlgorithmReading, isShared: Bool = true) -> TraceMatching.Naming {
      TraceMatching.Naming(
        reading: reading, family: isShared ? [.breadthFirstFromGoal, .valueIteration] : [],
        isShared: isShared)
    }
    let both = AlgorithmReading.family([.breadthFirstFromGoal, .valueIteration])
    // That little of its maps is its own is no map missing.
    #expect(reading(0.06, complete: 0.01) == naming(both))
    // Of a trace that the others give whole it is.
    #expect(reading(0.001, complete: 0.6) == naming(both))
    #expect(reading(0.001, complete: 0.1) == naming(.one(.valueIteration)))
    // One that has a share of its own goes before what several have in common.
    let own = TraceMatching.read([
      share(.breadthFirstFromGoal, 0.2, own: 0.01, left: 0.06),
      share(.valueIteration, 0.22, own: 0.08, left: 0.06),
    ])
    #expect(own.reading == .one(.valueIteration) && own.family == [.valueIteration])
    // Two waves neither of which is told from others are no search from both ends.
    let waves = TraceMatching.read([
      share(.breadthFirstFromGoal, 0.2, own: 0.01, left: 0.06),
      share(.breadthFirstFromAgent, 0.18, own: 0.02, left: 0.06),
    ])
    #expect(waves.reading == .family([.breadthFirstFromGoal, .breadthFirstFromAgent]))
    let little = TraceMatching.read([share(.valueIteration, 0.09, own: 0.03, left: 0.06)])
    #expect(little.reading.algorithms.isEmpty && !little.isShared)
  }

  private func share(
    _ algorithm: SearchAlgorithm, _ marginal: Double, own: Double, left: Double,
    complete: Double = 1
  ) -> TraceMatching.Share {
    func estimate(_ value: Double) -> BootstrapEstimate {
      BootstrapEstimate(
        value: value, replicates: [value],
        interval: Interval(lower: value, upper: value, method: "percentile"))
    }
    return TraceMatching.Share(
      algorithm: algorithm, form: "map", iterations: [], marginal: estimate(marginal),
      unique: estimate(own), inflation: 1 / left, untrained: [], fitMarginal: marginal,
      fitUnique: own, fitLeft: left, completeness: complete)
  }

  /// On an open grid the shortest way with diagonals has a closed form.
  @Test func lengthsWithDiagonalsAreThoseOfTheOpenGrid() throws {
    let (rows, columns) = (7, 9)
    let grid = Grid(
      rows: rows, columns: columns, walls: [Bool](repeating: false, count: rows * columns),
      moves: .eight)
    let goal = Cell(row: 2, column: 3)
    let level = try MazeLevel(
      grid: grid, objects: [PlacedObject(ObjectType(.red, .door), at: goal)],
      start: Cell(row: 6, column: 8))
    let traces = DiagonalTraces(level)
    let values = traces.values(12, discount: 0.8).map(12)
    for (index, length) in traces.lengths.enumerated() {
      let cell = grid.cell(index)
      let (down, right) = (abs(cell.row - goal.row), abs(cell.column - goal.column))
      let wanted = Double(max(down, right)) + (2.0.squareRoot() - 1) * Double(min(down, right))
      #expect(abs(length - wanted) < 1e-9)
      let sweeps = Double(12 - max(down, right))
      let value = pow(0.8, wanted) * (1 - pow(0.8, sweeps)) / 0.2
      #expect(abs(Double(values[index]) - value) < 1e-5, "\(cell)")
    }
  }

  /// Where diagonal steps are as long as they look, a wave is no value iteration, an answer that fades in
  /// is none either, and value iteration is what it is.
  @Test(arguments: [Float(0.7), 0.8, 0.9]) func diagonalsMayBeLonger(_ discount: Float) throws {
    var random = RandomStream(seed: 3)
    let mazes = ObstacleAndGoalMazes(rows: 9, columns: 9)
    let levels = try ProbingLevels(mazes, fit: 60, report: 40, using: &random).set
    let encoder = ObstacleAndGoalEncoder()
    let reading = try #require(PlantedWave.Reading(encoder))
    let (fading, _) = try TraceFixtures.match(
      FadingAnswer.agent(reading, moves: .eightMoves, discount: discount, sweeps: 24, ticks: 12),
      encoder: encoder, levels: levels)
    #expect(
      fading.reading.algorithms.isEmpty && fading.status != .supports,
      "\(fading.reading) \(fading.effect.value)")
    var agent = PlantedValueIteration.agent(
      reading, moves: .eightMoves, discount: discount, iterations: 12)
    let (unit, _) = try TraceFixtures.match(agent, encoder: encoder, levels: levels)
    // With a discount of .7 next to nothing is left of values beside the squares found.
    if discount > 0.75 {
      #expect(unit.reading == .one(.valueIteration), "\(unit.reading) \(unit.effect.value)")
    }
    var weights = agent.parameters["value_to_q.weight"]
    for row in [0, 2] {
      for column in [0, 2] {
        for action in 0..<9 where weights[row, column, 0, action] != 0 {
          weights[row, column, 0, action] = pow(discount, Float(2).squareRoot())
        }
      }
    }
    agent.parameters["value_to_q.weight"] = weights
    let (longer, _) = try TraceFixtures.match(agent, encoder: encoder, levels: levels)
    #expect(longer.reading == .one(.valueIteration), "\(longer.reading) \(longer.effect.value)")
    #expect(longer.effect.value > 0.9)
    let wave = try TraceFixtures.match(
      PlantedConvLSTMWave.agent(reading, moves: .eightMoves, ticks: 12), encoder: encoder,
      levels: levels
    ).result
    // In mazes so small the squares found leave next to nothing of values, and values of those.
    #expect(wave.reading.algorithms.contains(.breadthFirstFromGoal), "\(wave.reading)")
  }

  @Test func camouflageChangesNothing() throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let agent = PlantedWave.agent(reading, ticks: 16)
    let plain = try TraceFixtures.match(agent).result
    for disguise in [Disguise.permutation, .rescaling, .distractors] {
      let (result, _) = try TraceFixtures.match(disguise.applied(to: agent, seed: 3))
      #expect(result.reading == plain.reading, "\(disguise)")
      #expect(abs(result.effect.value - plain.effect.value) < 0.01, "\(disguise)")
    }
  }

  @Test func theNumberOfThreadsChangesNoBit() throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 30, report: 20)
    let agent = PlantedWave.agent(reading, ticks: 8)
    let results = try ThreadCounts.oneTwoThree {
      try TraceFixtures.match(agent, levels: levels, ticks: 4).result.shares.map {
        [$0.unique.value, $0.marginal.value]
      }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func aNetworkWithoutTicksIsNotAsked() throws {
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      Residual(planes: encoder.planes, channels: 8, actions: 4, blocks: 4),
      drawnFrom: RandomStream(seed: 8))
    let series = try SiteSeries(of: agent, thinking: 0)
    let reason = try #require(TraceMatching.reasonNotApplicable(series))
    let levels = try #require(TraceFixtures.levels)
    let finding = TraceMatching.notApplicable(
      reason, subject: StudySubject(agent, encoder: encoder), levels: levels)
    #expect(finding.status.reason?.hasPrefix("not applicable: this network has no ticks") == true)
  }
}
