internal import ArgumentParser
internal import Experiments
internal import Storage

/// Where probes are described.
struct ProbeFolderOptions: ParsableArguments {
  @Option(
    name: .customLong("probes"),
    help: ArgumentHelp(
      "The folder of probe files (one YAML file a probe). (default: Probes; where there is none, the "
        + "probes that the command carries)", valueName: "folder"),
    completion: .directory)
  var given: String?

  /// The folder that is read; nil where the command's own probes are taken.
  private var folder: String? {
    given ?? (Folder.isFolder(Self.usual) ? Self.usual : nil)
  }

  private static let usual = "Probes"

  /// Where the probes come from, in words.
  var origin: String {
    folder.map { "from the folder \($0)" }
      ?? "carried with the command, as there is no folder \(Self.usual) here"
  }

  /// All probes.
  func all() throws -> [ProbeDefinition] {
    try folder.map { try ProbeFolder.all(in: $0) } ?? CarriedProbes.all()
  }

  /// The probes of these names: ids, or files.
  func definitions(_ names: [String]) throws -> [ProbeDefinition] {
    try names.map { name in
      if name.hasSuffix(".yaml") { return try ProbeDefinition(path: name) }
      return try folder.map { try ProbeFolder.probe(name, in: $0) } ?? CarriedProbes.probe(name)
    }
  }
}
