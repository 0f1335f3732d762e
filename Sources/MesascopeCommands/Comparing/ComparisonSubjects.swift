internal import Experiments
internal import Storage
internal import Training

/// The networks of a comparison as they were named.
struct ComparisonSubjects {
  let networks: [LoadedCheckpoint]
  let runs: [ComparedRun]

  /// - Parameter paths: checkpoints, or runs whose last checkpoints are meant.
  /// - Throws: where one names no mazes, and what a file is refused for.
  init(_ paths: [String]) throws {
    let networks = try paths.map { try LoadedCheckpoint($0) }
    for network in networks where try network.mazes() == nil {
      throw CommandFailure.needsEnvironment(path: network.path)
    }
    let names = Self.names(networks)
    self.networks = networks
    runs = try zip(names, networks).map { name, network in
      let run = try ComparedRun(
        name, network.checkpoint, run: network.runName, configuration: Self.configuration(network))
      return run
    }
  }

  /// The run's name where one checkpoint of it is compared, else the checkpoint's; apart where two are
  /// called alike.
  private static func names(_ networks: [LoadedCheckpoint]) -> [String] {
    var names: [String] = []
    for network in networks {
      let sameRun = networks.count { $0.runName == network.runName }
      var name = sameRun == 1 ? network.runName ?? network.shortName : network.shortName
      if names.contains(name) { name = network.path }
      names.append(name)
    }
    return names
  }

  /// The configuration of the run that a checkpoint lies in; nil for a checkpoint by itself, and for a
  /// run file of another version.
  private static func configuration(_ network: LoadedCheckpoint) -> RunConfiguration? {
    guard network.runName != nil,
      let run = try? RunFolder(path: Path.folder(of: Path.folder(of: network.path)))
    else { return nil }
    return try? RunConfiguration(yaml: try run.configuration())
  }
}
