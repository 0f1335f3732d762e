internal import ArgumentParser
internal import Experiments
internal import Storage

/// Activations that others made, with what belongs to them.
struct ExternalOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Activations written by any program: a .safetensors, .npy or .npz file, or a folder of them. "
        + "Each array is a site: [n, p], [n, tick, p], [n, row, column, p] or "
        + "[n, tick, row, column, p]; ticks count from 0. Or a folder that 'mesascope capture' wrote, "
        + "which says which ticks it has.", valueName: "path"),
    completion: .file())
  var activations: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How arrays with rows and columns are laid out, the observation too: nhwc, channels last, or "
        + "nchw, channels before rows and columns, as PyTorch's convolutions have them. (default: "
        + "nhwc)", valueName: "layout"))
  var layout: ArrayLayout?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What is to be read: the name of labels in the activations' files, a file, or file:array; "
        + "may be repeated. [n] or [n, row, column]; whole numbers and names are classes (-1: no "
        + "label), other numbers amounts (NaN: no label).", valueName: "labels"))
  var labels: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which rows belong together, such as the level or episode of each: as --labels, [n] of whole "
        + "numbers or names. 'rows' if every row is a level of its own. (default: the 'groups' of "
        + "the activations' files)", valueName: "groups"))
  var groups: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the network was given, [n, q] or [n, row, column, plane]: scores are then increments "
        + "over it. (default: what a captured folder holds)", valueName: "array"))
  var observation: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The same activations of a network of the same shape before training; may be repeated, one "
        + "a network.", valueName: "path"), completion: .file())
  var untrained: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Labels whose whole numbers are amounts, not classes; may be repeated.",
      valueName: "labels"))
  var values: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "How far a square's patch of the observation reaches: 4 is 9x9. (default: 4)",
      valueName: "squares"), transform: WholeNumber.within(0...64))
  var radius: Int = 4

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed of resamples and exchanges. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var seed: UInt64 = 1

  @Flag(
    name: .long,
    help: "Pass over the activations block by block, as is done with more than 1 GB a place.")
  var stream = false

  @Flag(
    name: .long,
    help: "Go on where samples of different groups are the same to the last digit.")
  var allowRepeats = false

  func validate() throws {
    guard (0...64).contains(radius) else {
      throw ValidationError("--radius is \(radius); it must be 0 to 64.")
    }
    guard activations == nil else { return }
    for (name, isGiven) in [
      ("--labels", !labels.isEmpty), ("--groups", groups != nil),
      ("--observation", observation != nil), ("--untrained", !untrained.isEmpty),
      ("--values", !values.isEmpty), ("--stream", stream),
      ("--allow-repeats", allowRepeats), ("--radius", radius != 4), ("--seed", seed != 1),
      ("--layout", layout != nil),
    ] where isGiven {
      throw ValidationError("\(name) belongs to --activations, which is not given.")
    }
  }

  /// The activations with everything that belongs to them, checked to fit together.
  func load(_ path: String) throws -> ExternalData {
    try ExternalData(
      activations: path, labels: labels, groups: groups, observation: observation,
      untrained: untrained, values: values, layout: layout ?? .channelsLast)
  }
}

extension ArrayLayout: ExpressibleByArgument {}
