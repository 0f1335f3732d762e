internal import Agents
internal import Environments
internal import Foundation
internal import LinearAlgebra
internal import Statistics
package import Storage
internal import Synchronization
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

  /// Runs the networks that have no file yet, as many at once as there are threads.
  ///
  /// One network's tests have stretches that one thread does alone; two networks side by side leave no
  /// core idle, and neither changes the other's numbers.
  ///
  /// - Parameter progress: told of the networks that have a file, and of each that is begun or done;
  ///   called by one thread at a time.
  /// - Returns: the outcomes in the order of the networks.
  /// - Throws: ``CaptureError/interrupted`` after the files so far are whole, and what a network is
  ///   refused for.
  package func run(
    _ networks: [BenchmarkNetwork], progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> [BenchmarkOutcome] {
    // What takes longest is begun first, so that no core waits for it at the end.
    let order = networks.indices.sorted {
      (-Benchmark.cost(networks[$0]), $0) < (-Benchmark.cost(networks[$1]), $1)
    }
    // What could not be studied is tried again.
    let known = try networks.map { network in
      try read(network.name).flatMap { $0.failure == nil ? $0 : nil }
    }
    let work = networks.reduce(0) { $0 + Benchmark.cost($1) }
    let first = networks.indices.filter { known[$0] != nil }
    let state = Mutex(
      (
        done: first.count, work: first.reduce(0) { $0 + Benchmark.cost(networks[$1]) },
        hasFailed: false
      ))
    @Sendable func tell(_ network: BenchmarkNetwork?, isDone: Bool) {
      state.withLock { state in
        if isDone {
          state.done += 1
          state.work += network.map(Benchmark.cost) ?? 0
        }
        progress(
          Progress(
            stage: "benchmark", completed: state.done, total: networks.count, unit: "networks",
            detail: network?.name ?? "", share: work > 0 ? state.work / work : nil))
      }
    }
    if !first.isEmpty { tell(nil, isDone: false) }
    let found = Parallel.map(order.count) { place -> Result<BenchmarkOutcome, any Error>? in
      let network = networks[order[place]]
      if let known = known[order[place]] { return .success(known) }
      guard !state.withLock({ $0.hasFailed }) else { return nil }
      do {
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        tell(network, isDone: false)
        let outcome = try measured(network, interruption)
        tell(network, isDone: true)
        return .success(outcome)
      } catch {
        state.withLock { $0.hasFailed = true }
        return .failure(error)
      }
    }
    let failures = found.compactMap { result -> (any Error)? in
      guard case .failure(let error) = result else { return nil }
      return error
    }
    if let failure = failures.first { throw failure }
    var outcomes = [BenchmarkOutcome?](repeating: nil, count: networks.count)
    for (place, result) in zip(order, found) { outcomes[place] = try result?.get() }
    return outcomes.compactMap { $0 }
  }

  /// The outcome of a network that has no file, which is then written.
  private func measured(
    _ network: BenchmarkNetwork, _ interruption: Interruption
  ) throws -> BenchmarkOutcome {
    let outcome = try measure(network, interruption: interruption)
    try RecordFile.write(outcome, to: path(network.name))
    return outcome
  }

  /// The outcome in a network's file; nil without one.
  ///
  /// - Throws: ``ValidationError`` for a file of another seed, form or revision of the tests, or none of
  ///   these.
  package func read(_ name: String) throws -> BenchmarkOutcome? {
    let path = path(name)
    let found = try RecordFile.read(BenchmarkOutcome.self, at: path) {
      ValidationError.badRecord(path: path, reason: $0)
    }
    guard let outcome = found else { return nil }
    try ValidationError.check(path, seed: outcome.seed, is: benchmark.seed)
    try ValidationError.check(path, revision: outcome.revision, is: BenchmarkCard.revision)
    guard outcome.isQuick == benchmark.isQuick else {
      throw ValidationError.otherForm(
        path: path,
        reason: benchmark.isQuick
          ? "the full form, and this is --quick" : "--quick, and this is not")
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
        + Double(elapsed.components.attoseconds) * 1e-18, version: Version.text,
      isQuick: benchmark.isQuick)
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
