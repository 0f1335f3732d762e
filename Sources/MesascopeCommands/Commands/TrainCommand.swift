internal import ArgumentParser
internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network and leaves a run: checkpoints, metrics, configuration.",
    discussion: """
      A run file says what is learned (its environment), by what network and by which method: \
      imitation of an oracle, reinforcement, evolution, or samples with answers. 'mesascope list' \
      shows presets, environments, architectures and methods; TRAINING.md describes them. \
      Checkpoints are saved at step 0, at powers of two and on a logarithmic schedule. Ctrl-C saves \
      and stops; a run that is resumed ends with the same bytes as one that was never stopped. The \
      same seed gives the same bytes on any number of threads.

      Any setting of the run file can be changed by --set section.key=value; the file that a run \
      writes (run.yaml) lists them all and can be given back with --config.

      Examples:
        mesascope train --preset red-door --seed 3
        mesascope train --preset red-door --updates 2000 \\
          --set architecture.channels=32 --output Output/wide
        mesascope train --resume Output/wide
        mesascope train --preset red-door --set pretraining.updates=1000
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("A ready configuration; 'mesascope list presets'.", valueName: "name"),
    completion: .list(Presets.entries.map(\.name)))
  var preset: String?

  @Option(
    name: .long, help: ArgumentHelp("A run file in YAML.", valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var config: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Goes on with the run in a folder, from its last checkpoint.", valueName: "folder"),
    completion: .directory)
  var resume: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Changes a setting, as in training.batch=128. May be repeated.",
      valueName: "section.key=value"
    ))
  var overrides: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed of everything random.", valueName: "n"),
    transform: WholeNumber.seed)
  var seed: UInt64?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Updates of the training; a pretraining comes on top.", valueName: "n"),
    transform: WholeNumber.within(1...100_000_000))
  var updates: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder of the run. (default: Output/<name>)", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(name: .long, help: "Print one JSON document at the end for programs.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  /// What belongs together is checked when every option is known to exist.
  private func checkOptions() throws {
    let sources = [preset, config, resume].compactMap { $0 }
    guard sources.count == 1 else {
      throw ValidationError("Give one of --preset, --config and --resume.")
    }
    if resume != nil, output != nil || seed != nil || updates != nil || !overrides.isEmpty {
      throw ValidationError(
        "--resume goes on with a run as it was begun; leave --output, --seed, --updates and --set "
          + "out.")
    }
  }

  func run() throws {
    try checkOptions()
    threads.apply()
    var session: TrainingSession
    if let resume {
      session = try TrainingSession(resuming: resume)
      if !json { Console.print("Resuming \(resume) at update \(session.update).") }
    } else {
      let configuration = try RunOverrides(
        base: base(), overrides: overrides, seed: seed, updates: updates
      ).configuration
      let folder = output ?? Path.join("Output", configuration.name)
      session = try TrainingSession(creating: folder, configuration)
      if !json { Console.print("Training '\(configuration.name)' into \(folder).") }
    }
    try train(&session)
  }

  private func base() throws -> RunConfiguration {
    if let config { return try RunConfiguration(yaml: try TextFile.read(config)) }
    return try Presets.configuration(named: preset ?? "")
  }

  private func train(_ session: inout TrainingSession) throws {
    let printer = ProgressPrinter(isSilent: json, announcesTime: true)
    let first = session.update
    let clock = ContinuousClock.now
    let outcome: TrainingSession.Outcome
    do {
      outcome = try session.train(
        progress: printer.handler, interruption: Interruption.onSignals())
    } catch let error as FileError {
      printer.finish()
      throw CommandFailure.cannotSave(reason: "\(error)", run: session.run.path)
    }
    printer.finish()
    let seconds = ProgressPrinter.seconds(ContinuousClock.now - clock)
    if case .interrupted(let step) = outcome {
      throw CommandFailure.interrupted(
        resume: "Stopped at update \(step); everything is saved. Go on with: "
          + "mesascope train --resume \(session.run.path)")
    }
    let report = try RunSummary(session.run)
    if json {
      Console.print(report.json)
    } else {
      Console.print(
        try report.text(
          updates: session.update - first, seconds: seconds, budget: session.configuration.updates,
          ofTraining: session.configuration.training.updates))
    }
  }
}
