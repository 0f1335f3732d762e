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
  ///   ``CommandFailure/otherRun(path:option:)`` for a folder that holds another run.
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
    let printer = ProgressPrinter()
    var isFound = false
    let outcome = try TrainedRun(configuration: configuration, path: path).train(
      progress: printer.handler, interruption: interruption
    ) { origin in
      switch origin {
      case .found:
        isFound = true
        Console.print(
          "\(name): found in \(path), finished, of the same configuration; used again.")
      case .resumed(let update):
        Console.print("\(name): found in \(path); going on at update \(update).")
      case .made: break
      }
    }
    printer.finish()
    if case .interrupted(let step) = outcome {
      throw CommandFailure.interrupted(
        resume: "Stopped at update \(step) of \(name); everything is saved. Run the same command "
          + "again to go on.")
    }
    guard !isFound else { return }
    let summary = try RunSummary(try RunFolder(path: path))
    Console.print(
      "\(name): trained for \(configuration.updates) updates; optimal in "
        + "\(NumberFormat.percent(summary.optimal ?? .nan)) of held-out states.")
  }
}
