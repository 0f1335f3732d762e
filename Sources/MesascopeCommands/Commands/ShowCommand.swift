internal import ArgumentParser
internal import Environments
internal import Experiments
internal import Figures
internal import LinearAlgebra
internal import NeuralNetworks
internal import Storage

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Draws one level as the agent sees it, its path, and raw channels by tick.",
    discussion: """
      The first thing to look at. Three pictures are drawn, each with its numbers as CSV beside: \
      the level with the agent's path, the planes of its observation, and the activations at a site \
      as one small map a channel and tick, all on one colour scale about zero. Nothing is fitted, \
      so nothing is claimed.

      Examples:
        mesascope show Output/demo/runs/red-door --level 7
        mesascope show Output/demo/runs/red-door --level my-level.txt \\
          --site cell/hidden --ticks all --channels top:16
        mesascope show vin-8.safetensors --level mazes-8.safetensors \\
          --index 3 --site value
      """)

  @Argument(
    help: ArgumentHelp(
      "A checkpoint file, or the folder of a run (its last checkpoint is taken).",
      valueName: "checkpoint"),
    completion: .file())
  var checkpoint: String

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "A file of levels, or a number: the seed of a fresh level.", valueName: "file or seed"),
    completion: .file())
  var level = "1"

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Which level of the file, counted from 0. (default: 0)", valueName: "n"),
    transform: WholeNumber.within(0...Int.max))
  var index: Int = 0

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A site of the network; 'mesascope list sites'. (default: the last map of the squares, with ticks if one has "
        + "them)",
      valueName: "name"))
  var site: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The ticks that are shown: all, last or 0,1,5...8. (default: all)", valueName: "list"),
    transform: TickList.read)
  var ticks: TickList = .all

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The channels that are shown: all, top:N (those that vary most) or 0,3,7. (default: top:16)",
      valueName: "choice"), transform: ChannelChoice.read)
  var channels: ChannelChoice = .top(16)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder of the pictures.", valueName: "folder"),
    completion: .directory)
  var output = "Output/show"

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if index < 0 { throw ValidationError("--index is \(index); it must be 0 or more.") }
  }

  func run() throws {
    threads.apply()
    let network = try LoadedCheckpoint(checkpoint)
    let encoder = try network.encoder()
    let level = try chosenLevel(network)
    let views = try SiteView(
      network, level: level, encoder: encoder, site: site, ticks: ticks, channels: channels)
    let folder = try FigureFolder(
      output,
      provenance: CommandProvenance.make(
        checkpoint: network.digest, data: StudyLevels.digest(of: [level])))
    let picture = LevelPicture(level, network: network, encoder: encoder)
    let files = try folder.write([
      ("level", try picture.path()), ("observation", picture.observation()),
      (views.fileName, views.chart),
    ])
    Console.print("\(network.path): \(network.summary)")
    for (file, text) in zip(files, [try picture.caption(), picture.planes, views.summary]) {
      Console.print("  \(file.image): \(text)")
    }
  }

  private func chosenLevel(_ network: LoadedCheckpoint) throws -> MazeLevel {
    if let seed = UInt64(level) {
      guard let environment = try network.mazes() else {
        throw CommandFailure.noEnvironment(option: "--level")
      }
      return try StudyLevels(fresh: 1, of: environment, seed: seed).levels[0]
    }
    let levels = try LevelFile(path: level).levels
    guard levels.indices.contains(index) else {
      throw CommandFailure.noSuchLevel(index: index, count: levels.count, path: level)
    }
    return levels[index]
  }
}
