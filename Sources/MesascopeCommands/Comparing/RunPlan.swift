internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Synchronization
internal import Training

/// The runs that a comparison trains: presets, with what is varied, over seeds.
struct RunPlan: Sendable {
  let runs: [TrainedRun]

  /// - Parameters:
  ///   - overrides: changes of settings, of all runs.
  ///   - variations: settings that take several values, crossed with each other.
  ///   - folder: where the runs are, or are made.
  /// - Throws: ``CommandFailure``, and what a run file with such settings is refused for.
  init(
    presets: [String], seeds: [UInt64], overrides: [String], variations: [Variation],
    updates: Int?, in folder: String
  ) throws {
    var runs: [TrainedRun] = []
    for preset in presets {
      let base = try Presets.configuration(named: preset)
      for choice in Variation.crossed(variations) {
        for seed in seeds {
          let configuration = try RunOverrides(
            base: base, overrides: overrides + choice.map(\.setting), seed: seed, updates: updates
          ).configuration
          guard configuration.redDoor != nil else {
            throw TrainingError.notMazes(environment: type(of: configuration.environment).name)
          }
          let name = ([preset] + choice.map(\.name) + ["seed-\(seed)"]).joined(separator: "-")
          runs.append(
            TrainedRun(
              configuration: configuration, path: Path.join(folder, name), option: "--runs"))
        }
      }
    }
    self.runs = runs
  }

  /// What each run is called, and where it is trained.
  var environments: [(name: String, environment: RedDoorEnvironment)] {
    runs.compactMap { run in
      run.configuration.redDoor.map { (Path.name(of: run.path), $0) }
    }
  }

  /// Trains what is not there yet, one run a core: a run alone leaves cores waiting for each other.
  ///
  /// - Returns: how many were trained now, and how many updates that took.
  /// - Throws: ``CaptureError/interrupted`` with everything saved, and what a run is refused for.
  func train(
    progress: @escaping ProgressHandler, interruption: Interruption
  ) throws -> (made: Int, updates: Int) {
    let total = runs.reduce(0) { $0 + $1.configuration.updates }
    let state = Mutex(
      (done: [Int](repeating: 0, count: runs.count), made: 0, updates: 0, hasFailed: false))
    let found = Parallel.map(runs.count) { index -> Result<Void, any Error> in
      guard !state.withLock({ $0.hasFailed }) else { return .success(()) }
      let run = runs[index]
      let name = Path.name(of: run.path)
      @Sendable func tell(_ completed: Int) {
        state.withLock { state in
          state.done[index] = completed
          progress(
            Progress(
              stage: "training runs", completed: state.done.reduce(0, +), total: total,
              unit: "updates", detail: name))
        }
      }
      do {
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        let outcome = try run.train(
          progress: { tell($0.completed) }, interruption: interruption
        ) { origin in
          state.withLock { state in
            switch origin {
            case .found: state.done[index] = run.configuration.updates
            case .resumed(let update):
              state.made += 1
              state.updates += run.configuration.updates - update
            case .made:
              state.made += 1
              state.updates += run.configuration.updates
            }
          }
        }
        if case .interrupted = outcome { throw CaptureError.interrupted }
        return .success(())
      } catch {
        state.withLock { $0.hasFailed = true }
        return .failure(error)
      }
    }
    for case .failure(let error) in found { throw error }
    return state.withLock { ($0.made, $0.updates) }
  }
}
