import Environments
import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct IngredientsOverCheckpointsTests {
  /// Records of ten tests: those of some labels support their claim, those of others decide nothing.
  private static func records(
    _ supported: Set<String>, open: Set<String> = [], effect: Double = 0.5
  ) -> [EvidenceRecord] {
    let tests = [
      "T1 incremental plan decodability", "T3 geodesic wavefront", "T4 counterfactual edits",
      "T5 steering", "T6 necessity", "T8 objective swap", "T9 trace matching",
      CandidateNames.presence, CandidateNames.value, CandidateNames.swap,
    ]
    return tests.map { test in
      let label = String(test.prefix { $0 != " " })
      let status: EvidenceStatus =
        supported.contains(label)
        ? .supports : open.contains(label) ? .inconclusive("too few levels") : .contradicts
      return EvidenceRecord(
        test: test, claim: "", subject: EvidenceSubject(levels: "abc"), levels: 80,
        effectName: "share", effect: status == .supports ? effect : 0.01,
        interval: Interval(lower: 0, upper: 0.6, method: "percentile"), p: 0.01, status: status)
    }
  }

  private static let all: Set = ["T1", "T3", "T4", "T5", "T6", "T8", "T9", "T10"]

  /// Selection comes at step 4, the rest at step 2; what steers at step 2 is open.
  private static let made: [Int: [EvidenceRecord]] = [
    0: records([]), 1: records(["T1"]),
    2: records(["T1", "T3", "T4", "T8", "T9", "T10"], open: ["T5", "T6"]),
    4: records(all), 8: records(all, effect: 0.9),
  ]

  private func sources(
    _ calls: Counter = Counter(), failing: Set<Int> = []
  ) -> [IngredientsOverCheckpoints.Source] {
    Self.made.keys.map { step in
      IngredientsOverCheckpoints.Source(step: step, key: "key") { _, _ in
        calls.add(step)
        if failing.contains(step) {
          throw RunError.brokenCheckpoint(path: "step-\(step)", reason: "it is cut short.")
        }
        return Self.made[step] ?? []
      }
    }
  }

  final class Counter: Sendable {
    private let steps = Mutex<[Int]>([])
    func add(_ step: Int) { steps.withLock { $0.append(step) } }
    var all: [Int] { steps.withLock { $0 } }
  }

  @Test func eachIngredientAppearsWhereItsTestsSay() throws {
    let series = try IngredientsOverCheckpoints(sources(), folder: nil)
    #expect(series.steps == [0, 1, 2, 4, 8])
    func readable(_ ingredient: Ingredient) -> IngredientAppearance? {
      series.history(ingredient)?.appearance(.correlational)
    }
    #expect(readable(.searchSpace) == .appeared(step: 2, after: 1))
    #expect(readable(.objective) == .appeared(step: 2, after: 1))
    #expect(readable(.selection) == .between(earliest: 2, latest: 4))
    #expect(series.allReadable == 4)
    // Candidates are never more than readable.
    #expect(series.history(.candidates)?.appearance(.causal) == .absent(seen: []))
    let effects = series.history(.objective)?.points.map { $0.record?.effect }
    #expect(effects == [0.01, 0.01, 0.5, 0.5, 0.9])
    #expect(series.history(.objective)?.test == "T8 objective swap")
  }

  @Test func theFindingSaysItInRecordsWordsAndFigures() throws {
    let finding = try IngredientsOverCheckpoints(sources(failing: [1]), folder: nil)
      .finding(EvidenceSubject(run: "made", checkpoint: "x", step: 8))
    #expect(finding.status == .supports)
    #expect(finding.records[0].effect == 4)
    #expect(finding.records[0].subject.step == nil && finding.records[0].subject.levels == "abc")
    #expect(finding.records.count == 1 + 5 + 4 * 5)
    #expect(finding.shows.contains("Step 1 was not measured: The checkpoint 'step-1'"))
    #expect(finding.control.hasPrefix("At step 0, untrained: search space none"))
    #expect(finding.charts.map(\.name).first == "grades")
    guard case .heatmap(let strip) = finding.charts[0].chart else {
      Issue.record("The first chart is the strip.")
      return
    }
    #expect(strip.masks[1] == .void)
    #expect(strip.cellText.prefix(5) == ["none", "failed", "causal", "causal", "causal"])
    #expect(strip.values.elements.prefix(5) == [0, 0, 2, 2, 2])
    #expect(strip.masks.suffix(3) == [.belowEffect, .shown, .shown])
    for chart in finding.charts.dropFirst() {
      guard case .line(let line) = chart.chart else { continue }
      #expect(line.series.count == 2 && line.series[1].isControl)
    }
    let absent = try IngredientsOverCheckpoints(
      [.init(step: 0, key: "k") { _, _ in Self.records([]) }], folder: nil)
    #expect(absent.finding(EvidenceSubject()).status == .contradicts)
  }

  @Test func aSeriesThatIsStoppedGoesOnFromItsFiles() throws {
    let scratch = try ScratchFolder()
    let folder = CheckpointOutcomeFolder(path: scratch.file("checkpoints"))
    let (first, second) = (Counter(), Counter())
    #expect(throws: CaptureError.interrupted) {
      try IngredientsOverCheckpoints(
        sources(first), folder: folder, interruption: Interruption { first.all.count == 2 })
    }
    #expect(first.all == [0, 1])
    let whole = try IngredientsOverCheckpoints(sources(second), folder: folder)
    #expect(second.all == [2, 4, 8])
    #expect(try whole == IngredientsOverCheckpoints(sources(), folder: nil))
    let third = Counter()
    #expect(try whole == IngredientsOverCheckpoints(sources(third), folder: folder))
    #expect(third.all.isEmpty)
  }

  @Test func anInterruptionWithinACheckpointLeavesNoFile() throws {
    let scratch = try ScratchFolder()
    let folder = CheckpointOutcomeFolder(path: scratch.file("checkpoints"))
    let stopped = IngredientsOverCheckpoints.Source(step: 3, key: "key") { _, _ in
      throw CaptureError.interrupted
    }
    #expect(throws: CaptureError.interrupted) {
      try IngredientsOverCheckpoints([stopped], folder: folder)
    }
    #expect(!Folder.exists(folder.path))
  }

  @Test func aDamagedFileIsNamedAndAFailureIsTriedAgain() throws {
    let scratch = try ScratchFolder()
    let folder = CheckpointOutcomeFolder(path: scratch.file("checkpoints"))
    _ = try IngredientsOverCheckpoints(sources(failing: [2]), folder: folder)
    #expect(try folder.read(step: 2, key: "key") == nil)
    let again = Counter()
    #expect(
      try IngredientsOverCheckpoints(sources(again), folder: folder).broken.isEmpty)
    #expect(again.all == [2])
    try AtomicFile.write(text: "{}", to: folder.file(step: 4, key: "key"))
    #expect {
      try IngredientsOverCheckpoints(sources(), folder: folder)
    } throws: { "\($0)".contains("step-4-key.json is no record of this series") }
    #expect {
      try IngredientsOverCheckpoints(
        sources(failing: Set(Self.made.keys)), folder: nil)
    } throws: { "\($0)".contains("No checkpoint can be used. Step 0: The checkpoint") }
  }

  @Test func theKeyTellsEverythingThatAnOutcomeDependsOn() {
    var settings = SearchSettings()
    func key(_ checkpoint: String = "a", _ levels: String = "b", _ version: String = "1") -> String
    {
      CheckpointOutcomeFolder.key(
        checkpoint: checkpoint, levels: levels, settings: settings, version: version)
    }
    var keys = [key(), key("c"), key("a", "c"), key("a", "b", "2")]
    #expect(key() == keys[0])
    settings.interventionDraws += 1
    keys.append(key())
    settings.baseline.radius += 1
    keys.append(key())
    #expect(Set(keys).count == keys.count)
  }

  @Test func aPortionOfLevelsKeepsBothHalves() throws {
    let levels = try #require(SearchFixtures.levels)
    let part = try levels.portion(50)
    #expect(part.count == 50)
    #expect(Folds(try LevelUnits(part.keys)).report.count == 20)
    #expect(try levels.portion(1000).digest == levels.digest)
    #expect(try part.digest == levels.portion(50).digest)
  }

  @Test func aSeriesOfStudiesDoesNotDependOnTheNumberOfThreads() throws {
    let levels = try SearchFixtures.probing(SearchFixtures.environment, fit: 60, report: 30)
    let agent = try #require(SearchFixtures.pointers(SearchFixtures.environment.encoder, ticks: 5))
    var settings = SearchFixtures.settings(for: levels)
    (settings.replicates, settings.permutations, settings.untrained) = (100, 50, 1)
    settings.baseline = .init(radius: 1, randomFeatures: 0)
    settings.isScreening = true
    let small = settings
    let runs = try ThreadCounts.oneTwoThree {
      try IngredientsOverCheckpoints(
        [
          .init(step: 7, key: "k") { progress, interruption in
            try SearchStudy(
              StudySubject(agent, encoder: SearchFixtures.environment.encoder), on: levels,
              settings: small
            ).run(progress: progress, interruption: interruption).records
          }
        ], folder: nil
      ).finding(EvidenceSubject()).records.map { try $0.jsonLine() }
    }
    #expect(!runs[0].isEmpty && runs[0] == runs[1] && runs[0] == runs[2])
  }
}
