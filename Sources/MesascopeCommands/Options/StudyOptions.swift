internal import ArgumentParser
internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Statistics
internal import Storage
internal import Training

/// Which levels a network is probed on.
struct ProbingLevelOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A text file of levels, or safetensors with observation, start_row and start_column. "
        + "(default: fresh hard levels of the environment that the checkpoint names)",
      valueName: "file"),
    completion: .file())
  var levels: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "How many levels are taken; a quarter of them is kept to report on. (default: 400, or the "
        + "whole file)", valueName: "n"), transform: WholeNumber.within(8...1_000_000))
  var count: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The seed of fresh levels, resamples and nulls. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var levelSeed: UInt64 = 1

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The side of fresh mazes for a network that reads obstacles and a goal and names no "
        + "environment.", valueName: "n"), transform: WholeNumber.within(5...Grid.largestSide))
  var side: Int?

  func validate() throws {
    if let count, !(8...1_000_000).contains(count) {
      throw ValidationError("--count is \(count); it must be 8 to 1000000.")
    }
    if let side, !(5...Grid.largestSide).contains(side) {
      throw ValidationError("--side is \(side); it must be 5 to \(Grid.largestSide).")
    }
    if side != nil, levels != nil {
      throw ValidationError("--side is for fresh mazes; leave it out with --levels.")
    }
  }

  /// The levels, with where they come from in words.
  func load(for network: LoadedCheckpoint) throws -> (set: LevelSet, source: String) {
    if let levels {
      let file = try LevelFile(path: levels)
      let taken = Array(file.levels.prefix(count ?? file.levels.count))
      return (try LevelSet(taken), "\(taken.count) levels of \(Path.name(of: levels))")
    }
    let total = count ?? 400
    guard let fresh = try fresh(for: network) else {
      throw CommandFailure.noEnvironment(option: "--levels, or --side")
    }
    let set = try fresh.set(fit: total - total / 4, report: total / 4)
    let source =
      try network.mazes() == nil
      ? "\(total) fresh mazes of \(set.rows) x \(set.columns)"
      : set.meanHardness >= 0.3
        ? "\(total) fresh held-out levels of planning hardness 0.3 and above"
        : "\(total) fresh held-out levels, as the environment draws them (it has too few hard ones)"
    return (set, "\(source), seed \(levelSeed)")
  }

  /// Where fresh levels come from; nil where levels are read from a file or nothing tells their kind.
  func fresh(for network: LoadedCheckpoint) throws -> FreshLevels? {
    guard levels == nil else { return nil }
    if let environment = try network.mazes() {
      return FreshLevels(environment, seed: levelSeed)
    }
    return side.map { FreshLevels(nil, side: $0, seed: levelSeed) }
  }
}

/// Where the results of a study go.
struct StudyOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder of figures, records and report, which holds none yet. (default: "
        + "Output/<command>/<name>; where that is there, <name>-2 and so on)",
      valueName: "folder"), completion: .directory)
  var output: String?

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  /// Does the work of a command with its folder, in which no report is yet.
  ///
  /// - Parameters:
  ///   - leavesOnSignal: as in ``OutputFolder/using(_:leavesOnSignal:_:)``.
  ///   - goingOnFrom: as in ``OutputFolder/usingReport(_:usual:leavesOnSignal:goingOnFrom:_:)``.
  func withFolder(
    _ command: String, named name: String, leavesOnSignal: Bool = false,
    goingOnFrom unfinished: String? = nil, _ body: (String) throws -> Void
  ) throws {
    let usual = Path.join(Path.join("Output", command), name)
    try OutputFolder.usingReport(
      output, usual: usual, leavesOnSignal: leavesOnSignal, goingOnFrom: unfinished, body)
  }

  /// As ``withFolder(_:named:leavesOnSignal:goingOnFrom:_:)``, named after a network.
  func withFolder(
    _ command: String, _ network: LoadedCheckpoint, leavesOnSignal: Bool = false,
    goingOnFrom unfinished: String? = nil, _ body: (String) throws -> Void
  ) throws {
    try withFolder(
      command, named: network.shortName, leavesOnSignal: leavesOnSignal, goingOnFrom: unfinished,
      body)
  }
}

extension LoadedCheckpoint {
  /// The network as a subject of tests.
  func subject() throws -> StudySubject {
    var subject = try StudySubject(checkpoint, run: runName)
    subject.identity.checkpoint = digest
    return subject
  }

  /// The network as records name it.
  var identity: EvidenceSubject {
    EvidenceSubject(
      run: runName, checkpoint: digest, step: checkpoint.step, version: Version.text)
  }

  /// The name of the run that the checkpoint lies in, if it does.
  var runName: String? {
    let folder = Path.folder(of: path)
    guard Path.name(of: folder) == "checkpoints" else { return nil }
    return Path.name(of: Path.folder(of: folder))
  }

  /// What folders of results are called.
  var shortName: String {
    let name = Path.name(of: path)
    let stem = name.hasSuffix(".safetensors") ? String(name.dropLast(12)) : name
    return runName.map { "\($0)-\(stem)" } ?? stem
  }

  /// What was studied, in a few lines.
  ///
  /// - Parameter note: how the network was run where that needs saying.
  func heading(levels: String, note: String?) -> String {
    (["\(path): \(summary)"] + [recognition].compactMap { $0 } + [levels]
      + [note].compactMap { $0 }).joined(separator: "\n")
  }

  /// What was studied, for a report's table.
  func facts(levels: String) -> [(name: String, value: String)] {
    var facts = [("Network", "\(path): \(summary)")]
    if let recognition { facts.append(("Recognised", recognition)) }
    if let environment {
      facts.append(("Trained in", CheckpointSummary.pairs(environment.configuration)))
    }
    return facts + [("Levels", levels)]
  }
}
