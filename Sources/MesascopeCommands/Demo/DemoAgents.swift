internal import Storage
internal import Training

/// The two trained agents of the demo, trained now or found from before.
struct DemoAgents: Sendable {
  /// One agent.
  struct Entry: Sendable {
    let name: String
    let run: RunStudy
    let network: LoadedCheckpoint
  }

  let entries: [Entry]

  /// Trains what is not there yet.
  ///
  /// - Throws: ``CommandFailure/interrupted(resume:)`` with everything saved, and
  ///   ``CommandFailure/otherRun(path:)`` for a folder that holds another run.
  init(_ plan: DemoPlan, in folder: String, interruption: Interruption) throws {
    var entries: [Entry] = []
    for configuration in plan.trainings {
      let path = Path.join(Path.join(folder, "runs"), configuration.name)
      try Self.train(configuration, in: path, interruption: interruption)
      let run = try RunStudy(path)
      try run.run.checkSeries()
      entries.append(
        Entry(name: configuration.name, run: run, network: try LoadedCheckpoint(path)))
    }
    self.entries = entries
  }

  private static func train(
    _ configuration: RunConfiguration, in path: String, interruption: Interruption
  ) throws {
    let name = "'\(configuration.name)'"
    var session: TrainingSession
    if Folder.exists(Path.join(path, "run.yaml")) {
      let run = try RunFolder(path: path)
      guard try run.configuration() == configuration.yaml else {
        throw CommandFailure.otherRun(path: path)
      }
      if try run.steps().last == configuration.updates {
        Console.print("\(name): found in \(path), finished, of the same configuration; used again.")
        return
      }
      session = try TrainingSession(resuming: path)
      Console.print("\(name): found in \(path); going on at update \(session.update).")
    } else {
      session = try TrainingSession(creating: path, configuration)
    }
    let printer = ProgressPrinter()
    let outcome = try session.train(progress: printer.handler, interruption: interruption)
    printer.finish()
    if case .interrupted(let step) = outcome {
      throw CommandFailure.interrupted(
        resume: "Stopped at update \(step) of \(name); everything is saved. Run the same command "
          + "again to go on.")
    }
    let summary = try RunSummary(session.run)
    Console.print(
      "\(name): trained for \(configuration.updates) updates; optimal in "
        + "\(NumberFormat.percent(summary.optimal ?? .nan)) of held-out states.")
  }
}
