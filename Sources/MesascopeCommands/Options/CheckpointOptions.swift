internal import Agents
internal import ArgumentParser
internal import Environments
internal import NeuralNetworks
internal import Storage
internal import Training

/// Which network is studied: named alone, or with `--checkpoint`.
struct CheckpointOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A checkpoint file, or the folder of a run (its last checkpoint is taken).",
      valueName: "path"),
    completion: .file())
  var path: String?

  @Option(
    name: .customLong("checkpoint"),
    help: ArgumentHelp("The same, by name.", valueName: "path"), completion: .file())
  var named: String?

  var checkpoint: String { named ?? path ?? "" }

  func validate() throws {
    guard named != nil || path != nil else {
      throw ValidationError("Name a checkpoint file or the folder of a run.")
    }
    if let named, let path {
      throw ValidationError("One network at a time: '\(path)', or --checkpoint '\(named)'.")
    }
  }

  /// Reads the checkpoint and makes its network.
  func load() throws -> LoadedCheckpoint { try LoadedCheckpoint(checkpoint) }
}

/// A checkpoint with its network.
struct LoadedCheckpoint: Sendable {
  let path: String
  let checkpoint: Checkpoint
  let agent: Agent
  /// What the network was trained on; nil where the checkpoint does not say.
  let task: (any TaskDistribution)?
  /// What a file of another program was recognised as, in a sentence.
  let recognition: String?

  /// - Parameter path: a checkpoint, or a run whose last checkpoint is meant.
  init(_ path: String) throws {
    if Folder.isFolder(path) {
      let run = try RunFolder(path: path)
      try self.init(file: run.checkpointPath(step: try run.lastStep()))
    } else {
      try self.init(file: path)
    }
  }

  init(file: String) throws {
    path = file
    checkpoint = try Checkpoint.recognised(path: file)
    agent = try checkpoint.makeAgent()
    recognition = try checkpoint.recognition
    task = checkpoint.environment.isEmpty ? nil : try checkpoint.makeTask()
  }

  /// The mazes that the network was trained in; nil where it was something else, or the checkpoint
  /// does not say.
  var environment: RedDoorEnvironment? { task as? RedDoorEnvironment }

  /// The same, for what studies mazes alone.
  ///
  /// - Throws: ``TrainingError/notMazes(environment:)`` where it was something else.
  func mazes() throws -> RedDoorEnvironment? { task == nil ? nil : try checkpoint.makeRedDoor() }

  var digest: String { checkpoint.digest ?? "" }
  var architecture: String { type(of: agent.architecture).name }

  /// Whether the network thinks in ticks.
  var hasTicks: Bool { agent.architecture.sites.contains(where: \.hasTicks) }

  /// The first tick after which the network can act: 0 for one that can act without any.
  var firstTick: Int {
    agent.architecture.sites.filter(\.hasTicks).map(\.firstTick).min() ?? 0
  }

  /// How levels become observations for this network.
  ///
  /// - Throws: ``CommandFailure/noEncoder(planes:)``, and
  ///   ``TrainingError/notMazes(environment:)`` for a network that was trained on another task.
  func encoder() throws -> any ObservationEncoder {
    if task != nil { return try checkpoint.makeRedDoor().encoder }
    let encoder = ObstacleAndGoalEncoder()
    let planes = agent.architecture.configuration["planes"].flatMap { Int($0) } ?? 0
    guard planes == encoder.planes else { throw CommandFailure.noEncoder(planes: planes) }
    return encoder
  }

  /// The network in a few words, for people.
  var summary: String {
    let origin = checkpoint.isForeign ? "made by another program" : "step \(checkpoint.step)"
    return "\(architecture), \(agent.architecture.layout.parameterCount) parameters, \(origin)"
  }

  /// The network for programs.
  var json: JSON {
    .object([
      .init("path", .string(path)), .init("sha256", .string(digest)),
      .init("architecture", .string(architecture)), .init("step", .integer(checkpoint.step)),
    ])
  }
}
