internal import Agents
internal import ArgumentParser
internal import Environments
internal import Experiments
internal import Foundation
internal import NeuralNetworks
internal import Storage
internal import Training

struct CaptureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Writes activations and labels to a folder that any tool can read.",
    discussion: """
      The folder holds safetensors files and a manifest.json: for each level the activations of \
      every square at the chosen sites and ticks, the observation, the labels of the chosen \
      concepts, and the digest of the level, by which a cross-validation has to be grouped. \
      'mesascope probe --activations' reads all of it: the ticks by their own numbers, and the \
      observation as what scores are held against. An interrupted capture leaves nothing behind.

      Examples:
        mesascope capture --checkpoint Output/demo/runs/red-door \\
          --output Output/activations
        mesascope capture --checkpoint vin-8.safetensors \\
          --levels mazes-8.safetensors --site value --ticks 1,5,10 \\
          --output Output/vin-values
      """)

  @OptionGroup var checkpoint: CheckpointOptions
  @OptionGroup(title: "Levels") var levels: LevelOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A site; may be repeated. (default: every site with ticks, or every site)",
      valueName: "name"))
  var site: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The ticks: all, last or 1,5...8. (default: all)", valueName: "list"),
    transform: TickList.read)
  var ticks: TickList = .all

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A concept whose labels are written; may be repeated. (default: all that 'mesascope list "
        + "concepts' names)", valueName: "id"))
  var concept: [String] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Flag(name: .long, help: "Replace activations that are in the folder already.")
  var replace = false

  @Flag(name: .long, help: "Print one JSON document at the end for programs.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let network = try checkpoint.load()
    let study = try StudyLevels(levels, for: network, defaultCount: 400)
    let set = try LevelSet(study.levels)
    let concepts =
      concept.isEmpty
      ? ConceptCatalogue.all(moves: set.moves)
      : try concept.map { try ConceptCatalogue.concept($0, moves: set.moves) }
    let export = CaptureExport(
      Capture(sites: try sites(of: network), ticks: thinking(network), encoder: study.encoder),
      concepts: concepts,
      metadata: [
        "architecture": network.architecture, "checkpoint": network.digest,
        "levels-from": study.source, "step": "\(network.checkpoint.step)",
        "tool": CommandProvenance.software,
      ])
    let manifest = Path.join(output, "manifest.json")
    if Folder.exists(manifest), !replace { throw ActivationStoreError.alreadyAStore(path: output) }
    try OutputFolder.using(output) { report(try write(export, network, set)) }
  }

  /// The sites at their ticks, in the order given.
  private func sites(of network: LoadedCheckpoint) throws -> [Site] {
    let known = network.agent.architecture.sites
    let ticked = known.filter(\.hasTicks).map(\.name)
    let names = site.isEmpty ? (ticked.isEmpty ? known.map(\.name) : ticked) : site
    let own = network.agent.defaultTicks
    return try names.flatMap { name -> [Site] in
      let all = try network.agent.allTicks(of: name, thinking: own)
      if all.map(\.tick) == [0], known.first(where: { $0.name == name })?.hasTicks == false {
        return all
      }
      return ticks.ticks(among: all.map(\.tick)).map { Site(name, tick: $0) }
    }
  }

  private func thinking(_ network: LoadedCheckpoint) -> Int? {
    guard network.hasTicks, case .these(let chosen) = ticks else { return nil }
    return max(network.agent.defaultTicks, chosen.max() ?? 0)
  }

  /// Writes to a folder beside, looks whether every number is finite, and moves the files over.
  private func write(
    _ export: CaptureExport, _ network: LoadedCheckpoint, _ levels: LevelSet
  ) throws -> ActivationStore {
    let manager = FileManager.default
    let temporary = Path.join(output, ".capture-\(ProcessInfo.processInfo.processIdentifier)")
    let printer = ProgressPrinter(isSilent: json)
    defer {
      printer.finish()
      try? manager.removeItem(atPath: temporary)
    }
    let store: ActivationStore
    do {
      store = try export.write(
        network.agent, on: levels, to: temporary, progress: printer.handler,
        interruption: Interruption.onSignals())
    } catch CaptureError.interrupted {
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
    for site in store.sites {
      let count = try store.nonFiniteCount(of: site.name)
      guard count.isZero else {
        throw ActivationStoreError.notFinite(path: network.path, site: site.name, count: count)
      }
    }
    // The manifest makes the folder a store, so it goes first and comes last.
    try Folder.removeFile(Path.join(output, "manifest.json"))
    for name in try Folder.names(in: output)
    where name.hasPrefix("shard-") && name.hasSuffix(".safetensors") {
      try Folder.removeFile(Path.join(output, name))
    }
    for name in store.shardNames + ["manifest.json"] {
      try manager.moveItem(
        atPath: Path.join(temporary, name), toPath: Path.join(output, name))
    }
    return try ActivationStore(path: output)
  }

  private func report(_ store: ActivationStore) {
    if json {
      Console.print(StoreSummary(store).json)
    } else {
      Console.print(StoreSummary(store).text)
    }
  }
}
