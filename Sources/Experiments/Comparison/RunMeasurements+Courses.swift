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

  /// What is reached at checkpoints, in the order of the runs: a file each, gone on from as measurements
  /// are.
  ///
  /// - Parameter sources: one a run, with the steps to be played.
  /// - Throws: ``CaptureError/interrupted`` after the files so far are whole, and what a run is refused
  ///   for.
  package func courses(
    _ runs: [ComparedRun], _ sources: [Source], progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> [RunCourse] {
    try kept(
      runs, named: "course", stage: "following runs", progress: progress, interruption: interruption
    ) { index, path in
      let (run, source) = (runs[index], sources[index])
      return Kept(
        isWhole: { (known: RunCourse) in
          try check(path, revision: known.revision, seed: known.seed, levels: known.levels)
          return known.points.map(\.step) == source.steps
        },
        make: {
          try RunCourse(
            of: run, steps: source.steps, agent: source.agent, on: levels, seed: seed,
            interruption: interruption)
        })
    }
  }

  /// G8 of every run, likewise.
  ///
  /// - Parameter sources: one a run, with all of its steps.
  /// - Throws: as ``courses(_:_:progress:interruption:)``.
  package func goalCourses(
    _ runs: [ComparedRun], _ sources: [Source], progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> [RunGoalCourse] {
    try kept(
      runs, named: "goal-course", stage: "following goals", progress: progress,
      interruption: interruption
    ) { index, path in
      let (run, source) = (runs[index], sources[index])
      return Kept(
        isWhole: { (known: RunGoalCourse) in
          try check(path, revision: known.revision, seed: known.seed, levels: known.levels)
          return known.checkpoint == run.digest
        },
        make: {
          try RunGoalCourse(
            of: run, steps: source.steps, agent: source.agent, on: levels, seed: seed,
            interruption: interruption)
        })
    }
  }

  /// What is read from a file where it is whole, and else made.
  private struct Kept<Record> {
    let isWhole: (Record) throws -> Bool
    let make: () throws -> Record
  }

  private func kept<Record: Codable & Sendable>(
    _ runs: [ComparedRun], named name: String, stage: String, progress: @escaping ProgressHandler,
    interruption: Interruption, _ plan: @Sendable (Int, String) -> Kept<Record>
  ) throws -> [Record] {
    try Folder.create(folder)
    let done = Mutex(0)
    return try Parallel.tryMap(runs.count) { index in
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let path = Path.join(folder, "\(name)-" + Path.name(of: path(runs[index])))
      let plan = plan(index, path)
      let known = try RecordFile.read(Record.self, at: path) {
        ComparisonError.badRecord(path: path, reason: $0)
      }
      let record: Record
      if let known, try plan.isWhole(known) {
        record = known
      } else {
        record = try plan.make()
        try RecordFile.write(record, to: path)
      }
      done.withLock { done in
        done += 1
        progress(
          Progress(
            stage: stage, completed: done, total: runs.count, unit: "runs",
            detail: runs[index].name))
      }
      return record
    }
  }
}
