internal import Agents
internal import Environments
internal import Foundation
internal import LinearAlgebra
internal import Statistics
package import Storage
internal import Training

/// Runs the detector on networks of the benchmark, one file a network, and goes on from the files
/// that are there.
package struct BenchmarkRun: Sendable {
  package let benchmark: Benchmark
  /// The folder of the records.
  package let folder: String

  package init(_ benchmark: Benchmark, folder: String) {
    self.benchmark = benchmark
    self.folder = folder
  }

  /// The file of a network.
  package func path(_ name: String) -> String { Path.join(folder, "\(name).json") }

  /// Runs the networks that have no file yet.
  ///
  /// - Parameter each: told of each outcome, in order, and whether it was read from its file.
  /// - Throws: ``CaptureError/interrupted`` after the files so far are whole, and what a network is
  ///   refused for.
  package func run(
    _ networks: [BenchmarkNetwork], progress: ProgressHandler = { _ in },
    interruption: Interruption = .never, each: (BenchmarkOutcome, Bool) -> Void = { _, _ in }
  ) throws -> [BenchmarkOutcome] {
    var outcomes: [BenchmarkOutcome] = []
    for (number, network) in networks.enumerated() {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "benchmark", completed: number, total: networks.count, unit: "networks",
          detail: network.name))
      if let known = try read(network.name) {
        outcomes.append(known)
        each(known, true)
        continue
      }
      let outcome = try measure(network, interruption: interruption)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try AtomicFile.write(
        text: String(decoding: try encoder.encode(outcome), as: UTF8.self) + "\n",
        to: path(network.name))
      outcomes.append(outcome)
      each(outcome, false)
    }
    progress(
      Progress(
        stage: "benchmark", completed: networks.count, total: networks.count, unit: "networks"))
    return outcomes
  }

  /// The outcome in a network's file; nil without one.
  ///
  /// - Throws: ``ValidationError`` for a file of another benchmark or version, or none of these.
  package func read(_ name: String) throws -> BenchmarkOutcome? {
    let path = path(name)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let outcome: BenchmarkOutcome
    do {
      outcome = try JSONDecoder().decode(
        BenchmarkOutcome.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw ValidationError.badRecord(path: path, reason: "\(error)")
    }
    guard outcome.seed == benchmark.seed else {
      throw ValidationError.otherBenchmark(
        path: path, seed: outcome.seed, expected: benchmark.seed)
    }
    return outcome
  }

  /// Runs the detector on one network.
  package func measure(
    _ network: BenchmarkNetwork, interruption: Interruption = .never
  ) throws -> BenchmarkOutcome {
    let start = ContinuousClock.now
    let checkpoint = try network.variant.checkpoint()
    var settings = benchmark.settings
    settings.seed = network.seed
    var records: [EvidenceRecord] = []
    var failure: String?
    do {
      records =
        try SearchJudge(checkpoint, name: network.name).evidence(
          settings: settings, fit: benchmark.levels.fit, report: benchmark.levels.report,
          interruption: interruption
        ).records
    } catch CaptureError.interrupted {
      throw CaptureError.interrupted
    } catch {
      // One network that cannot be studied is an abstention, and no end of the benchmark.
      failure = "\(error)"
    }
    let behaviour = try pair(network, checkpoint)
    let elapsed = ContinuousClock.now - start
    return BenchmarkOutcome(
      name: network.name, family: network.family, label: network.label, matched: network.matched,
      disguises: network.variant.disguises.map(\.rawValue), seed: benchmark.seed,
      verdict: SearchVerdict(records), records: records, behaviour: behaviour, failure: failure,
      seconds: Double(elapsed.components.seconds)
        + Double(elapsed.components.attoseconds) * 1e-18, version: Version.text)
  }

  private func pair(
    _ network: BenchmarkNetwork, _ checkpoint: Checkpoint
  ) throws -> PairBehaviour? {
    let planted = network.variant.planted
    guard let positive = try planted.positive(),
      let levels = try planted.pairedLevels(200, seed: network.seed)
    else { return nil }
    return try PairBehaviour(
      twin: StudySubject(checkpoint),
      positive: StudySubject(positive.checkpoint(seed: network.seed)), on: levels)
  }
}

extension SearchSettings {
  /// The size of a network of the benchmark: narrower intervals are bought with more levels on real
  /// checkpoints.
  package static var benchmark: SearchSettings {
    var settings = SearchSettings()
    settings.fitLevels = 100
    settings.reportLevels = 60
    settings.replicates = 1000
    settings.permutations = 99
    settings.untrained = 3
    settings.interventionLevelsADraw = 8
    settings.baseline.randomFeatures = 256
    return settings
  }
}
