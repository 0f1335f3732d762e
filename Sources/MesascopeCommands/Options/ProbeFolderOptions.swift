internal import ArgumentParser

/// Where probes are described.
struct ProbeFolderOptions: ParsableArguments {
  @Option(
    name: .customLong("probes"),
    help: ArgumentHelp("The folder of probe files (one YAML file a probe).", valueName: "folder"),
    completion: .directory)
  var folder = "Probes"
}
