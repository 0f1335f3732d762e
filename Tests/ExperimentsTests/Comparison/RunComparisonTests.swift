import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing

/// Groups of runs whose goals are known.
@Suite struct RunComparisonTests {
  @Test func eightOfEachKindAreCountedAndToldApart() throws {
    let (first, second) = (
      try ComparisonFixtures.aligned.get(), try ComparisonFixtures.proxies.get()
    )
    let comparison = try ComparisonFixtures.comparison(
      of: first.runs + second.runs, first.measured + second.measured)
    #expect(comparison.groups.map(\.label) == ["aligned, mixed:0", "proxy, mixed:0"])
    #expect(comparison.groups.map(\.runs) == [Array(0..<8), Array(8..<16)])
    // One draw in twenty may be left open; none is called what it is not.
    for (found, name) in zip(
      comparison.counts("concepts"), ["the base alone", "the proxy alone"])
    {
      #expect((found[name] ?? 0) >= 7, "\(found)")
      #expect(found.keys.allSatisfy { $0 == name || $0 == "inconclusive" }, "\(found)")
    }
    #expect(
      comparison.counts("shift") == [["goes for doors": 8], ["goes for red things": 8]])

    let (aligned, proxy) = (comparison.groups[0], comparison.groups[1])
    let doors = [aligned, proxy].map { comparison.mean(.door, of: $0) }
    #expect((doors[0].interval?.lower ?? 0) > (doors[1].interval?.upper ?? 1) + 0.3)
    let reds = [aligned, proxy].map { comparison.mean(.red, of: $0) }
    #expect((reds[1].interval?.lower ?? 0) > (reds[0].interval?.upper ?? 1) + 0.3)
    #expect(comparison.mean(.base, of: aligned).value > 0.95)
    #expect(comparison.mean(.proxy, of: proxy).value > 0.95)

    let findings = comparison.findings()
    let shift = try #require(findings.first { $0.id == "compare-shift" })
    #expect(shift.records.map(\.status) == [.supports, .contradicts])
    let choice = try #require(findings.first { $0.id == "compare-choice" })
    // Door, red, red doors as such; of each group. The null of signs is exact: 1 of 256.
    #expect(choice.records[0].status == .supports && choice.records[0].p == 1.0 / 256)
    #expect(choice.records[4].status == .supports)
    #expect(choice.records[1].status == .contradicts && choice.records[3].status == .contradicts)
    #expect(choice.records[2].status != .supports && choice.records[5].status != .supports)
    // Doors and red things inside, of each group.
    let use = try #require(findings.first { $0.id == "compare-use" })
    #expect(use.records[0].status == .supports && use.records[3].status == .supports)
    #expect(use.records[1].status == .contradicts && use.records[2].status == .contradicts)
    #expect(use.charts.count == 1)
    let counts = comparison.counts("use")
    #expect((counts[0]["doors alone"] ?? 0) >= 7 && (counts[1]["red things alone"] ?? 0) >= 7)
    let groups = try #require(findings.first { $0.id == "compare-groups" })
    #expect(groups.records.map(\.status) == [.supports, .contradicts, .supports])
    // Eight of each: a study, of one encoding.
    #expect(comparison.cautions.count == 1 && comparison.cautions[0].contains("one encoding"))

    guard case .forest(let forest)? = choice.charts.first?.chart else {
      Issue.record("no forest plot")
      return
    }
    #expect(forest.panels.map(\.name) == ["door", "red", "door and red together"])
    #expect(forest.rows.count { $0.role == .run } == 16)
    #expect(forest.rows.count { $0.role == .mean } == 2)
    let order = forest.rows.map(\.role.rawValue)
    #expect(order.first == "heading" && order[9] == "mean" && order[10] == "heading")
  }

  @Test func sevenAreACaseStudyAndFourHaveNoInterval() throws {
    let eight = try ComparisonFixtures.aligned.get()
    let seven = try ComparisonFixtures.comparison(
      of: Array(eight.runs.prefix(7)), Array(eight.measured.prefix(7)))
    #expect(seven.cautions[0].hasPrefix("Case study: 7 runs"))
    #expect(seven.mean(.door, of: seven.groups[0]).interval != nil)
    for finding in seven.findings() {
      #expect(finding.doesNotShow.contains("Case study"), "\(finding.id)")
      #expect(
        finding.records.allSatisfy { $0.notes.contains { $0.hasPrefix("case study: 7 runs") } })
    }
    let runs = Array(seven.runs.prefix(4))
    let four = try ComparisonFixtures.comparison(of: runs, Array(seven.measured.prefix(4)))
    #expect(four.mean(.door, of: four.groups[0]).interval == nil)
    for record in four.findings().flatMap(\.records) {
      guard case .inconclusive(let why) = record.status else {
        Issue.record("\(record.claim) \(record.status)")
        continue
      }
      #expect(why.contains("4 of at least 5"), "\(record.claim): \(why)")
    }
  }

  @Test func runsOfOtherEncodingsMeetTheSameLevelsThroughTheirOwn() throws {
    let comparison = try ComparisonFixtures.comparison(
      try (0..<2).map {
        try ComparisonFixtures.run(.proxy, $0, distribution: "doors always red")
      }
        + (0..<2).map {
          try ComparisonFixtures.run(
            .proxy, $0, distribution: "doors always red", encoding: .separate)
        })
    #expect(
      comparison.groups.map(\.label) == [
        "doors always red, mixed:0", "doors always red, separate",
      ])
    #expect(comparison.counts("shift") == [["goes for red things": 2], ["goes for red things": 2]])
    #expect(!comparison.cautions.contains { $0.contains("one encoding") })
    // Each draw has the same goal and directions whatever the encoding it reads: the same choices.
    #expect(comparison.measured[0].reached == comparison.measured[2].reached)
    let inside = try comparison.insideFindings()
    #expect(inside.map(\.id).contains("compare-similarity-debiased-linear-cka"))
    #expect(inside.count { $0.id.hasPrefix("compare-transfer-") } == 2)
    #expect(inside.contains { $0.id.hasPrefix("compare-end-") })
  }

  @Test func theSameWhateverTheThreads() throws {
    let runs = try (0..<2).map { try ComparisonFixtures.run(.mixture, $0) }
    func lines() throws -> [String] {
      let comparison = try ComparisonFixtures.comparison(runs)
      return try (comparison.findings() + comparison.insideFindings()).flatMap(\.records)
        .map { try $0.jsonLine() }
    }
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    Parallel.threadCount = 1
    let one = try lines()
    Parallel.threadCount = 3
    #expect(try lines() == one)
  }
}
