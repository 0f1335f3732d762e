internal import Agents
internal import ArgumentParser
internal import Experiments
internal import Storage

struct PlantCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plant",
    abstract:
      "Writes a network whose weights are set by formula, so that what it computes is known.",
    discussion: """
      Planted networks search, by construction; their twins act alike and do not. They are what \
      detections are scored against, and are checkpoints like any other. With --check every claim \
      about the network is held against an independent computation on levels drawn anew. \
      'mesascope list planted' names them and their forms.

      With --series it is a run that is written, of a goal organism (P10) whose weights change from \
      checkpoint to checkpoint, so that what 'mesascope goals RUN --over-checkpoints' has to say is known.

      Examples:
        mesascope plant P1 --check --output Output/p1.safetensors
        mesascope plant P3 --form 2 --disguise permutation --disguise distractors \\
          --seed 7 --output Output/p3.safetensors
        mesascope search --checkpoint Output/p1.safetensors
        mesascope plant P10 --series internalisation --output Output/runs/internalisation
      """)

  @Argument(help: ArgumentHelp("The network, as in P2.", valueName: "id"))
  var id: String

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Which of its forms, from 1, as 'mesascope list planted' has them. (default: 1)",
      valueName: "n"), transform: WholeNumber.within(1...100))
  var form: Int = 1

  @Option(
    name: .long, parsing: .unconditional,
    help: "The seed of what is drawn: disguises, weights that are, levels. (default: 0)",
    transform: WholeNumber.seed)
  var seed: UInt64 = 0

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A camouflage that keeps the function: \(Disguise.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "May be repeated; each is applied in turn.", valueName: "name"))
  var disguise: [String] = []

  @Flag(
    name: .long,
    help: "Check the claims about the network, undisguised, and fail where one does not hold.")
  var check = false

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Levels or problems that --check draws. (default: 400)", valueName: "n"),
    transform: WholeNumber.within(10...1_000_000))
  var levels: Int = 400

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write a run of P10 instead, and which: \(PlantedGoalSeries.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "outcome"))
  var series: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file of the checkpoint, or the folder of the run. (default: none is written)",
      valueName: "path"),
    completion: .file(extensions: ["safetensors"]))
  var output: String?

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard output != nil || check else {
      throw ValidationError(
        "Say where the checkpoint goes with --output, or ask for its claims with --check.")
    }
    if let series {
      guard PlantedGoalSeries.Kind(rawValue: series) != nil else {
        throw ValidationError(
          "There is no series '\(series)'. There are: "
            + PlantedGoalSeries.Kind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
      }
      guard id.uppercased() == "P10", output != nil, form == 1, disguise.isEmpty, !check, !json
      else {
        throw ValidationError(
          "--series writes a run of P10: 'mesascope plant P10 --series \(series) --output Output/runs/"
            + "\(series)', with --seed alone beside it.")
      }
    }
    guard (10...1_000_000).contains(levels) else {
      throw ValidationError("--levels is \(levels); it must be 10 to 1000000.")
    }
  }

  func run() throws {
    threads.apply()
    if let output, let kind = series.flatMap({ PlantedGoalSeries.Kind(rawValue: $0) }) {
      try PlantedRun.write(PlantedGoalSeries(kind, seed: seed), to: output)
      Console.print(
        "Written to \(output): a run of \(PlantedGoalSeries.steps.count) checkpoints, planted and not "
          + "trained. What G8 is to find: \(kind.outcome.inWords).\n"
          + "Next: mesascope goals \(output) --over-checkpoints")
      return
    }
    let entry = try PlantedChoice(id)
    let planted = try entry.form(form)
    let disguises = try disguise.map(PlantedChoice.disguise)
    let checkpoint = try planted.checkpoint(seed: seed, disguises: disguises)
    let checks = check ? try planted.checks(levels: levels, seed: seed) : []
    let failed = checks.filter { !$0.holds }.count
    if let output, failed == 0 { try checkpoint.write(to: output) }
    if json {
      Console.print(try document(entry, planted, checkpoint, checks))
    } else {
      report(entry, planted, checks, isWritten: output != nil && failed == 0)
    }
    guard failed == 0 else { throw CommandFailure.claimsFail(network: id, count: failed) }
  }

  private func report(
    _ choice: PlantedChoice, _ planted: PlantedCase, _ checks: [PlantedCheck], isWritten: Bool
  ) {
    var list = DefinitionList()
    list.add("network", "\(choice.entry.id), \(choice.entry.name)")
    list.add("form", planted.setting)
    list.add("construction", choice.entry.construction)
    if !disguise.isEmpty { list.add("disguises", disguise.joined(separator: ", ")) }
    Console.print(list.text)
    if !checks.isEmpty {
      Console.print("\nClaims, each with its worst case and the largest that is allowed:")
      for check in checks { Console.print(check.line) }
    }
    guard isWritten, let output else { return }
    Console.print("\nWritten to \(output). Next: mesascope inspect \(output)")
  }

  private func document(
    _ choice: PlantedChoice, _ planted: PlantedCase, _ checkpoint: Checkpoint,
    _ checks: [PlantedCheck]
  ) throws -> JSON {
    .object([
      .init("network", .string(choice.entry.id)), .init("form", .string(planted.setting)),
      .init("architecture", .string(checkpoint.architecture)),
      .init("seed", .integer(Int(truncatingIfNeeded: seed))),
      .init("disguises", .array(disguise.map { .string($0) })),
      .init("checkpoint", output.map { .string($0) } ?? .null),
      .init(
        "claims",
        .array(
          checks.map { check in
            .object([
              .init("kind", .string(check.kind.rawValue)), .init("claim", .string(check.claim)),
              .init("levels", .integer(check.levels)),
              .init("comparisons", .integer(check.comparisons)),
              .init("worst", check.worst.isFinite ? .number(check.worst) : .null),
              .init("tolerance", .number(check.tolerance)), .init("holds", .boolean(check.holds)),
            ])
          })),
    ])
  }
}
