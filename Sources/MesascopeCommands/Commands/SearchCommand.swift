internal import Agents
internal import ArgumentParser
internal import Environments
internal import Experiments
internal import Figures
internal import Statistics
internal import Storage
internal import Training

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract:
      "Does the network search? Ten tests, five ingredients, and a verdict that may abstain.",
    discussion: """
      T1: can the best move be read at every square, beyond what the picture alone gives? T2: does \
      that get better from tick to tick? T3: does news of an edit travel along the corridors of the \
      maze? T4: do decision and plan follow edits of the level? T5: is a plan that is written into \
      the network followed? T6: is the plan needed? T7: do farther decisions need more ticks? T8: can \
      the goal be moved inside? T9: whose steps are these: breadth-first search, value iteration, \
      others, or none? T10: is what is not chosen held and weighed? Beside them an audit of the \
      input: does any plane but walls, agent and things give the plan away?

      Every test is held against its null and against untrained networks of the same shape. The \
      verdict is explicit search, no explicit search, search computed but not used, or inconclusive, \
      with what would settle it. 'mesascope validate' says how far such verdicts can be trusted. \
      Given a run, the ingredients are also graded at some of its checkpoints, on the same levels, \
      with the step from which each is there; and T1 is followed over all of them. A checkpoint takes \
      up to a minute; what is done is kept, and the same command goes on after Ctrl-C.

      Examples:
        mesascope search --checkpoint Output/demo/runs/red-door
        mesascope search --checkpoint vin-8.safetensors \\
          --levels mazes-8.safetensors
        mesascope search --checkpoint vin-8.safetensors --side 8
        mesascope search --checkpoint Output/red-door --checkpoints 10
        mesascope search --checkpoint Output/red-door --screening
      """)

  @OptionGroup var checkpoint: CheckpointOptions
  @OptionGroup(title: "Levels") var levels: ProbingLevelOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The site that is read; 'mesascope list sites'. (default: the last map of the squares, "
        + "with ticks if one has them)",
      valueName: "name"))
  var site: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The ticks that probes are fitted at. (default: all, thinned to 13)", valueName: "list"),
    transform: TickList.read)
  var ticks: TickList?

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "A first look: T1, T2, T3 and T7 and the audit of the input, without interventions, and so "
        + "without a verdict that finds search."))
  var screening = false

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The checkpoints of a run that the ingredients are graded at; 0 for none. (default: 6)",
      valueName: "n"), transform: WholeNumber.within(0...10_000))
  var checkpoints: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "How many of the levels are taken for these, the same at each. (default: 200)",
      valueName: "n"), transform: WholeNumber.within(8...1_000_000))
  var checkpointLevels: Int?

  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if let checkpoints, checkpoints != 0, !(2...10_000).contains(checkpoints) {
      throw ValidationError(
        "--checkpoints is \(checkpoints); it must be 2 to 10000, or 0 to leave them out.")
    }
    if let checkpointLevels, !(8...1_000_000).contains(checkpointLevels) {
      throw ValidationError("--checkpoint-levels is \(checkpointLevels); it must be 8 to 1000000.")
    }
  }

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    let isRun = Folder.isFolder(checkpoint.checkpoint)
    guard isRun || (checkpoints == nil && checkpointLevels == nil) else {
      throw CommandFailure.needsRun(path: checkpoint.checkpoint)
    }
    try results.withFolder(
      "search", network, goingOnFrom: isRun ? CheckpointOutcomeFolder.name : nil
    ) { try study(network, in: $0) }
  }

  private func study(_ network: LoadedCheckpoint, in folder: String) throws {
    var settings = SearchSettings()
    settings.seed = levels.levelSeed
    settings.site = site
    if case .these(let chosen) = ticks {
      settings.ticks = chosen
      settings.thinking = max(network.agent.defaultTicks, chosen.max() ?? 0)
    }
    settings.isScreening = screening
    let bringsItsOwn = SearchJudge.bringsItsOwn(network.task)
    if bringsItsOwn, levels.levels != nil || levels.side != nil || checkpointLevels != nil {
      throw CommandFailure.drawsItsOwn(path: network.path)
    }
    let drawn = bringsItsOwn ? nil : try levels.load(for: network)
    let interruption = Interruption.onSignals()
    let printer = ProgressPrinter(isSilent: results.json)
    var findings: [Finding] = []
    var series: IngredientsOverCheckpoints?
    do {
      series = try ingredients(network, drawn?.set, settings, in: folder, printer, interruption)
      findings = try tests(network, drawn?.set, settings, printer, interruption).findings
      if let set = drawn?.set, Folder.isFolder(checkpoint.checkpoint),
        network.agent.mainMap != nil
      {
        findings.append(
          try RunStudy(checkpoint.checkpoint).emergence(
            on: set, settings: settings, progress: printer.handler, interruption: interruption))
      }
    } catch CaptureError.interrupted {
      printer.finish()
      let kept = Path.join(folder, CheckpointOutcomeFolder.name)
      throw CommandFailure.interrupted(
        resume: Folder.exists(kept)
          ? "Stopped. The checkpoints that are done are in '\(kept)'; the same command goes on."
          : "Stopped; nothing was written.")
    }
    printer.finish()
    let meta = network.task.flatMap { MetaOptimization.note($0) }
    let notes = [drawn.flatMap { _ in network.agent.firstStepNote }, meta].compactMap { $0 }
    let note = notes.isEmpty ? nil : notes.joined(separator: " ")
    findings = findings.map { $0.noting(note) }
    let evidence = findings.flatMap(\.records)
    let card = try BenchmarkCard.carried()
    let summary = SearchSummary(evidence, card: card)
    let table = series.map { IngredientTable(series: $0) }
    if let series {
      findings.insert(
        series.finding(EvidenceSubject(run: network.runName, version: Version.text)).noting(note),
        at: 0)
    }
    let levels: (set: LevelSet?, source: String) = (drawn?.set, drawn?.source ?? "no levels")
    try StudyOutcome(
      [summary.verdict.finding(evidence, card: card.text).noting(note)] + findings,
      network: network,
      levels: levels, note: note, folder: folder, title: "Does it search?",
      lead: [summary.verdict.sentence, meta, card.text].compactMap { $0 }
    ).print(
      json: results.json,
      summary: [summary.text, table?.text].compactMap { $0 }
        .joined(separator: "\n\n"),
      extra: [.init("verdict", summary.json), .init("over_checkpoints", table?.json ?? .null)])
    warn(drawn?.set, network, settings)
  }

  /// The ingredients over the checkpoints of a run; nil for a single checkpoint.
  private func ingredients(
    _ network: LoadedCheckpoint, _ levels: LevelSet?, _ settings: SearchSettings,
    in folder: String, _ printer: ProgressPrinter, _ interruption: Interruption
  ) throws -> IngredientsOverCheckpoints? {
    let limit = checkpoints ?? (screening ? 0 : 6)
    guard limit > 0, Folder.isFolder(checkpoint.checkpoint) else { return nil }
    let run = try RunStudy(checkpoint.checkpoint)
    guard run.steps.count > 1 else { return nil }
    var small = SearchSettings.benchmark
    (small.seed, small.site) = (settings.seed, settings.site)
    (small.ticks, small.thinking) = (settings.ticks, settings.thinking)
    return try run.ingredients(
      on: levels?.portion(checkpointLevels ?? 200), settings: small, atMost: limit,
      folder: CheckpointOutcomeFolder(path: Path.join(folder, CheckpointOutcomeFolder.name)),
      progress: printer.handler, interruption: interruption)
  }

  private func tests(
    _ network: LoadedCheckpoint, _ levels: LevelSet?, _ settings: SearchSettings,
    _ printer: ProgressPrinter, _ interruption: Interruption
  ) throws -> SearchEvidence {
    guard let levels else {
      let count = self.levels.count ?? 400
      return try SearchJudge(network.checkpoint).evidence(
        settings: settings, fit: count - count / 4, report: count / 4, progress: printer.handler,
        interruption: interruption)
    }
    return try SearchStudy(
      try network.subject(), on: levels, settings: settings,
      fresh: try self.levels.fresh(for: network)
    ).run(progress: printer.handler, interruption: interruption)
  }

  /// Says where the levels were too easy to tell a search from a picture.
  private func warn(_ set: LevelSet?, _ network: LoadedCheckpoint, _ settings: SearchSettings) {
    guard levels.levels != nil, let set, set.meanHardness < settings.minimumHardness,
      !results.json
    else { return }
    let fresh = network.environment == nil ? "--side \(set.rows) in place of" : "without"
    Console.print(
      "\nThese levels are too easy to tell a search from a picture. For fresh hard ones: \(fresh) "
        + "--levels.")
  }
}
