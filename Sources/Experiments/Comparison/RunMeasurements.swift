internal import Foundation
internal import LinearAlgebra
package import Storage
internal import Synchronization

/// Measures the runs of a comparison, a file each, and goes on from the files that are there.
package struct RunMeasurements: Sendable {
  package let levels: GoalLevels
  package let settings: GoalConcepts.Settings
  package let seed: UInt64
  /// Where the files are.
  package let folder: String

  /// What the folder is called inside that of the report.
  package static let folderName = "runs-measured"

  package init(
    on levels: GoalLevels, settings: GoalConcepts.Settings = .init(), seed: UInt64, folder: String
  ) {
    self.levels = levels
    self.settings = settings
    self.seed = seed
    self.folder = folder
  }

  /// The measurements in the order of the runs; several runs are measured at once.
  ///
  /// - Throws: ``CaptureError/interrupted`` after the files so far are whole, and what a run is refused
  ///   for.
  package func all(
    _ runs: [ComparedRun], progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> [RunMeasurement] {
    try Folder.create(folder)
    let state = Mutex((done: 0, hasFailed: false))
    @Sendable func tell(_ name: String, done: Int) {
      state.withLock { state in
        state.done += done
        progress(
          Progress(
            stage: "measuring runs", completed: state.done, total: runs.count, unit: "runs",
            detail: name))
      }
    }
    let found = Parallel.map(runs.count) { index -> Result<RunMeasurement, any Error>? in
      guard !state.withLock({ $0.hasFailed }) else { return nil }
      do {
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        let known = try read(runs[index])
        if known == nil { tell(runs[index].name, done: 0) }
        let measured = try known ?? measure(runs[index], interruption)
        tell(runs[index].name, done: 1)
        return .success(measured)
      } catch {
        state.withLock { $0.hasFailed = true }
        return .failure(error)
      }
    }
    for case .failure(let error)? in found { throw error }
    return try found.compactMap { try $0?.get() }
  }

  private func measure(
    _ run: ComparedRun, _ interruption: Interruption
  ) throws -> RunMeasurement {
    let measured = try RunMeasurement(
      of: run, on: levels, settings: settings, seed: seed, interruption: interruption)
    try RecordFile.write(measured, to: path(run))
    return measured
  }

  /// The file of a run.
  package func path(_ run: ComparedRun) -> String {
    let name = String(
      run.name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
    return Path.join(folder, "\(name).\(run.digest.prefix(8)).json")
  }

  /// - Throws: ``ComparisonError`` for a file of other levels or tests, or none of these.
  private func read(_ run: ComparedRun) throws -> RunMeasurement? {
    let path = path(run)
    let found = try RecordFile.read(RunMeasurement.self, at: path) {
      ComparisonError.badRecord(path: path, reason: $0)
    }
    guard let found else { return nil }
    try check(path, revision: found.revision, seed: found.seed, levels: found.levels)
    guard found.checkpoint == run.digest, found.reached.count == levels.factorial.count else {
      throw ComparisonError.otherRecord(path: path, what: "another network")
    }
    return found
  }

  /// - Throws: ``ComparisonError/otherRecord(path:what:)``.
  func check(
    _ path: String, revision: Int, seed: UInt64, levels: String
  ) throws(ComparisonError) {
    guard revision == RunMeasurement.currentRevision else {
      throw .otherRecord(
        path: path,
        what: "revision \(revision) of the tests, not \(RunMeasurement.currentRevision)")
    }
    guard seed == self.seed, levels == RunMeasurement.digest(self.levels) else {
      throw .otherRecord(path: path, what: "other levels (--count, --level-seed)")
    }
  }
}
