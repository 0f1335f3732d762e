internal import Agents
internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import LinearAlgebra
internal import Storage

struct InterveneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intervene",
    abstract:
      "Changes activations at one site and says what it does to decisions, beside random changes as large.",
    discussion: """
      One kind of intervention at a time: --ablate sets activations to zero or to their mean, \
      --patch-from puts in those of another checkpoint or of other levels, --add adds a direction, \
      and --rank-channels ablates one channel after the other. It is made at every tick of the site, \
      or at those of --tick.

      The change in the choice, the divergence of the actions' probabilities and the drop in optimal \
      choices are held against random changes that are as long at every square and tick, in plain \
      length and in standard deviations (Mahalanobis). A ranking also holds the channels that carry \
      the plan against the others and against random sets of as many. A patch from the network itself \
      in the same levels, and a direction of scale 0, have to leave every bit as it was; it is said \
      so.

      Any task with actions or answers will do: mazes, states of other environments, regressions.

      Examples:
        mesascope intervene Output/demo/runs/red-door --site cell/hidden \\
          --ablate mean --channels 3,7
        mesascope intervene a.safetensors --site cell/hidden \\
          --patch-from b.safetensors --tick last
        mesascope intervene a.safetensors --site cell/hidden \\
          --add direction.npy --scale 2 --squares agent
        mesascope intervene a.safetensors --site cell/hidden --rank-channels
      """)

  @Argument(
    help: ArgumentHelp(
      "A checkpoint file, or the folder of a run (its last checkpoint is taken).",
      valueName: "checkpoint"), completion: .file())
  var checkpoint: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The site that is changed; 'mesascope list sites' names them.", valueName: "name"))
  var site: String

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The ticks at which it is changed: all, last or 1,5...8. (default: all)", valueName: "list"),
    transform: TickList.read)
  var tick: TickList = .all

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Set activations to zero, or to each channel's mean.", valueName: "zero|mean"))
  var ablate: Intervention.Fill?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Put in the activations of this checkpoint or run.", valueName: "path"), completion: .file())
  var patchFrom: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The levels of the activations that are patched in: the same, or for each level another one "
        + "of the set. (default: same)", valueName: "same|other"))
  var patchLevels: PatchLevels?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Add this direction, one number a channel, saved with numpy.save.", valueName: "file.npy"),
    completion: .file(extensions: ["npy"]))
  var add: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("What the direction is multiplied by. (default: 1)", valueName: "s"))
  var scale: Float?

  @Flag(
    name: .long,
    help: "Ablate one channel at a time and rank them; to the mean unless --ablate says zero.")
  var rankChannels = false

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The channels that are ablated or patched: all, or 0,3,7. (default: all)",
      valueName: "list"), transform: ChannelChoice.read)
  var channels: ChannelChoice = .all

  @Option(
    name: .long,
    help: ArgumentHelp(
      "All squares, or the agent's alone. (default: all)", valueName: "all|agent"))
  var squares: InterventionPlace.Squares = .all

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The number of random changes of each kind. (default: 99)", valueName: "n"),
    transform: WholeNumber.within(19...100_000))
  var draws: Int = 99

  @OptionGroup(title: "Levels") var levels: ProbingLevelOptions
  @OptionGroup var results: StudyOutputOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    let kinds = [
      ("--ablate", ablate != nil && !rankChannels), ("--patch-from", patchFrom != nil),
      ("--add", add != nil), ("--rank-channels", rankChannels),
    ].filter(\.1).map(\.0)
    guard !kinds.isEmpty else {
      throw ValidationError("Say what is done: --ablate, --patch-from, --add or --rank-channels.")
    }
    guard kinds.count == 1 else {
      throw ValidationError(
        "One intervention at a time: give one of \(Wording.list(kinds)), not all of them.")
    }
    if scale != nil, add == nil { throw ValidationError("--scale is for --add; leave it out.") }
    if patchLevels != nil, patchFrom == nil {
      throw ValidationError("--patch-levels is for --patch-from; leave it out.")
    }
    if channels != .all, add != nil || rankChannels {
      throw ValidationError(
        "--channels is for --ablate and --patch-from; \(kinds[0]) takes all channels.")
    }
    if case .top = channels {
      throw ValidationError(
        "--channels takes a list such as 0,3,7 here; --rank-channels ranks them.")
    }
    if draws < 19 {
      throw ValidationError("--draws is \(draws); it must be 19 or more, for p to go below 0.05.")
    }
  }

  func run() throws {
    threads.apply()
    let network = try LoadedCheckpoint(checkpoint)
    let place = try place(in: network)
    let direction = try add.map { try DirectionFile.read($0, for: place) }
    if let scale, !scale.isFinite { throw InterventionError.notFiniteScale }
    let other = try patchFrom.map { try LoadedCheckpoint($0) }
    try results.withFolder("intervene", network, leavesOnSignal: true) { folder in
      let drawn = try InterventionLevels(levels, for: network)
      var settings = InterventionSettings()
      settings.seed = levels.levelSeed
      settings.draws = draws
      settings.rankingDraws = draws
      let outcome: InterventionOutcome
      if rankChannels {
        outcome = .ranking(
          try ChannelRanking(
            ablate ?? .mean, of: network.agent, at: place, on: drawn.decisions, settings: settings))
      } else {
        outcome = .study(
          try InterventionStudy(
            Intervention(try change(network, drawn, direction, other), at: place),
            in: network.agent, on: drawn.decisions, settings: settings))
      }
      try outcome.write(network, drawn, folder: folder, json: results.json)
    }
  }

  private func place(in network: LoadedCheckpoint) throws -> InterventionPlace {
    var chosen: [Int]?
    if case .these(let list) = channels { chosen = list }
    var ticks: [Int]?
    switch tick {
    case .all: break
    case .last:
      // A site without ticks is where it is.
      let known = network.agent.architecture.sites.first { $0.name == site }
      ticks = known?.hasTicks == true ? [network.agent.defaultTicks] : nil
    case .these(let list): ticks = list
    }
    return try InterventionPlace(
      network.agent, site: site, ticks: ticks, channels: chosen, squares: squares)
  }

  private func change(
    _ network: LoadedCheckpoint, _ drawn: InterventionLevels, _ direction: [Float]?,
    _ other: LoadedCheckpoint?
  ) throws -> Intervention.Change {
    if let direction { return .add(direction: direction, scale: scale ?? 1) }
    guard let other else { return .ablate(ablate ?? .mean) }
    return .patch(
      Intervention.Source(
        other.agent, name: other.path, observations: try drawn.observations(for: other),
        isSameNetwork: other.digest == network.digest,
        isOfOtherLevels: patchLevels == .other))
  }
}

/// Which levels activations are taken from.
enum PatchLevels: String, ExpressibleByArgument, CaseIterable {
  case same, other
}

extension Intervention.Fill: ExpressibleByArgument {}
extension InterventionPlace.Squares: ExpressibleByArgument {}
