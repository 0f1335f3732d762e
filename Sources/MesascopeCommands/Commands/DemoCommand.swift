internal import ArgumentParser
internal import Storage

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Trains two agents, probes both, and writes a report that explains itself.",
    discussion: """
      Two small agents learn to reach the door of a maze. For 'red-door' every door is red and \
      nothing else is, so being a door and being red go together; for 'any-door' they do not. Then \
      both are examined: is a plan to be read inside, does thinking refine it, does a change of the \
      maze spread along its corridors, and what do they go for when door and red come apart? The \
      findings, with figures, controls and what they do not show, are in index.html.

      Runs that are there already are used again if their configuration is the same to the letter, \
      and continued if they were stopped. Ctrl-C saves and stops. The same seed gives the same \
      numbers on any number of threads.

      Example:
        mesascope demo --output Output/demo
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder of runs, figures and report. (default: Output/demo, with --quick "
        + "Output/demo-quick)", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed of both trainings and all levels. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var seed: UInt64 = 1

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "Train hardly at all, on few levels: shows within seconds that all parts work. Its findings "
        + "mean nothing, and the report says so."))
  var quick = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let plan = try DemoPlan(isQuick: quick, seed: seed)
    let folder = output ?? (quick ? "Output/demo-quick" : "Output/demo")
    try OutputFolder.using(folder) { try demonstrate(plan, in: folder) }
  }

  private func demonstrate(_ plan: DemoPlan, in folder: String) throws {
    let interruption = Interruption.onSignals()
    let clock = ContinuousClock.now
    Console.print(try plan.announcement(in: folder))
    let agents = try DemoAgents(plan, in: folder, interruption: interruption)
    let probing = ContinuousClock.now
    let findings = try DemoFindings(plan, agents, interruption: interruption)
    let report = try DemoReport(plan, agents, findings, in: folder)
    let end = ContinuousClock.now
    Console.print(
      report.summary(
        trainingSeconds: ProgressPrinter.seconds(probing - clock),
        probingSeconds: ProgressPrinter.seconds(end - probing)))
  }
}
