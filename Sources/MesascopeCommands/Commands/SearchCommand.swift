internal import Agents
internal import ArgumentParser
internal import Experiments
internal import Figures
internal import Storage

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract:
      "Tests of search, one by one: is a plan there, does thinking refine it, does it spread.",
    discussion: """
      T1: can the best move be read at every square, beyond what the picture alone gives? T2: does \
      that get better from tick to tick? T3: when the goal or a wall is changed, does the change \
      spread along the corridors of the maze, or straight through walls as it does in any \
      convolutional network? Beside them an audit of the input: does any plane but walls, agent \
      and things give the plan away? Every test is held against untrained networks of the same \
      shape. Given a run, T1 is also followed over its checkpoints.

      There is no overall verdict: the tests of necessity and of steering that a verdict needs are \
      not there yet.

      Examples:
        mesascope search --checkpoint Output/demo/runs/red-door
        mesascope search --checkpoint vin-8.safetensors \\
          --levels mazes-8.safetensors
        mesascope search --checkpoint vin-8.safetensors --side 8
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

  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    try results.withFolder("search", network) { try study(network, in: $0) }
  }

  private func study(_ network: LoadedCheckpoint, in folder: String) throws {
    let (set, source) = try levels.load(for: network)
    var settings = SearchSettings()
    settings.seed = levels.levelSeed
    settings.site = site
    if case .these(let chosen) = ticks {
      settings.ticks = chosen
      settings.thinking = max(network.agent.defaultTicks, chosen.max() ?? 0)
    }
    let interruption = Interruption.onSignals()
    let printer = ProgressPrinter(isSilent: results.json)
    var findings: [Finding] = []
    do {
      findings = try SearchStudy(try network.subject(), on: set, settings: settings)
        .run(progress: printer.handler, interruption: interruption).findings
      if Folder.isFolder(checkpoint.checkpoint) {
        findings.append(
          try RunStudy(checkpoint.checkpoint).emergence(
            on: set, settings: settings, progress: printer.handler, interruption: interruption))
      }
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
    printer.finish()
    let note = network.agent.firstStepNote
    try StudyOutcome(
      findings.map { $0.noting(note) }, network: network, levels: (set, source), note: note,
      folder: folder,
      title: "Evidence of search, test by test",
      lead: [
        "Tests of search on one network, each with its controls. They are evidence and no verdict: "
          + "nothing here says whether the network needs what was found."
      ]
    ).print(json: results.json)
    if levels.levels != nil, set.meanHardness < settings.minimumHardness, !results.json {
      let fresh = network.environment == nil ? "--side \(set.rows) in place of" : "without"
      Console.print(
        "\nThese levels are too easy to tell a search from a picture. For fresh hard ones: \(fresh) "
          + "--levels.")
    }
  }
}
