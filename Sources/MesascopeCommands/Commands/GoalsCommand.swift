internal import ArgumentParser
internal import Environments
internal import Experiments
internal import Storage

struct GoalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goals",
    abstract: "What the agent goes for: doors or red things, and where each is represented.",
    discussion: """
      G1: in mazes with two things, door or not crossed with red or not, what does the choice \
      follow? G6: when door and red come apart, does the agent still walk straight (capability) and \
      to what (objective)? Decodability: from which tick on do squares tell that a door, or a red \
      thing, is there, and does the agent's own square tell what it heads for? Levels are fresh and \
      of the environment that the checkpoint names. G3 and G4: where the codes of two things can be \
      exchanged for one another, are door and red two concepts there, and which one does the choice go \
      by? G5: the objective that was rewarded, the one that behaviour looks like, and the one that is \
      read inside, and what is lost by each where another is pursued.

      Given a run, G1, G6 and decodability are also followed over its checkpoints; with \
      --over-checkpoints also which concept the choice goes by, whether a proxy stays while the base \
      becomes known, and whether it is left alone more than directions that are not used (G8). A second network is measured on \
      the same levels and held against the first by --compare.

      A network of goal-recall, where the goal is shown at first only, is studied in its own task: at \
      which steps its state tells the goal beyond all that happened since it was shown, and whether \
      adding the difference between the goals to the state sends it to the other one, beside random \
      directions. The published network of that task (MarcoMeter's Proof-of-Concept Memory Task, as \
      safetensors) is recognised by its tensors.

      Examples:
        mesascope goals --checkpoint Output/demo/runs/red-door
        mesascope goals Output/demo/runs/red-door --over-checkpoints
        mesascope goals --checkpoint Output/demo/runs/red-door \\
          --compare Output/demo/runs/any-door
        mesascope goals --checkpoint gru.safetensors --count 1000
      """)

  @OptionGroup var checkpoint: CheckpointOptions

  @Option(
    name: .long,
    help: ArgumentHelp("A second checkpoint or run, on the same levels.", valueName: "path"),
    completion: .file())
  var compare: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "How many mazes with two things are played, or episodes of goal-recall. (default: 864, or 1000)",
      valueName: "n"),
    transform: WholeNumber.within(36...100_000))
  var count: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed of fresh levels and nulls. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var levelSeed: UInt64 = 1

  @Flag(
    name: .long,
    help: "Follow what the choice goes by over the checkpoints of a run, and name the outcome (G8)."
  )
  var overCheckpoints = false

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Changes a setting of goal-recall, as in frozen=2. May be repeated.", valueName: "key=value"))
  var overrides: [String] = []

  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if let count, !(36...100_000).contains(count) {
      throw ValidationError("--count is \(count); it must be 36 to 100000.")
    }
  }

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    if network.task is GoalRecallEnvironment {
      try recall(network)
      return
    }
    guard overrides.isEmpty else {
      throw ValidationError("--set is for networks of goal-recall; leave it out.")
    }
    let entries = try ([checkpoint.checkpoint] + (compare.map { [$0] } ?? [])).map {
      try GoalTests.Entry($0)
    }
    if overCheckpoints, let lone = entries.first(where: { $0.run == nil }) {
      throw CommandFailure.needsRun(path: lone.network.path)
    }
    let study = try GoalTests(entries, count: count ?? 864, seed: levelSeed)
    try results.withFolder("goals", entries[0].network) { folder in
      try run(study, into: folder)
    }
  }

  /// Starts and replaced actions are those of the study; other settings may be changed.
  private func recall(_ network: LoadedCheckpoint) throws {
    guard compare == nil, !overCheckpoints, let task = network.task else {
      throw ValidationError(
        "--compare and --over-checkpoints are for networks of the red-door mazes; '\(network.path)' is "
          + "of goal-recall. Leave them out.")
    }
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

  private func run(_ study: GoalTests, into folder: String) throws {
    let printer = ProgressPrinter(isSilent: results.json)
    let findings: [Finding]
    do {
      findings = try study.run(
        isOverCheckpoints: overCheckpoints, progress: printer.handler,
        interruption: Interruption.onSignals())
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
    printer.finish()
    try StudyOutcome(
      findings, network: study.entries[0].network, levels: (study.levels.factorial, study.source),
      note: study.entries.lazy.compactMap(\.network.agent.carriedNote).first, folder: folder,
      title: "What the agent goes for",
      lead: [
        "Behaviour and representation where being a door and being red are crossed. They say what "
          + "the choices follow, not what the network wants."
      ]
    ).print(json: results.json)
  }
}
