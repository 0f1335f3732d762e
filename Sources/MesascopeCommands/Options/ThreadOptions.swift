internal import ArgumentParser
internal import LinearAlgebra

/// How many threads share the work.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Threads that share the work; results do not depend on it. (default: all cores)",
      valueName: "n"), transform: WholeNumber.within(1...1024))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads); it must be 1 to 1024.")
    }
  }

  /// Sets the number of threads of this process.
  func apply() {
    if let threads { Parallel.threadCount = threads }
  }
}
