internal import ArgumentParser

/// Which levels a network is studied on.
struct LevelOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A text file of levels, or safetensors with observation, start_row and start_column. "
        + "(default: fresh levels of the environment that the checkpoint names)",
      valueName: "file"),
    completion: .file())
  var levels: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("How many levels are taken.", valueName: "n"),
    transform: WholeNumber.within(1...1_000_000))
  var count: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The seed from which fresh levels are drawn. (default: 1)", valueName: "n"),
    transform: WholeNumber.seed)
  var levelSeed: UInt64 = 1

  func validate() throws {
    if let count, !(1...1_000_000).contains(count) {
      throw ValidationError("--count is \(count); it must be 1 to 1000000.")
    }
  }
}
