import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

@Suite struct TraceNuisanceTests {
  @Test func whatStandsStillIsNoTrace() throws {
    // The plan and all planes are in the state from the first tick on.
    let encoder = PlanGivenAway()
    let agent = SearchFixtures.copying(
      planes: 0..<encoder.planes, of: encoder.planes, ticks: 8)
    let (result, _) = try TraceFixtures.match(agent, encoder: encoder)
    #expect(result.reading.algorithms.isEmpty && result.status != .supports)
    #expect(abs(result.effect.value) < 0.05, "\(result.effect.value)")
  }

  /// Nothing is searched at any tick, whichever discount the answer was made with.
  @Test(arguments: [Float(0.6), 0.7, 0.8, 0.9, 0.95], [9, 15])
  func anAnswerThatFadesInIsNoSearch(_ discount: Float, side: Int) throws {
    var environment = SearchFixtures.environment
    environment.side = side
    let levels = try SearchFixtures.probing(environment, fit: 60, report: 40)
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    let (result, _) = try TraceFixtures.match(
      FadingAnswer.agent(reading, discount: discount, sweeps: 4 * side, ticks: 16),
      encoder: environment.encoder, levels: levels)
    #expect(
      result.reading.algorithms.isEmpty && result.status != .supports,
      "\(result.reading) \(result.effect.value)")
  }

  /// An answer that the nuisance explains whole leaves the work of its penalty, at more rates than are
  /// taken out; that is no trace, however small the share of it that still is one.
  @Test func whatThePenaltyLeavesIsNoTrace() throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let agent = try FadingAnswer.agent(
      reading, discount: 0.9, rates: [0.5, 0.3333, 0.2, 0.1], sweeps: 36, ticks: 16)
    let (result, _) = try TraceFixtures.match(agent, ticks: 12, site: "states")
    #expect(
      result.reading.algorithms.isEmpty && result.status != .supports,
      "\(result.reading) \(result.effect.value)")
    #expect(result.shares.allSatisfy { abs($0.marginal.value) < 0.01 })
  }

  /// Nor where it comes through at two rates, with ticks enough for both to be taken out.
  @Test(arguments: [Float(0.6), 0.8, 0.95])
  func anAnswerThatFadesInAtTwoRatesIsNoSearch(_ discount: Float) throws {
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    let agent = try FadingAnswer.agent(
      reading, discount: discount, rates: [0.3333, 0.1], sweeps: 36, ticks: 16)
    let (result, _) = try TraceFixtures.match(agent, ticks: 12, site: "states")
    #expect(result.captures.series.name == "states" && result.captures.series.count >= 8)
    #expect(
      result.reading.algorithms.isEmpty && result.status != .supports,
      "\(result.reading) \(result.effect.value)")
  }

  @Test func anUntrainedNetworkFollowsNoAlgorithm() throws {
    let encoder = SearchFixtures.environment.encoder
    let agent = Agent(
      RecurrentResidual(planes: encoder.planes, channels: 16, ticks: 12),
      drawnFrom: RandomStream(seed: 8))
    let (result, _) = try TraceFixtures.match(agent)
    #expect(result.status != .supports, "\(result.status) \(result.effect.value)")
  }

  /// Which neighbours a wave through walls has come to, and can be entered from here, hangs on walls as one
  /// step of a search does.
  @Test(arguments: [9, 13]) func aWaveThroughWallsIsNoSearch(_ side: Int) throws {
    var environment = SearchFixtures.environment
    environment.side = side
    let levels = try SearchFixtures.probing(environment, fit: 150, report: 75)
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    let blind = PlantedWave.Reading(
      blocked: reading.blocked.map { _ in 0 }, goal: reading.goal)
    func match(_ reading: PlantedWave.Reading) throws -> TraceMatching {
      try TraceFixtures.match(
        PlantedWave.agent(reading, ticks: 2 * side), encoder: environment.encoder,
        levels: levels, ticks: 13, kernel: .contrasts
      ).result
    }
    let result = try match(blind)
    #expect(result.isDefined && result.status != .supports, "\(result.status)")
    #expect(
      result.reading.algorithms.isEmpty && abs(result.effect.value) < 0.05,
      "\(result.reading) \(result.effect.value)")
    // The same wave around walls, read in the same way.
    let search = try match(reading)
    #expect(search.reading == .one(.breadthFirstFromGoal), "\(search.reading)")
    #expect(search.effect.value > 0.95 && search.status == .supports, "\(search.effect.value)")
  }
}
