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
      read inside, and what is lost by each where another is pursued. G7: whether ways or goal are made up \
      first. G10: how long base and proxy are in \
      the code of things, by themselves and given each other. With --updates, G9: whether a step of \
      training that tells them apart would change what is known or what it points to.

      Given a run, G1, G6 and decodability are also followed over its checkpoints; with \
      --over-checkpoints also which concept the choice goes by, whether a proxy stays while the base \
      becomes known, and whether it is left alone more than directions that are not used (G8). A second network is measured on \
      the same levels and held against the first by --compare.

      Of a network that plays the retention game it is asked, row by row, what deceptive alignment would \
      need: that it tells the base from the proxy, does not go by the base once deployed, follows in \
      training what comes after it, goes wherever the proxy's code is, and holds the proxy worth something \
      while it takes the base.

      A network of goal-recall, where the goal is shown at first only, is studied in its own task: at \
      which steps its state tells the goal beyond all that happened since it was shown, and whether \
      adding the difference between the goals to the state sends it to the other one, beside random \
      directions. The published network of that task (MarcoMeter's Proof-of-Concept Memory Task, as \
      safetensors) is recognised by its tensors.

      Examples:
        mesascope goals --checkpoint Output/demo/runs/red-door
        mesascope goals Output/demo/runs/red-door --over-checkpoints
        mesascope goals --checkpoint Output/demo/runs/red-door --updates 200
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
      "Mazes with two things, games of retention, or episodes of goal-recall. (default: 864, "
        + "2000, 1000)", valueName: "n"),
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
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Take small updates on so many batches that tell base and proxy apart, and say where they go "
        + "(G9). (default: 0)", valueName: "n"), transform: WholeNumber.within(0...10_000))
  var updates: Int = 0

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
    guard (0...10_000).contains(updates) else {
      throw ValidationError("--updates is \(updates); it must be 0 to 10000.")
    }
  }

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    if network.task is GoalRecallEnvironment { return try recall(network) }
    guard overrides.isEmpty else {
      throw ValidationError("--set is for networks of goal-recall; leave it out.")
    }
    if let game = DeceptionStudy(network) { return try run(game) }
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

  private func run(_ study: GoalTests, into folder: String) throws {
    let printer = ProgressPrinter(isSilent: results.json)
    let outcome: GoalTests.Outcome
    do {
      outcome = try study.run(
        isOverCheckpoints: overCheckpoints, updates: updates, progress: printer.handler,
        interruption: Interruption.onSignals())
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
    printer.finish()
    try StudyOutcome(
      outcome.findings, network: study.entries[0].network,
      levels: (study.levels.factorial, study.source),
      note: study.entries.lazy.compactMap(\.network.agent.carriedNote).first, folder: folder,
      title: "What the agent goes for",
      lead: [
        "Behaviour and representation where being a door and being red are crossed. They say what "
          + "the choices follow, not what the network wants."
      ], answers: outcome.answers
    ).print(json: results.json)
  }
}
