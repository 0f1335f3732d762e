internal import ArgumentParser
internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Training

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "What runs have in common: behaviour, goals and codes over seeds and trainings.",
    discussion: """
      Runs of the red-door mazes are measured on the same levels, each through its own encoding, and \
      grouped by what they were trained on: what each choice follows (a forest plot), what is gone for \
      where doors are not red, which concept decides inside, how alike the codes of things are, and \
      whether a run's probe for doors or red things reads the others. Intervals of a group are over its \
      runs, of which it takes five, and eight to be more than a case study.

      With --preset the runs are trained first, where they are not there yet: over --seeds, with \
      settings that take several values (--vary). Ctrl-C saves, and the same command goes on.

      Examples:
        mesascope compare Output/runs/red-door-seed-*
        mesascope compare --preset red-door --seeds 1...8
        mesascope compare --preset red-door --seeds 1...8 \\
          --vary environment.encoding=mixed:0,separate
        mesascope compare --preset red-door --seeds 1...8 \\
          --vary environment.decorrelated=0,0.05,0.5
      """)

  @Argument(
    help: ArgumentHelp("Runs, or checkpoints.", valueName: "path"), completion: .file())
  var paths: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A configuration to train, 'mesascope list presets'; may be repeated.", valueName: "name"),
    completion: .list(Presets.entries.map(\.name)))
  var preset: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("The seeds of the trainings, as in 1...8.", valueName: "seeds"),
    transform: SeedList.read)
  var seeds: SeedList?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Changes a setting of all trainings. May be repeated.", valueName: "section.key=value"))
  var overrides: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Trains with each of several values of a setting. May be repeated, which crosses them.",
      valueName: "section.key=value,value"), transform: Variation.read)
  var vary: [Variation] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Updates of each training.", valueName: "n"),
    transform: WholeNumber.within(1...100_000_000))
  var updates: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The folder of the trainings; runs that are there are used again. (default: Output/runs)",
      valueName: "folder"), completion: .directory)
  var runs: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("How many mazes with two things are played. (default: 864)", valueName: "n"),
    transform: WholeNumber.within(36...100_000))
  var count: Int = 864

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed of fresh levels and nulls. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var levelSeed: UInt64 = 1

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      """
      Follow what is reached over as many checkpoints of every run, and what its choices go by. \
      (default: 0)
      """, valueName: "n"),
    transform: WholeNumber.within(0...1000))
  var checkpoints: Int = 0

  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(36...100_000).contains(count) {
      throw ValidationError("--count is \(count); it must be 36 to 100000.")
    }
    if checkpoints != 0, !(3...1000).contains(checkpoints) {
      throw ValidationError("--checkpoints is \(checkpoints); it must be 0, or 3 to 1000.")
    }
    if let updates, updates < 1 {
      throw ValidationError("--updates is \(updates); it must be 1 to 100000000.")
    }
    if preset.isEmpty {
      for (name, isGiven) in [
        ("--seeds", seeds != nil), ("--set", !overrides.isEmpty), ("--vary", !vary.isEmpty),
        ("--updates", updates != nil), ("--runs", runs != nil),
      ] where isGiven {
        throw ValidationError("\(name) is about trainings; say what to train with --preset.")
      }
      if paths.count < 2 {
        throw ValidationError("Name two or more runs, or what to train with --preset and --seeds.")
      }
    } else if seeds == nil {
      throw ValidationError("--preset needs --seeds, as in --seeds 1...8.")
    }
  }

  func run() throws {
    threads.apply()
    let plan = try RunPlan(
      presets: preset, seeds: seeds?.seeds ?? [], overrides: overrides, variations: vary,
      updates: updates, in: runs ?? Path.join("Output", "runs"))
    let all = paths + plan.runs.map(\.path)
    let interruption = Interruption.onSignals()
    let printer = ProgressPrinter(isSilent: results.json, announcesTime: true)
    do {
      // What is named is read before anything is trained: mistakes come first.
      let named = try ComparisonSubjects(paths).runs
      try ComparedRun.checkMazes(named.map { ($0.name, $0.environment) } + plan.environments)
      if checkpoints > 0, let lone = paths.first(where: { !Folder.isFolder($0) }) {
        throw CommandFailure.needsRun(path: lone)
      }
      let clock = ContinuousClock.now
      let trained = try plan.train(progress: printer.handler, interruption: interruption)
      printer.finish()
      if !plan.runs.isEmpty, !results.json {
        let seconds = ProgressPrinter.seconds(ContinuousClock.now - clock)
        Console.print(
          "\(trained.made) of \(plan.runs.count) runs trained"
            + (trained.made > 0
              ? " in \(Storage.Progress.durationText(seconds))." : "; all were there."))
      }
      let subjects = try ComparisonSubjects(all)
      try ComparedRun.check(subjects.runs)
      let sources = checkpoints > 0 ? try all.map { try source($0) } : []
      try results.withFolder(
        "compare", named: name(subjects), goingOnFrom: RunMeasurements.folderName
      ) { folder in
        try compare(subjects, sources, in: folder, printer: printer, interruption: interruption)
      }
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(
        resume: "Stopped; what was trained and measured is kept, and the same command goes on.")
    }
  }

  /// What the folder of results is called.
  private func name(_ subjects: ComparisonSubjects) -> String {
    guard preset.isEmpty else { return preset.joined(separator: "-") }
    return "\(subjects.runs[0].name)-and-\(subjects.runs.count - 1)"
  }

  /// The checkpoints of a run.
  private func source(_ path: String) throws -> RunMeasurements.Source {
    let study = try RunStudy(path)
    let run = study.run
    return RunMeasurements.Source(
      steps: study.steps,
      agent: { try run.checkpoint(step: $0).makeAgent() })
  }

  private func compare(
    _ subjects: ComparisonSubjects, _ sources: [RunMeasurements.Source], in folder: String,
    printer: ProgressPrinter,
    interruption: Interruption
  ) throws {
    let random = RandomStream(seed: levelSeed).split("compare")
    let levels = try GoalLevels(
      subjects.runs[0].environment, factorial: count, train: max(50, count / 2),
      shift: max(50, count / 2), allowing: LevelSplit.isHeldOut, random: random.split("levels"))
    let study = RunMeasurements(
      on: levels, seed: levelSeed, folder: Path.join(folder, RunMeasurements.folderName))
    let measured = try study.all(
      subjects.runs, progress: printer.handler, interruption: interruption)
    let comparison = try RunComparison(subjects.runs, measured, on: levels, random: random)
    var findings = comparison.findings()
    if !sources.isEmpty {
      let thinned = sources.map {
        RunMeasurements.Source(steps: $0.steps.thinned(to: checkpoints), agent: $0.agent)
      }
      findings.append(
        comparison.courseFinding(
          try study.courses(
            subjects.runs, thinned, progress: printer.handler, interruption: interruption)))
      findings.append(
        comparison.goalCourseFinding(
          try study.goalCourses(
            subjects.runs, sources, progress: printer.handler, interruption: interruption)))
    }
    findings += try comparison.insideFindings(
      progress: printer.handler, interruption: interruption)
    printer.finish()
    let note = subjects.networks.lazy.compactMap(\.agent.carriedNote).first
    try ComparisonOutcome(
      findings.map { $0.noting(note) }, of: comparison, subjects,
      source:
        "\(levels.factorial.count) fresh held-out mazes with two things, \(levels.train.count) as "
        + "in training, \(levels.shift.count) shifted; seed \(levelSeed)", folder: folder
    ).print(json: results.json)
  }
}
