internal import ArgumentParser
internal import Experiments
internal import Figures
internal import Foundation
internal import LinearAlgebra
internal import Statistics
internal import Storage

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Scores the verdicts against networks whose inner workings are known.",
    discussion: """
      Builds planted networks that search, twins that act like them and do not, and untrained ones, \
      each in several disguises; runs the ten tests on every one; and reports how well verdicts and \
      scores tell them apart, family by family, with each family scored by weights that were fitted \
      without it. What every test has to say of every family was written down beforehand; \
      deviations are listed.

      Every network has a file in the folder when it is done. Given the same folder again, the \
      command goes on from there. Several machines can share the work: give each its own --shard, \
      copy the files into one folder, and run --merge there.

      With --goals it is the tests of goals that are scored: 200 draws each of organisms whose goal is \
      known, of series of checkpoints whose outcome is prescribed and of networks of the retention game, \
      and 1000 of planted weights.

      Examples:
        mesascope validate --quick
        mesascope validate --seed 11 --output Output/validate-11
        mesascope validate --seed 11 --shard 3/8 --output part-3
        mesascope validate --seed 11 --merge --output all-parts
        mesascope validate --goals --seed 11
        mesascope validate --goals --seed 11 --only series,retention
      """)

  @Flag(name: .long, help: "Twelve networks, one of each of twelve families.")
  var quick = false

  @Flag(name: .long, help: "Score the tests of goals; with --quick, 20 draws of each kind.")
  var goals = false

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The seed of networks, disguises and levels. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var seed: UInt64 = 1

  @Option(
    name: .long,
    help: ArgumentHelp("This machine's part of the networks, as in 3/8.", valueName: "i/n"))
  var shard: String?

  @Flag(name: .long, help: "Run nothing; score the files that the folder holds.")
  var merge = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only networks of these families, as in P1,N3; with --goals only these kinds of draws, as in "
        + "organism-aligned, or all of organism, series, retention, choice or behaviour.",
      valueName: "ids"))
  var only: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder of the networks' files and the page. (default: Output/validate, with -quick or "
        + "-goals where these are asked for)", valueName: "folder"), completion: .directory)
  var output: String?

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if shard != nil, try part() == nil {
      throw ValidationError("--shard is '\(shard ?? "")'; write it as in 3/8, the first being 1/8.")
    }
    if goals, merge || shard != nil {
      throw ValidationError("--goals is one run by itself; leave out --merge and --shard.")
    }
    if goals { _ = try kinds() }
    if merge, shard != nil { throw ValidationError("--merge runs nothing; leave out --shard.") }
  }

  /// The kinds of draws that are asked for: by name, or by the first word of their names.
  private func kinds() throws -> [GoalBenchmark.Kind] {
    guard let only else { return GoalBenchmark.Kind.all }
    let wanted = only.split(separator: ",").map { String($0) }
    func isMeant(_ kind: GoalBenchmark.Kind, by word: String) -> Bool {
      kind.name == word || kind.name.hasPrefix(word + "-")
    }
    for word in wanted where !GoalBenchmark.Kind.all.contains(where: { isMeant($0, by: word) }) {
      throw ValidationError(
        "There is no kind of draw '\(word)'. There are "
          + GoalBenchmark.Kind.all.map(\.name).joined(separator: ", ") + ".")
    }
    let kinds = GoalBenchmark.Kind.all.filter { kind in wanted.contains { isMeant(kind, by: $0) } }
    guard !kinds.isEmpty else { throw ValidationError("--only names no kind of draw.") }
    return kinds
  }

  /// The number of the part and the number of parts.
  private func part() throws -> (Int, Int)? {
    guard let shard else { return nil }
    let numbers = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      (1...1000).contains(count), (1...count).contains(number)
    else { return nil }
    return (number, count)
  }

  func run() throws {
    threads.apply()
    let folder =
      output ?? "Output/validate" + (goals ? "-goals" : "") + (quick ? "-quick" : "")
    try Folder.create(folder)
    if goals { return try scoreGoals(in: folder) }
    let benchmark = try Benchmark(seed: seed, isQuick: quick)
    var networks = benchmark.networks
    if let only {
      let families = only.split(separator: ",").map { String($0) }
      for family in families where !networks.contains(where: { $0.family == family }) {
        throw ValidationError("There is no family '\(family)' among the networks.")
      }
      networks = networks.filter { families.contains($0.family) }
    }
    if let (number, count) = try part() {
      networks = Benchmark.shard(number, of: count, among: networks)
    }
    let runner = BenchmarkRun(benchmark, folder: folder)
    let printer = ProgressPrinter(isSilent: json)
    var outcomes: [BenchmarkOutcome] = []
    if merge {
      outcomes = try networks.compactMap { try runner.read($0.name) }
    } else {
      do {
        outcomes = try runner.run(
          networks, progress: printer.handler, interruption: Interruption.onSignals())
      } catch CaptureError.interrupted {
        printer.finish()
        throw CommandFailure.interrupted(
          resume: "Stopped. The networks that are done are in \(folder); the same command goes on.")
      }
      printer.finish()
    }
    try report(outcomes, of: networks.count, in: folder)
  }

  private func scoreGoals(in folder: String) throws {
    let benchmark =
      quick
      ? GoalBenchmark(seed: seed, draws: 20, coverageDraws: 100) : GoalBenchmark(seed: seed)
    let printer = ProgressPrinter(isSilent: json)
    let scores: [GoalScore]
    do {
      scores = try GoalBenchmarkRun(benchmark, folder: folder).run(
        kinds(), progress: printer.handler, interruption: Interruption.onSignals()
      ).map { GoalScore($0.kind, $0.draws) }
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(
        resume: "Stopped. The draws that are done are in \(folder); the same command goes on.")
    }
    printer.finish()
    let report = GoalValidationReport(scores: scores)
    let page = try report.write(in: folder)
    if json {
      Console.print(report.json(page: page))
    } else {
      Console.print(report.text + "\n\nPage: \(page)")
    }
  }

  private func report(
    _ outcomes: [BenchmarkOutcome], of total: Int, in folder: String
  ) throws {
    let table = try AcceptanceTable.carried()
    var random = RandomStream(seed: seed).split("families")
    let summary: BenchmarkSummary
    do {
      summary = try BenchmarkSummary(outcomes, table: table, using: &random)
    } catch Experiments.ValidationError.nothingToScore {
      let list = ValidationList(outcomes, table: table)
      if json { Console.print(list.json) } else { Console.print(list.text) }
      return
    }
    let report = ValidationReport(summary, table: table, missing: total - outcomes.count)
    let page = try report.write(in: folder)
    try AtomicFile.write(text: summary.card().json() + "\n", to: Path.join(folder, "card.json"))
    if json {
      Console.print(report.json(page: page))
    } else {
      Console.print(report.text + "\n\nPage: \(page)")
    }
  }
}
