import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct ChannelRankingTests {
  private func ranking(ticks: [Int]?, fill: Intervention.Fill = .zero) throws -> ChannelRanking {
    let agent = try #require(InterventionFixtures.wave(channels: 8))
    var settings = InterventionSettings()
    (settings.draws, settings.levelsADraw, settings.replicates) = (19, 10, 300)
    (settings.rankingDraws, settings.rankingLevels) = (19, 10)
    return try ChannelRanking(
      fill, of: agent, at: InterventionPlace(agent, site: "cell/hidden", ticks: ticks),
      on: DecisionSet(
        #require(InterventionFixtures.levels), encoder: SearchFixtures.environment.encoder),
      settings: settings)
  }

  @Test func theChannelsThatThePolicyReadsComeFirstAndOthersDoNothing() throws {
    let ranking = try ranking(ticks: [InterventionFixtures.ticks])
    #expect(Set(ranking.channels.prefix(4).map(\.channel)) == [2, 3, 4, 5])
    #expect(ranking.channels.prefix(4).allSatisfy { $0.effect.value > 0.05 })
    #expect(ranking.channels.suffix(4).allSatisfy { $0.effect.value == 0 && $0.p == 1 })
    let values = ranking.channels.map(\.effect.value)
    #expect(values == values.sorted(by: >))
    // Nothing random stands beside channels that are constant: 6 and 7 have the plain length alone.
    #expect(ranking.channels.suffix(4).contains { $0.nulls.count == 1 })
  }

  @Test func carriersOfThePlanMatterMoreThanOthers() throws {
    let ranking = try ranking(ticks: [InterventionFixtures.ticks])
    let groups = try #require(ranking.groups)
    #expect(groups.carriers.score > 0.5)
    #expect(Set(groups.carriers.channels).isDisjoint(with: [6, 7]))
    #expect(groups.own.value > groups.randomMean.value)
    #expect(groups.others.value < groups.own.value)
    #expect(groups.difference.value > 0)
    #expect(groups.carriers.channels.count + groups.carriers.others.count == 8)
    let finding = ranking.finding(EvidenceSubject())
    #expect(finding.records.count == 2 + 8)
    #expect(finding.charts.map(\.name) == ["groups", "channels"])
  }

  @Test func recordsAreTheSameOnOneTwoAndThreeThreads() throws {
    let lines = try ThreadCounts.oneTwoThree {
      try ranking(ticks: [30], fill: .mean).finding(EvidenceSubject()).records.map {
        try $0.jsonLine()
      }
    }
    #expect(lines[0] == lines[1] && lines[1] == lines[2])
  }

  @Test func simultaneousIntervalsAreWiderThanThoseOfOneAndOfNoWidthWithoutSpread() throws {
    var random = RandomStream(seed: 5)
    let bootstrap = try LevelBootstrap(units: 60, replicates: 1000, using: &random)
    let estimates = (0..<12).map { _ in
      Proportion.bootstrapped(
        successes: (0..<60).map { _ in random.normal() }, trials: .init(repeating: 1, count: 60),
        with: bootstrap)
    }
    let still = Proportion.bootstrapped(
      successes: .init(repeating: 0, count: 60), trials: .init(repeating: 1, count: 60),
      with: bootstrap)
    let intervals = SimultaneousIntervals.of(estimates + [still])
    for (estimate, interval) in zip(estimates, intervals) {
      let (own, wide) = (try #require(estimate.interval), try #require(interval))
      #expect(wide.upper - wide.lower > own.upper - own.lower)
    }
    #expect(intervals[12]?.lower == 0 && intervals[12]?.upper == 0)
    // In 95 % of resamples all estimates lie in theirs.
    let inside = (0..<1000).count { replicate in
      zip(estimates, intervals).allSatisfy { $1?.contains($0.replicates[replicate]) ?? false }
    }
    #expect(abs(inside - 950) <= 1)
  }

  @Test func oneChannelCannotBeRanked() throws {
    let agent = try #require(InterventionFixtures.valueIteration())
    let levels = try #require(InterventionFixtures.levels)
    let single = try #require(
      agent.architecture.sites.first { $0.isMap && $0.channels == 1 && $0.hasTicks })
    #expect(throws: InterventionError.oneChannel(site: single.name)) {
      try ChannelRanking(
        .zero, of: agent, at: InterventionPlace(agent, site: single.name),
        on: DecisionSet(levels, encoder: SearchFixtures.environment.encoder))
    }
  }
}
