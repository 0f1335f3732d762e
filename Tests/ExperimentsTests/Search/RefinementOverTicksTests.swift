import Environments
import Experiments
import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct RefinementOverTicksTests {
  /// The planted wave with pointers on 9x9 levels, probed at six of its ticks.
  private static let planted: (test: RefinementOverTicks, map: DistanceTickMap)? = try? {
    guard let levels = SearchFixtures.levels,
      let agent = SearchFixtures.pointers(SearchFixtures.environment.encoder, ticks: 22)
    else { return nil }
    let settings = SearchFixtures.settings(for: levels)
    let subject = StudySubject(agent, encoder: SearchFixtures.environment.encoder)
    let random = RandomStream(seed: 1)
    let series = try SiteSeries(of: agent, thinking: 22).at([1, 3, 6, 9, 12, 22])
    let captures = try NetworkCaptures(
      subject, on: levels, series: series, thinking: nil, untrained: settings.untrained,
      random: random)
    let plan = try PlanScan(captures, settings: settings, random: random)
    let map = DistanceTickMap(plan)
    return (
      try RefinementOverTicks(plan, gates: LevelGates(levels, settings), map: map), map
    )
  }()

  @Test func nothingIsReadableAtADistanceBeforeTheWaveArrives() throws {
    let (_, map) = try #require(Self.planted)
    var early: [Double] = []
    var late: [Double] = []
    for (bin, entry) in map.bins.enumerated() where entry.distances.count == 1 {
      let distance = entry.distances.lowerBound
      for (place, tick) in map.series.numbers.enumerated() {
        let value = map.trained[bin][place].value
        if tick <= distance { early.append(value) }
        if tick > distance, distance >= 5 { late.append(value) }
      }
    }
    // Not quite nothing: a state of zeros says that the goal is further than the tick, which lets
    // the joint fit weigh the observation of those squares otherwise. Measured: 0.030.
    #expect(Sample.mean(early) < 0.05)
    #expect(Sample.mean(late) > Sample.mean(early) + 0.1)
  }

  @Test func thePlanRefinesMoreThanInUntrainedNetworks() throws {
    let (test, _) = try #require(Self.planted)
    #expect(test.status == .supports)
    #expect(test.trained[5].value > 0.15)
    #expect(abs(test.trained[0].value) < 0.02)
    let effect = try #require(test.effect)
    #expect(abs(effect.value - test.trained[5].value / 21) < 0.002)
  }

  @Test func theOnsetAdvancesOneStepATick() throws {
    let (_, map) = try #require(Self.planted)
    let slope = try #require(WavefrontOnset(map).slope)
    // The ticks that were probed lie up to ten apart, which coarsens the onsets.
    #expect(slope.value > 0.5 && slope.value < 2.5)
  }

  @Test func aProbeIsReadAtOtherTicksOnTheSameScale() throws {
    let (test, _) = try #require(Self.planted)
    for place in 0..<6 {
      #expect(
        test.transfer[place, place] == test.plan.report.entries[place].result.increment.value)
    }
    // No probe reads a tick better than the tick's own, and before the wave there is nothing.
    #expect(test.transfer[5, 4] <= test.transfer[4, 4] + 0.02)
    #expect(test.transfer[5, 0] < 0.05)
  }
}
