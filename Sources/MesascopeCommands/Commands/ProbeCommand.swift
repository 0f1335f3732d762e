internal import ArgumentParser
internal import Experiments
internal import Storage

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract:
      "Fits probes over a network, or over the checkpoints of a run, beside their controls.",
    discussion: """
      A probe is a YAML file that says which concept is read, from which sites and ticks, and what \
      it is held against (Probes/README.md). What is reported is the increment: how much better the \
      concept is read from the picture and the network together than from the picture alone, beside \
      untrained networks and labels exchanged between levels.

      Examples:
        mesascope probe plan-direction --checkpoint Output/demo/runs/red-door
        mesascope probe door-here red-here --every-checkpoint \\
          --checkpoint Output/demo/runs/red-door
        mesascope probe my-probe.yaml --checkpoint vin-8.safetensors --side 8
      """)

  @Argument(
    help: ArgumentHelp(
      "Probes by id ('mesascope list probes') or file. (default: all of the folder)",
      valueName: "probe"), completion: .file(extensions: ["yaml"]))
  var probe: [String] = []

  @OptionGroup var checkpoint: CheckpointOptions

  @Flag(
    name: .long, help: "Follow the probes over all checkpoints of the run that --checkpoint names.")
  var everyCheckpoint = false

  @OptionGroup(title: "Levels") var levels: ProbingLevelOptions
  @OptionGroup var probes: ProbeFolderOptions
  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    if everyCheckpoint, !Folder.isFolder(checkpoint.checkpoint) {
      throw CommandFailure.needsRun(path: checkpoint.checkpoint)
    }
    // All files are read before anything long is begun.
    let definitions = try definitions()
    try results.withFolder("probe", network) { try study(network, definitions, in: $0) }
  }

  private func study(
    _ network: LoadedCheckpoint, _ definitions: [ProbeDefinition], in folder: String
  ) throws {
    let (set, source) = try levels.load(for: network)
    var settings = SearchSettings()
    settings.seed = levels.levelSeed
    let interruption = Interruption.onSignals()
    let printer = ProgressPrinter(isSilent: results.json)
    var findings: [Finding] = []
    for (index, definition) in definitions.enumerated() {
      guard !interruption.isRequested() else {
        printer.finish()
        throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
      }
      printer.show(
        Progress(
          stage: "probing", completed: index, total: definitions.count, unit: "probes",
          detail: definition.id))
      findings.append(
        try ProbeRun(definition, subject: try network.subject(), on: set, settings: settings)
          .finding(try network.subject()))
    }
    if everyCheckpoint {
      let run = try RunStudy(checkpoint.checkpoint)
      for definition in definitions {
        findings.append(
          try ProbeOverCheckpoints(
            definition, run.sources(), encoder: try network.encoder(), on: set,
            settings: settings, progress: printer.handler, interruption: interruption
          ).finding(try network.subject().identity))
      }
    }
    printer.finish()
    try StudyOutcome(
      findings, network: network, levels: (set, source), folder: folder,
      title: "What probes read from the network",
      lead: [
        "Each probe tells a concept from the network's state; beside it stands what the picture "
          + "alone and untrained networks give. What can be read need not be used."
      ]
    ).print(json: results.json)
  }

  private func definitions() throws -> [ProbeDefinition] {
    guard !probe.isEmpty else { return try ProbeFolder.all(in: probes.folder) }
    return try probe.map { name in
      name.hasSuffix(".yaml")
        ? try ProbeDefinition(path: name) : try ProbeFolder.probe(name, in: probes.folder)
    }
  }
}
