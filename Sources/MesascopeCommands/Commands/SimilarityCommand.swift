internal import ArgumentParser
internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Probing
internal import Statistics
internal import Storage

struct SimilarityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity",
    abstract: "How alike networks are at one place, beside floors and ceilings.",
    discussion: """
      Checkpoints are compared on the squares that are free in all of the same fresh levels; \
      activations from elsewhere row by row. Every figure stands beside a floor (levels of one network in a random \
      order, and untrained networks) and a ceiling (halves of a network's own channels).

      Examples:
        mesascope similarity Output/demo/runs/red-door Output/demo/runs/any-door
        mesascope similarity --activations seed-1.npz --activations seed-2.npz \\
          --groups episode.npy --site core --untrained step0.npz
      """)

  @Argument(
    help: ArgumentHelp("Checkpoints or runs; the first one's levels are used.", valueName: "path"),
    completion: .file())
  var checkpoint: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Activations written by any program; may be repeated, one a network. The sites of a single "
        + "one are compared with each other.", valueName: "path"), completion: .file())
  var activations: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The same of an untrained network; may be repeated. (Checkpoints make their own.)",
      valueName: "path"), completion: .file())
  var untrained: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which rows belong together, as 'mesascope probe' takes it. (default: the 'groups' of the "
        + "first file)", valueName: "groups"))
  var groups: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The site. (default: the last map of the squares, with ticks if one has them; all of a "
        + "file)", valueName: "name"))
  var site: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The tick. (default: the last)", valueName: "n"),
    transform: WholeNumber.within(0...10_000))
  var tick: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A measure; may be repeated. (default: cka, cka-without-first, cca-held-out, angular)",
      valueName: "name"))
  var measure: [MeasureName] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The condition of each row, a whole number or name, for rsa.", valueName: "array"))
  var conditions: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What probes read, for transfer; NaN where there is no label.", valueName: "array"))
  var labels: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "1 for the rows that map one network to the other, for transfer; they carry no label.",
      valueName: "array"))
  var neutral: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Random orders of the levels behind every floor. (default: 19)", valueName: "n"),
    transform: WholeNumber.within(0...100_000))
  var permutations: Int = 19

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How arrays with rows and columns are laid out: nhwc, channels last, or nchw, channels before "
        + "rows and columns, as PyTorch's convolutions have them. (default: nhwc)",
      valueName: "layout"))
  var layout: ArrayLayout?

  @OptionGroup(title: "Levels") var levels: ProbingLevelOptions
  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard checkpoint.isEmpty != activations.isEmpty else {
      throw ValidationError("Give either two or more checkpoints or --activations.")
    }
    if activations.isEmpty, checkpoint.count < 2 {
      throw ValidationError("One checkpoint is alike itself; give two or more.")
    }
    if activations.isEmpty {
      for (name, isGiven) in [
        ("--untrained", !untrained.isEmpty), ("--groups", groups != nil),
        ("--conditions", conditions != nil), ("--labels", labels != nil),
        ("--neutral", neutral != nil), ("--layout", layout != nil),
      ] where isGiven {
        throw ValidationError("\(name) belongs to --activations, which is not given.")
      }
    }
    let wanted = measures
    if wanted.contains(.conditionGeometry), conditions == nil {
      throw ValidationError("rsa compares conditions: give --conditions with --activations.")
    }
    let transfers = wanted.contains(.probeTransfer) || wanted.contains(.probeTransferShare)
    if transfers, labels == nil || neutral == nil {
      throw ValidationError("transfer needs --labels and --neutral, with --activations.")
    }
    guard (0...100_000).contains(permutations) else {
      throw ValidationError("--permutations is \(permutations); it must be 0 to 100000.")
    }
    if let tick, tick < 0 { throw ValidationError("--tick is \(tick); it must be 0 or more.") }
  }

  private var measures: [SimilarityMeasure] {
    guard measure.isEmpty else { return measure.map(\.measure) }
    return [
      .linearCKA, .linearCKAWithoutFirstComponent, .heldOutCanonicalCorrelation, .angularShape,
    ]
  }

  private var settings: SimilaritySettings {
    var settings = SimilaritySettings()
    settings.measures = measures
    settings.permutations = permutations
    return settings
  }

  func run() throws {
    threads.apply()
    if activations.isEmpty {
      try compareNetworks()
    } else {
      try compareFiles()
    }
  }

  private func compareNetworks() throws {
    let networks = try checkpoint.map { try LoadedCheckpoint($0) }
    try results.withFolder("similarity", networks[0], leavesOnSignal: true) { folder in
      let (set, source) = try levels.load(for: networks[0])
      var comparison = NetworkSimilarity(settings: settings, seed: levels.levelSeed)
      comparison.site = site
      comparison.tick = tick
      var subjects: [(name: String, subject: StudySubject)] = []
      for network in networks {
        let sameRun = networks.count { $0.runName == network.runName }
        var name = sameRun == 1 ? network.runName ?? network.shortName : network.shortName
        while subjects.contains(where: { $0.name == name }) { name += "'" }
        subjects.append((name, try network.subject()))
      }
      let finding = try comparison.run(subjects, on: set)
      let note = networks.lazy.compactMap(\.agent.firstStepNote).first
      try SimilarityOutcome(
        finding,
        subject: "\(networks.count) networks on \(source)" + (note.map { "\n\($0)" } ?? ""),
        facts: networks.flatMap { $0.facts(levels: source).prefix(1) } + [("Levels", source)],
        note: note,
        json: [.init("checkpoints", .array(networks.map(\.json)))], folder: folder,
        provenance: CommandProvenance.make(
          checkpoint: networks.map(\.digest).joined(separator: " "), data: set.digest)
      ).print(json: results.json)
    }
  }

  private func compareFiles() throws {
    var comparison = ExternalSimilarity(activations, settings: settings)
    comparison.untrained = untrained
    comparison.groups = groups
    comparison.sites = [site ?? "*"]
    comparison.tick = tick
    comparison.conditions = conditions
    comparison.labels = labels
    comparison.neutral = neutral
    comparison.seed = levels.levelSeed
    comparison.layout = layout ?? .channelsLast
    try results.withFolder("similarity", named: Path.stem(of: activations[0]), leavesOnSignal: true)
    { folder in
      let finding = try comparison.run()
      let axes = try comparison.axes()
      let files = activations.joined(separator: ", ")
      try SimilarityOutcome(
        finding, subject: ([files] + AxesText.lines(axes)).joined(separator: "\n"),
        facts: [("Activations", files), ("Axes", axes.joined(separator: "; "))],
        json: [.init("activations", .array(activations.map { .string($0) }))], folder: folder,
        provenance: CommandProvenance.make()
      ).print(json: results.json)
    }
  }
}
