internal import ArgumentParser
internal import Experiments
internal import Statistics

/// Which cells a scan has and how they are measured.
struct ScanOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What a probe sees of a site: 1x1 (the square), 3x3 (its neighbours too), whole or mean (all "
        + "squares, for labels of whole samples); may be repeated. (default: 1x1 and 3x3 of a "
        + "checkpoint; those that fit the labels of activations)", valueName: "kernel"))
  var kernel: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Sites by name, '*' for any characters; may be repeated. (default: all)",
      valueName: "pattern"))
  var site: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The ticks: all, last or 1,5...8. (default: all)", valueName: "list"),
    transform: TickList.read)
  var ticks: TickList = .all

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Exchanges of whole label maps between levels behind every p-value. (default: 1000)",
      valueName: "n"), transform: WholeNumber.within(20...1_000_000))
  var permutations: Int = 1000

  func validate() throws {
    for text in kernel where ScanKernel(rawValue: text) == nil {
      throw ValidationError(
        "--kernel \(text) is none; it is one of "
          + "\(ScanKernel.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    guard (20...1_000_000).contains(permutations) else {
      throw ValidationError(
        "--permutations is \(permutations); it must be 20 (fewer could give no cell a star) to 1000000."
      )
    }
  }

  var kernels: [ScanKernel] {
    kernel.compactMap(ScanKernel.init(rawValue:)).reduce(into: []) { result, next in
      if !result.contains(next) { result.append(next) }
    }
  }

  var sites: [String] { site.isEmpty ? ["*"] : site }

  var probeTicks: ProbeDefinition.Ticks {
    switch ticks {
    case .all: .all
    case .last: .last
    case .these(let numbers): .listed(numbers)
    }
  }

  /// Whether anything was said about the scan.
  var isGiven: Bool {
    !kernel.isEmpty || !site.isEmpty || ticks != .all || permutations != 1000
  }
}
