package import Agents
internal import LinearAlgebra
package import Storage
internal import Synchronization

extension RunMeasurements {
  /// Where the checkpoints of a run are.
  package struct Source: Sendable {
    package let steps: [Int]
    package let agent: @Sendable (Int) throws -> Agent

    package init(steps: [Int], agent: @escaping @Sendable (Int) throws -> Agent) {
      self.steps = steps
      self.agent = agent
    }
  }

  /// The courses in the order of the runs, a file each, gone on from as measurements are.
  ///
  /// - Parameter sources: one a run.
  /// - Throws: ``CaptureError/interrupted`` after the files so far are whole, and what a run is refused
  ///   for.
  package func courses(
    _ runs: [ComparedRun], _ sources: [Source], progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> [RunCourse] {
    try Folder.create(folder)
    let done = Mutex(0)
    return try Parallel.tryMap(runs.count) { index in
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let (run, source) = (runs[index], sources[index])
      let path = Path.join(folder, "course-" + Path.name(of: path(run)))
      let known = try RecordFile.read(RunCourse.self, at: path) {
        ComparisonError.badRecord(path: path, reason: $0)
      }
      if let known {
        try check(path, revision: known.revision, seed: known.seed, levels: known.levels)
      }
      var course = known.flatMap { $0.points.map(\.step) == source.steps ? $0 : nil }
      if course == nil {
        let made = try RunCourse(
          of: run, steps: source.steps, agent: source.agent, on: levels, seed: seed,
          interruption: interruption)
        try RecordFile.write(made, to: path)
        course = made
      }
      done.withLock { done in
        done += 1
        progress(
          Progress(
            stage: "following runs", completed: done, total: runs.count, unit: "runs",
            detail: run.name))
      }
      return course
    }.compactMap { $0 }
  }
}
