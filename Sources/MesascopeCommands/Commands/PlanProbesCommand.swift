internal import Agents
internal import ArgumentParser
internal import Experiments
internal import Figures
internal import Statistics
internal import Storage
internal import Training

struct PlanProbesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan-probes",
    abstract:
      "What an agent will do at each square, read by layer and tick, over ticks, and written.",
    discussion: """
      The analysis of Bush et al., Interpreting emergent planning in model-free reinforcement \
      learning (2025), made there of a DRC that plays Sokoban. The agent plays held-out levels. At \
      every square linear probes of 1x1 and 3x3 squares read the direction from which the agent will \
      next enter it and, in Sokoban, the direction of the next push of a box off it; in mazes also \
      what the agent would do there. Scores are macro-F1 with intervals over levels, beside the same \
      probes on the observation and on untrained networks. Then: does the plan get better with \
      further ticks on a first observation? Does the agent go where the probe's directions are \
      written, beyond random directions of the same length? Given a run: when did it appear?

      Examples:
        mesascope plan-probes --checkpoint Output/sokoban-small
        mesascope plan-probes --checkpoint Output/red-door-drc --count 120
      """)

  @OptionGroup var checkpoint: CheckpointOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "How many levels are played; a third is kept to report on. (default: 300)", valueName: "n"),
    transform: WholeNumber.within(12...100_000))
  var count: Int = 300

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Ticks more than its own that the network thinks about a first observation. (default: 15)",
      valueName: "n"), transform: WholeNumber.within(1...1000))
  var extraTicks: Int = 15

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The checkpoints of a run that are followed; 0 for none. (default: 6)", valueName: "n"),
    transform: WholeNumber.within(0...10_000))
  var checkpoints: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed of levels, routes and nulls. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var levelSeed: UInt64 = 1

  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(12...100_000).contains(count) {
      throw ValidationError("--count is \(count); it must be 12 to 100000.")
    }
    if !(1...1000).contains(extraTicks) {
      throw ValidationError("--extra-ticks is \(extraTicks); it must be 1 to 1000.")
    }
    if let checkpoints, checkpoints != 0, !(2...10_000).contains(checkpoints) {
      throw ValidationError(
        "--checkpoints is \(checkpoints); it must be 2 to 10000, or 0 to leave them out.")
    }
  }

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    guard Folder.isFolder(checkpoint.checkpoint) || checkpoints == nil else {
      throw CommandFailure.needsRun(path: checkpoint.checkpoint)
    }
    try results.withFolder("plan-probes", network) { try study(network, in: $0) }
  }

  private var settings: PlanProbeSettings {
    var settings = PlanProbeSettings()
    settings.reportLevels = count / 3
    settings.fitLevels = count - count / 3
    settings.extraTicks = extraTicks
    settings.seed = levelSeed
    return settings
  }

  private func study(_ network: LoadedCheckpoint, in folder: String) throws {
    guard let task = network.task else {
      throw CommandFailure.namesNoTask(path: network.path)
    }
    let interruption = Interruption.onSignals()
    let printer = ProgressPrinter(isSilent: results.json)
    var identity = EvidenceSubject(
      run: network.runName, checkpoint: network.digest, step: network.checkpoint.step,
      version: Version.text)
    identity.levels = "seed \(levelSeed)"
    let probes: PlanProbes
    var findings: [Finding] = []
    do {
      probes = try PlanProbes(
        network.agent, in: task, identity: identity, settings: settings,
        progress: printer.handler, interruption: interruption)
      findings = probes.findings
      let limit = checkpoints ?? 6
      if limit > 0, Folder.isFolder(checkpoint.checkpoint) {
        let run = try RunStudy(checkpoint.checkpoint)
        findings.append(
          try PlanProbesOverCheckpoints(
            run.sources(atMost: limit), in: task, settings: settings, progress: printer.handler,
            interruption: interruption
          ).finding(identity))
      }
      findings += try steering(network, printer, interruption)
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
    printer.finish()
    let note = network.agent.carriedNote
    let summary = PlanProbeSummary(probes)
    try StudyOutcome(
      findings.map { $0.noting(note) }, network: network,
      levels: (
        nil, "\(count) fresh held-out levels of the checkpoint's environment, seed \(levelSeed)"
      ), note: note, folder: folder, title: "What will the agent do at each square?",
      lead: [
        "Probes of an agent's future at every square, by layer and tick, after Bush et al. (2025). "
          + "A plan that can be read is not yet one that is used."
      ]
    ).print(json: results.json, summary: nil, extra: [.init("plan_probes", summary.json)])
    if !results.json { Console.print("\n" + summary.text) }
  }

  /// T5, whose routes lead to the goal, for networks that see each state of a maze anew.
  private func steering(
    _ network: LoadedCheckpoint, _ printer: ProgressPrinter, _ interruption: Interruption
  ) throws -> [Finding] {
    guard let environment = network.environment, network.agent.architecture.memory.isEmpty else {
      return []
    }
    guard !interruption.isRequested() else { throw CaptureError.interrupted }
    printer.show(
      Progress(stage: "steering to the goal", completed: 0, total: 1, unit: "parts", detail: "T5"))
    return [
      try PlanSteering.alone(
        network.subject(), in: environment, fit: settings.fitLevels,
        report: settings.reportLevels, draws: settings.steeringDraws, seed: levelSeed)
    ]
  }
}
