import Environments
package import Storage

/// A training with its run folder: checkpoints on the schedule, metrics, times, progress, and a
/// stop that loses nothing.
package struct TrainingSession {
  /// How a session ended.
  package enum Outcome: Sendable, Equatable {
    case finished
    /// Stopped on request at a step whose checkpoint was saved.
    case interrupted(step: Int)
  }

  package let run: RunFolder
  package let configuration: RunConfiguration
  private var trainer: any Trainer
  /// Kept for as long as the session lives.
  private let lock: RunLock
  private let schedule: [Int]
  private let metrics: MetricsLog
  private let times: TimesLog
  /// The step of a checkpoint that a stop left off the schedule.
  private var leftover: Int?

  /// Begins a run in a folder that holds none.
  package init(creating path: String, _ configuration: RunConfiguration) throws {
    let trainer = try configuration.makeTrainer()
    let (run, lock) = try RunFolder.createLocked(at: path, configuration: configuration.yaml)
    try self.init(run, lock, configuration, trainer, from: nil)
  }

  /// Takes up the run in a folder from its last checkpoint.
  ///
  /// A run that was stopped before its first checkpoint begins anew.
  ///
  /// - Throws: when the folder holds no run, or its last checkpoint cannot be continued under its
  ///   `run.yaml`.
  package init(resuming path: String) throws {
    let run = try RunFolder(path: path)
    let configuration = try RunConfiguration(yaml: try run.configuration())
    let lock = try run.lock()
    try run.prepareForResume()
    let last = try run.steps().last
    let trainer: any Trainer
    if let last {
      let checkpoint = try run.checkpoint(step: last)
      try configuration.check(checkpoint, path: run.checkpointPath(step: last))
      trainer = try configuration.makeTrainer(resuming: checkpoint)
    } else {
      trainer = try configuration.makeTrainer()
    }
    try self.init(run, lock, configuration, trainer, from: last)
  }

  private init(
    _ run: RunFolder, _ lock: RunLock, _ configuration: RunConfiguration,
    _ trainer: any Trainer, from step: Int?
  ) throws {
    self.run = run
    self.lock = lock
    self.configuration = configuration
    self.trainer = trainer
    schedule = CheckpointSchedule.steps(stages: configuration.stages)
    // A row stands for a checkpoint on the schedule; -1 keeps none.
    times = try run.appendTimes(after: step ?? -1)
    metrics = try run.appendMetrics(columns: trainer.columns + ["flops"], after: step ?? -1)
    try takeLeftovers(from: step)
    if step == nil { try record() }
  }

  /// Finds what a stop left off the schedule: the last checkpoint goes when the next one is there,
  /// and one before it, which a kill kept from going, goes now.
  ///
  /// A checkpoint with a row in the metrics stays, whatever the schedule says: the budget may have
  /// been changed since.
  private mutating func takeLeftovers(from last: Int?) throws {
    guard let last else { return }
    let rows = Set(try run.metrics().rows.compactMap { $0.first.flatMap { Int($0) } })
    for step in try run.steps() where !schedule.contains(step) && !rows.contains(step) {
      if step == last { leftover = step } else { try run.removeCheckpoint(step: step) }
    }
  }

  /// Updates made so far.
  package var update: Int { trainer.update }

  /// Trains until the budget is used up or a stop is asked for.
  package mutating func train(
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws -> Outcome {
    let total = configuration.updates
    var detail = ""
    while !trainer.isDone {
      if interruption.isRequested() {
        try saveOffSchedule()
        return .interrupted(step: trainer.update)
      }
      try trainer.advance()
      if schedule.contains(trainer.update) { detail = try record() }
      progress(
        Progress(
          stage: "training \(configuration.name)", completed: trainer.update, total: total,
          unit: "updates", detail: detail))
    }
    return .finished
  }

  /// Evaluates, appends a row and saves a checkpoint; returns a line about the row.
  @discardableResult
  private mutating func record() throws -> String {
    let measurement = try trainer.measure()
    try metrics.append(
      step: trainer.update, measurement.values + [Double(trainer.operations)])
    try times.append(step: trainer.update)
    try metrics.synchronize()
    _ = try run.write(trainer.checkpoint)
    try removeLeftover()
    return measurement.summary
  }

  /// Saves between two steps of the schedule; the checkpoint goes when the next one is there, so
  /// that the folder ends as it would have without the stop.
  private mutating func saveOffSchedule() throws {
    guard !schedule.contains(trainer.update), leftover != trainer.update else { return }
    try times.append(step: trainer.update)
    _ = try run.write(trainer.checkpoint)
    try removeLeftover()
    leftover = trainer.update
  }

  private mutating func removeLeftover() throws {
    guard let step = leftover else { return }
    try run.removeCheckpoint(step: step)
    leftover = nil
  }
}
