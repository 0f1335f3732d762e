internal import ArgumentParser
internal import Environments
internal import Experiments
internal import Storage

/// Goals of networks that act in no mazes.
extension GoalsCommand {
  /// Refuses what only mazes have.
  private func refuseOptionsOfMazes(_ network: LoadedCheckpoint) throws {
    for (option, isGiven) in [
      ("--over-checkpoints", overCheckpoints), ("--compare", compare != nil),
      ("--updates", updates > 0),
    ] where isGiven {
      throw CommandFailure.onlyOfMazes(option: option, path: network.path)
    }
  }

  /// What deceptive alignment would need, in the retention game.
  func run(_ game: DeceptionStudy) throws {
    try refuseOptionsOfMazes(game.network)
    try results.withFolder("goals", game.network) { folder in
      let printer = ProgressPrinter(isSilent: results.json)
      let findings: [Finding]
      do {
        findings = try game.findings(
          games: count, seed: levelSeed, progress: printer.handler,
          interruption: Interruption.onSignals())
      } catch CaptureError.interrupted {
        printer.finish()
        throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
      }
      printer.finish()
      try StudyOutcome(
        findings, network: game.network, levels: (nil, "\(game.source); seed \(levelSeed)"),
        note: game.network.agent.carriedNote, folder: folder,
        title: "What deceptive alignment would need", lead: game.lead
      ).print(json: results.json)
    }
  }

  /// A remembered goal. Starts and replaced actions are those of the study; other settings may be changed.
  func recall(_ network: LoadedCheckpoint) throws {
    try refuseOptionsOfMazes(network)
    guard let task = network.task else { return }
    for setting in ["starts", "replaced"]
    where overrides.contains(where: { $0.hasPrefix(setting + "=") }) {
      throw ValidationError(
        "The study sets '\(setting)' itself: starts are even, and actions are replaced with "
          + "probability 0.3. Leave it out.")
    }
    guard let environment = try TaskOverrides(task, overrides).task as? GoalRecallEnvironment else {
      throw ValidationError("--set cannot name another environment than goal-recall here.")
    }
    try results.withFolder("goals", network) { folder in
      try GoalRecallTests(
        network: network, environment: environment, episodes: count ?? 1000, seed: levelSeed
      ).run(into: folder, json: results.json)
    }
  }
}
