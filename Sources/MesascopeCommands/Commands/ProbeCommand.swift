internal import ArgumentParser
internal import Experiments
internal import Statistics
internal import Storage

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract:
      "Fits probes over a network, or over activations from anywhere, beside their controls.",
    discussion: """
      What is reported is the increment: how much better a concept is read from the observation \
      and the network together than from the observation alone, beside untrained networks and \
      labels exchanged between levels.

      Examples, probes of a checkpoint: a YAML file says which concept is read, from which sites \
      and ticks (Probes/README.md).
        mesascope probe plan-direction --checkpoint Output/demo/runs/red-door
        mesascope probe door-here red-here --every-checkpoint \\
          --checkpoint Output/demo/runs/red-door

      A scan of a checkpoint: every concept x site x tick x kernel as one map, adjusted together.
        mesascope probe --scan --checkpoint Output/demo/runs/red-door

      A scan of activations that another program wrote (safetensors, .npy, .npz). Arrays of \
      floating point numbers are sites; 'groups' [n] and 'labels/<name>' are found by name. At \
      least 100 groups, 30 of them with each class, are needed for a claim.
        mesascope probe --activations acts.safetensors --labels goal \\
          --groups episode.npy --observation obs.npy \\
          --untrained step0.safetensors
      """)

  @Argument(
    help: ArgumentHelp(
      "Probes by id ('mesascope list probes') or file. (default: all of the folder)",
      valueName: "probe"), completion: .file(extensions: ["yaml"]))
  var probe: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A checkpoint file, or the folder of a run (its last checkpoint is taken).",
      valueName: "path"), completion: .file())
  var checkpoint: String?

  @Flag(
    name: .long, help: "Follow the probes over all checkpoints of the run that --checkpoint names.")
  var everyCheckpoint = false

  @Flag(name: .long, help: "Read every concept from every site and tick, as one map.")
  var scan = false

  @OptionGroup(title: "Activations from elsewhere") var external: ExternalOptions
  @OptionGroup(title: "Scan") var scanning: ScanOptions
  @OptionGroup(title: "Levels") var levels: ProbingLevelOptions
  @OptionGroup var probes: ProbeFolderOptions
  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard (checkpoint == nil) != (external.activations == nil) else {
      throw ValidationError("Give either --checkpoint or --activations.")
    }
    if external.activations != nil {
      if let name = probe.first {
        throw ValidationError(
          "'\(name)' is a probe of a checkpoint; what is read from --activations is given by "
            + "--labels.")
      }
      if everyCheckpoint {
        throw ValidationError("--every-checkpoint needs a run, given by --checkpoint.")
      }
    } else if scanning.isGiven, !scan {
      throw ValidationError("--kernel, --site, --ticks and --permutations belong to --scan.")
    }
    if scan, everyCheckpoint {
      throw ValidationError("--scan is of one checkpoint; leave --every-checkpoint out.")
    }
    if let kernel = scanning.kernels.first(where: { !$0.isLocal }), checkpoint != nil {
      throw ValidationError(
        "--kernel \(kernel.rawValue) is for labels of whole samples; the concepts of a maze are of "
          + "squares.")
    }
  }

  func run() throws {
    threads.apply()
    if let path = external.activations {
      try ExternalScanRun(
        path: path, options: external, scanning: scanning, results: results
      ).run()
      return
    }
    let network = try LoadedCheckpoint(checkpoint ?? "")
    if everyCheckpoint, !Folder.isFolder(checkpoint ?? "") {
      throw CommandFailure.needsRun(path: checkpoint ?? "")
    }
    // All files are read before anything long is begun.
    let definitions = try definitions()
    if scan {
      do {
        try results.withFolder("scan", network) { try scan(network, definitions, in: $0) }
      } catch ScanError.interrupted {
        throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
      }
    } else {
      try results.withFolder("probe", network) { try study(network, definitions, in: $0) }
    }
  }

  private func scan(
    _ network: LoadedCheckpoint, _ definitions: [ProbeDefinition], in folder: String
  ) throws {
    let (set, source) = try levels.load(for: network)
    var settings = SearchSettings()
    settings.seed = levels.levelSeed
    settings.permutations = scanning.permutations
    let printer = ProgressPrinter(isSilent: results.json)
    defer { printer.finish() }
    let subject = try network.subject()
    let kernels = scanning.kernels.isEmpty ? [.single, .threeByThree] : scanning.kernels
    let scan = try NetworkScan(
      definitions, kernels: kernels, sites: scanning.sites, ticks: scanning.probeTicks,
      settings: settings
    ).run(
      subject, on: set, progress: printer.handler, interruption: Interruption.onSignals())
    printer.finish()
    var identity = subject.identity
    identity.levels = set.digest
    let note = network.agent.firstStepNote
    try ScanOutcome(
      scan.summary, findings: scan.findings(identity).map { $0.noting(note) },
      subject: network.heading(levels: source, note: note),
      facts: network.facts(levels: source),
      json: [.init("checkpoint", network.json)], folder: folder,
      provenance: CommandProvenance.make(checkpoint: network.digest, data: set.digest)
    ).print(json: results.json)
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
      let run = try RunStudy(checkpoint ?? "")
      for definition in definitions {
        findings.append(
          try ProbeOverCheckpoints(
            definition, run.sources(), encoder: try network.encoder(), on: set,
            settings: settings, progress: printer.handler, interruption: interruption
          ).finding(try network.subject().identity))
      }
    }
    printer.finish()
    let note = network.agent.firstStepNote
    try StudyOutcome(
      findings.map { $0.noting(note) }, network: network, levels: (set, source), note: note,
      folder: folder,
      title: "What probes read from the network",
      lead: [
        "Each probe tells a concept from the network's state; beside it stands what the picture "
          + "alone and untrained networks give. What can be read need not be used."
      ]
    ).print(json: results.json)
  }

  private func definitions() throws -> [ProbeDefinition] {
    probe.isEmpty ? try probes.all() : try probes.definitions(probe)
  }
}
