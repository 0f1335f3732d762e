internal import ArgumentParser
internal import Environments
internal import Figures
internal import Storage
internal import Training

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what is in a checkpoint, run, activation store, level file or figure.",
    discussion: """
      A figure says which command, checkpoint and data it was made from; a run whether it is \
      finished and how to go on; a checkpoint its architecture, sites and tensors. Files are read \
      whole where that is needed to say that they are whole.

      Examples:
        mesascope inspect Output/demo/runs/red-door
        mesascope inspect Output/demo/search/red-door/t1-increment.png --json
      """)

  @Argument(
    help: ArgumentHelp("A file or a folder.", valueName: "path"), completion: .file())
  var path: String

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  func run() throws {
    let (text, document) = try inspect()
    if json { Console.print(document) } else { Console.print(text) }
  }

  private func inspect() throws -> (String, JSON) {
    guard Folder.exists(path) else { throw FileError.missing(path: path) }
    if Folder.isFolder(path) {
      if Folder.exists(Path.join(path, "run.yaml")) {
        let run = try RunInspection(try RunFolder(path: path))
        return (run.text, run.json)
      }
      guard Folder.exists(Path.join(path, "manifest.json")) else {
        throw CommandFailure.unknownContent(path: path)
      }
      let store = StoreSummary(try ActivationStore(path: path))
      return (store.text, store.json)
    }
    switch path.split(separator: ".").last {
    case "png": return try figure()
    case "safetensors": return try safetensors()
    case "txt": return try levels()
    default: throw CommandFailure.unknownContent(path: path)
    }
  }

  private func figure() throws -> (String, JSON) {
    let picture = try PNGPicture(path: path)
    let lines =
      ["\(path): picture of \(picture.width) x \(picture.height) pixels"]
      + picture.text.map { "  \($0.name): \($0.value)" }
    return (
      lines.joined(separator: "\n"),
      .object([
        .init("kind", "figure"), .init("path", .string(path)),
        .init("width", .integer(picture.width)), .init("height", .integer(picture.height)),
        .init("text", .object(picture.text.map { .init($0.name, .string($0.value)) })),
      ])
    )
  }

  /// A checkpoint, or any other file of tensors.
  private func safetensors() throws -> (String, JSON) {
    let file = try SafetensorsFile(path: path)
    if file.metadata["architecture"] != nil
      || Checkpoint.architecture(ofTensors: file.names) != nil
    {
      let summary = CheckpointSummary(network: try LoadedCheckpoint(file: path))
      return (summary.text, summary.json)
    }
    let lines =
      ["\(path): \(file.entries.count) tensors, no checkpoint", "  sha256: \(file.digest())"]
      + file.metadata.keys.sorted().map { "  \($0): \(file.metadata[$0] ?? "")" }
      + file.entries.map { "    \($0.name)  \($0.type.rawValue)  \($0.shape)" }
    return (
      lines.joined(separator: "\n"),
      .object([
        .init("kind", "tensors"), .init("path", .string(path)),
        .init("sha256", .string(file.digest())),
        .init("metadata", CheckpointSummary.json(file.metadata)),
        .init(
          "tensors",
          .array(
            file.entries.map { entry in
              .object([
                .init("name", .string(entry.name)), .init("type", .string(entry.type.rawValue)),
                .init("shape", .array(entry.shape.map { .integer($0) })),
              ])
            })),
      ])
    )
  }

  private func levels() throws -> (String, JSON) {
    let levels = try LevelFile(path: path).levels
    let lines =
      ["\(path): \(levels.count) level\(levels.count == 1 ? "" : "s")"]
      + levels.map { level in
        "  \(level.id)  \(level.grid.rows) x \(level.grid.columns), "
          + level.objects.map(\.type.name).joined(separator: ", ")
          + ", \(level.paths().distance(at: level.start)) steps to the goal, hardness "
          + NumberFormat.fixed(Hardness(level).share, 2)
      }
    return (
      lines.joined(separator: "\n"),
      .object([
        .init("kind", "levels"), .init("path", .string(path)),
        .init(
          "levels",
          .array(
            levels.map { level in
              .object([
                .init("id", .string(level.id)), .init("rows", .integer(level.grid.rows)),
                .init("columns", .integer(level.grid.columns)),
                .init("steps", .integer(level.paths().distance(at: level.start))),
                .init("hardness", .number(Hardness(level).share)),
              ])
            })),
      ])
    )
  }
}
