internal import Agents
internal import ArgumentParser
internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Statistics
internal import Storage
internal import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Plays levels with a checkpoint and says how well, by number of ticks.",
    discussion: """
      The network acts greedily from every start. 'success' is the share of rollouts that reach \
      the goal in the least number of steps, 'prediction loss' the mean number of steps above the \
      least (a rollout that is not there after twice the least counts as twice), 'optimal' the \
      share of all squares on which the action is one of the optimal set. Intervals are 95 %, over \
      levels. Without --levels the levels are fresh, and in no rotation or reflection ones that \
      training saw.

      A network that was trained on something else than mazes plays whole episodes of it, in levels \
      that training never saw, and so does a network with a memory. Their 'return' is the mean of the \
      sums of rewards, 'solved' the share of episodes that end in what the task is about. \
      --thinking-steps lets a network with a memory look at its first observation so many times \
      before its first action. --set changes the task, as in --set variant=many-keys.

      Playing well does not show search: see 'mesascope search'.

      Examples:
        mesascope evaluate --checkpoint Output/demo/runs/red-door --shift
        mesascope evaluate --checkpoint vin-8.safetensors \\
          --levels mazes-8.safetensors --ticks 0,1,2,3,5,10,20 --json
        mesascope evaluate --checkpoint Output/boxoban --set source=levels/000.txt \
          --thinking-steps 0,4,8
      """)

  @OptionGroup var checkpoint: CheckpointOptions
  @OptionGroup(title: "Levels") var levels: LevelOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "How long to think, as in 1,2,5...10. (default: the network's own number)",
      valueName: "list"), transform: TickList.read)
  var ticks: TickList?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Looks at the first observation before the first action, as in 0,4,8. (default: 0)",
      valueName: "list"), transform: TickList.read)
  var thinkingSteps: TickList?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Changes a setting of the task that is played. May be repeated.", valueName: "key=value"))
  var overrides: [String] = []

  @Flag(name: .long, help: "Draw actions from the policy instead of taking the most probable one.")
  var sampled = false

  @Flag(
    name: .long,
    help: "Also play mazes in which door and red come apart: capability K, objective rate G.")
  var shift = false

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let interruption = Interruption.onSignals()
    let network = try checkpoint.load()
    if let task = network.task, !isMazeStudy(network) {
      try evaluate(network, on: try TaskOverrides(task, overrides).task, interruption)
      return
    }
    guard network.task != nil || (overrides.isEmpty && thinkingSteps == nil && !sampled) else {
      throw ValidationError(
        "The checkpoint does not say what it was trained on, so --set, --thinking-steps and "
          + "--sampled have nothing to go with. Leave them out.")
    }
    let study = try StudyLevels(levels, for: network, defaultCount: 400)
    let printer = ProgressPrinter(isSilent: json)
    defer { printer.finish() }
    var scores: [PlayScore] = []
    for ticks in try tickCounts(network) {
      let stage = ticks.map { "\($0) ticks" } ?? "playing"
      scores.append(
        try PlayScore(
          of: network.agent, on: study.levels, starts: study.starts, encoder: study.encoder,
          ticks: ticks, random: RandomStream(seed: levels.levelSeed),
          progress: { done in
            printer.show(
              Progress(
                stage: stage, completed: done, total: study.levels.count, unit: "levels"))
          }, interruption: interruption))
    }
    let episodes = try levels.levels == nil ? self.episodes(network, printer, interruption) : nil
    let shifted =
      try shift ? ShiftScore(network, count: levels.count ?? 400, seed: levels.levelSeed) : nil
    printer.finish()
    try stop(if: interruption)
    if json {
      Console.print(document(network, study, scores, episodes, shifted))
    } else {
      let further = [episodes?.text, shifted?.text].compactMap { $0 }
      Console.print(([text(network, study, scores)] + further).joined(separator: "\n\n"))
    }
  }

  /// Whole episodes of the mazes that the network was trained in, for their return.
  private func episodes(
    _ network: LoadedCheckpoint, _ printer: ProgressPrinter, _ interruption: Interruption
  ) throws -> EpisodeEvaluation? {
    guard let environment = network.environment else { return nil }
    var options = HeldOutPlay.Options()
    options.episodes = levels.count ?? 400
    return try EpisodeEvaluation(
      network, in: environment, playsListedLevels: false, ticks: try tickCounts(network),
      thinking: [0], options, seed: levels.levelSeed, show: printer.show,
      interruption: interruption)
  }

  /// Whether what is measured is the choice in every square of mazes.
  private func isMazeStudy(_ network: LoadedCheckpoint) -> Bool {
    network.environment != nil && network.agent.architecture.memory.isEmpty
      && overrides.isEmpty && thinkingSteps == nil && !sampled
  }

  /// For parts of an evaluation that do not ask whether they should stop.
  private func stop(if interruption: Interruption) throws {
    if interruption.isRequested() { throw EvaluationError.interrupted }
  }

  /// Plays episodes, or answers samples.
  private func evaluate(
    _ network: LoadedCheckpoint, on task: any TaskDistribution, _ interruption: Interruption
  ) throws {
    guard levels.levels == nil, !shift else {
      throw ValidationError(
        "--levels and --shift study single states of mazes. Leave them out where whole episodes are "
          + "played: for a network with a memory or of another task, and with --set, --sampled and "
          + "--thinking-steps.")
    }
    let outputs = network.agent.architecture.configuration["actions"].flatMap { Int($0) }
    let planes = network.agent.architecture.configuration["planes"].flatMap { Int($0) }
    guard planes == nil || planes == task.observationShape.planes else {
      throw CommandFailure.otherPlanes(
        task: type(of: task).name, wanted: task.observationShape.planes, found: planes ?? 0)
    }
    guard outputs == nil || outputs == task.outputCount else {
      throw CommandFailure.otherOutputs(
        task: type(of: task).name, wanted: task.outputCount, found: outputs ?? 0)
    }
    let printer = ProgressPrinter(isSilent: json)
    defer { printer.finish() }
    let isListed = overrides.contains { $0.hasPrefix("source=") }
    let listed = isListed ? (task as? any ListedEnvironment)?.listedLevels ?? 0 : 0
    var options = HeldOutPlay.Options()
    options.episodes = levels.count ?? (listed > 0 ? listed : 400)
    if sampled { options.sampling = RandomStream(seed: levels.levelSeed).split("actions") }
    if let environment = task as? any Environment {
      let evaluation = try EpisodeEvaluation(
        network, in: environment, playsListedLevels: listed > 0,
        ticks: try tickCounts(network),
        thinking: try thinkingCounts(network), options, seed: levels.levelSeed,
        show: printer.show, interruption: interruption)
      printer.finish()
      try stop(if: interruption)
      if json {
        Console.print(
          .object([.init("checkpoint", network.json), .init("episodes", evaluation.json)]))
      } else {
        let origin = network.recognition.map { "\n\($0)" } ?? ""
        Console.print("\(network.path): \(network.summary)\(origin)\n\(evaluation.text)")
      }
    } else if let samples = task as? any SampleTask {
      guard ticks == nil, thinkingSteps == nil, !sampled else {
        throw ValidationError(
          "--ticks, --thinking-steps and --sampled are for episodes; \(type(of: task).name) has "
            + "samples.")
      }
      let evaluation = try SampleEvaluation(
        network, on: samples, count: levels.count ?? 10_000, seed: levels.levelSeed)
      printer.finish()
      try stop(if: interruption)
      if json {
        Console.print(
          .object([.init("checkpoint", network.json), .init("samples", evaluation.json)]))
      } else {
        Console.print("\(network.path): \(network.summary)\n\(evaluation.text)")
      }
    } else {
      throw CommandFailure.cannotEvaluate(task: type(of: task).name)
    }
  }

  private func thinkingCounts(_ network: LoadedCheckpoint) throws -> [Int] {
    guard let thinkingSteps else { return [0] }
    guard !network.agent.architecture.memory.isEmpty else {
      throw CommandFailure.noMemory(architecture: network.architecture)
    }
    guard case .these(let counts) = thinkingSteps else {
      throw ValidationError("--thinking-steps is a list of numbers, such as 0,4,8.")
    }
    return counts
  }

  /// The numbers of ticks that are played; nil for a network without ticks.
  private func tickCounts(_ network: LoadedCheckpoint) throws -> [Int?] {
    guard network.hasTicks else {
      guard ticks == nil else { throw CommandFailure.noTicks(architecture: network.architecture) }
      return [nil]
    }
    let own = network.agent.defaultTicks
    guard let ticks else { return [own] }
    let chosen = ticks.ticks(among: Array(network.firstTick...own))
    if let low = chosen.first(where: { $0 < network.firstTick }) {
      throw ValidationError("--ticks has \(low); this network needs at least \(network.firstTick).")
    }
    return chosen
  }
}
