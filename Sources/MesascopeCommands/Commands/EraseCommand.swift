internal import ArgumentParser
internal import Experiments
internal import Probing
internal import Statistics
internal import Storage
internal import Training

struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract:
      "Takes concepts out of activations, checks that they are gone, and says what else went.",
    discussion: """
      Each concept is erased by LEACE (the smallest linear edit after which no linear reader finds \
      it), fitted on some levels and checked on others. An erasure that fails its check is void. The \
      table says what fresh probes read of every concept after each erasure, beside the most that \
      the labels let be left: concepts that go together cannot be taken out one without the other.

      Examples:
        mesascope erase door-here red-here --checkpoint Output/demo/runs/red-door
        mesascope erase --activations acts.npz --labels goal --labels colour \\
          --groups episode.npy --site core --tick 3 \\
          --erased core-without-goal.safetensors
      """)

  @Argument(
    help: ArgumentHelp(
      "Concepts of a checkpoint's mazes: probes by id ('mesascope list probes') or file.",
      valueName: "probe"), completion: .file(extensions: ["yaml"]))
  var probe: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A checkpoint file, or the folder of a run (its last checkpoint is taken).",
      valueName: "path"), completion: .file())
  var checkpoint: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The site. (default: a checkpoint's last map of the squares, with ticks if one has them; "
        + "the only one of activations)",
      valueName: "name"))
  var site: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The tick. (default: the last)", valueName: "n"),
    transform: WholeNumber.within(0...10_000))
  var tick: Int?

  @Flag(
    name: .long,
    help: "Iterative nullspace projection in place of LEACE, for comparison: it takes out more.")
  var inlp = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the activations with the first concept erased to this safetensors file.",
      valueName: "file"), completion: .file())
  var erased: String?

  @OptionGroup(title: "Activations from elsewhere") var external: ExternalOptions
  @OptionGroup(title: "Levels") var levels: ProbingLevelOptions
  @OptionGroup var probes: ProbeFolderOptions
  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard (checkpoint == nil) != (external.activations == nil) else {
      throw ValidationError("Give either --checkpoint or --activations.")
    }
    if checkpoint != nil, probe.isEmpty {
      throw ValidationError(
        "Say which concepts are erased, such as door-here; 'mesascope list probes' names them.")
    }
    if let name = probe.first, checkpoint == nil {
      throw ValidationError(
        "'\(name)' is a concept of mazes; what is erased from --activations is given by --labels.")
    }
    if erased != nil, checkpoint != nil {
      throw ValidationError("--erased writes activations, and --checkpoint gives none.")
    }
    for (name, isGiven) in [
      ("--observation", external.observation != nil), ("--untrained", !external.untrained.isEmpty),
      ("--stream", external.stream),
    ] where isGiven {
      throw ValidationError("\(name) is for 'mesascope probe'; an erasure has no use for it.")
    }
    if let tick, tick < 0 { throw ValidationError("--tick is \(tick); it must be 0 or more.") }
  }

  func run() throws {
    threads.apply()
    if let path = external.activations {
      try eraseExternal(path)
    } else {
      try eraseNetwork(try LoadedCheckpoint(checkpoint ?? ""))
    }
  }

  private var study: ErasureStudy {
    var study = ErasureStudy()
    if inlp { study.method = IterativeNullspace() }
    return study
  }

  private func eraseNetwork(_ network: LoadedCheckpoint) throws {
    let definitions = try probes.definitions(probe)
    try results.withFolder("erase", network, leavesOnSignal: true) { folder in
      let (set, source) = try levels.load(for: network)
      var erasure = NetworkErasure(definitions, study: study, seed: levels.levelSeed)
      erasure.site = site
      erasure.tick = tick
      let finding = try erasure.run(network.subject(), on: set)
      let note = network.agent.firstStepNote
      try ErasureOutcome(
        finding, subject: network.heading(levels: source, note: note),
        facts: network.facts(levels: source), note: note,
        json: [.init("checkpoint", network.json)],
        folder: folder,
        provenance: CommandProvenance.make(checkpoint: network.digest, data: set.digest)
      ).print(json: results.json)
    }
  }

  private func eraseExternal(_ path: String) throws {
    let data = try external.load(path)
    var settings = ExternalSettings()
    settings.seed = external.seed
    settings.allowsRepeats = external.allowRepeats
    settings.sites = [site ?? "*"]
    settings.ticks = tick.map { .listed([$0]) } ?? .last
    try results.withFolder("erase", named: Path.stem(of: path), leavesOnSignal: true) { folder in
      let (place, finding) = try data.erasure(settings, study: study)
      let summary = "\(path): \(data.size)"
      let axes = try data.axes(settings)
      let outcome = try ErasureOutcome(
        finding, subject: ([summary] + AxesText.lines(axes)).joined(separator: "\n"),
        facts: [
          ("Activations", summary), ("Axes", axes.joined(separator: "; ")),
          ("Labels", external.labels.joined(separator: ", ")),
        ],
        json: [.init("activations", .string(path))], folder: folder,
        provenance: CommandProvenance.make(data: data.digest))
      if let erased, let first = finding.result.concepts.first {
        guard !first.isVoid else {
          throw CommandFailure.voidErasure(concept: first.name, why: first.status.reason ?? "")
        }
        try data.writeErased(place, by: first.eraser, name: first.name, to: erased)
      }
      try outcome.print(json: results.json)
    }
  }
}
