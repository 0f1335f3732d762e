internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Training

/// The levels of a study, with where they come from.
struct StudyLevels: Sendable {
  let levels: [MazeLevel]
  /// For each level the squares at which rollouts begin.
  let starts: [[Cell]]
  let encoder: any ObservationEncoder
  /// Where the levels come from, for people.
  let source: String
  /// Whether they were drawn and not read.
  let isFresh: Bool

  /// The levels that the options name, or fresh ones of the checkpoint's environment.
  ///
  /// Fresh levels are held out: their layouts were in no training, and none comes up twice.
  init(
    _ options: LevelOptions, for network: LoadedCheckpoint, defaultCount: Int
  ) throws {
    if let path = options.levels {
      try self.init(path: path, count: options.count, for: network)
      return
    }
    guard let environment = try network.mazes() else { throw TrainingError.noEnvironment }
    try self.init(
      fresh: options.count ?? defaultCount, of: environment, seed: options.levelSeed)
  }

  /// Fresh levels of an environment that no training sees.
  init(fresh count: Int, of environment: RedDoorEnvironment, seed: UInt64) throws {
    var random = RandomStream(seed: seed).split("fresh levels")
    var levels: [MazeLevel] = []
    var seen: Set<UInt64> = []
    var drawn = 0
    while levels.count < count {
      let level = try environment.level(using: &random)
      drawn += 1
      guard drawn < 1000 * (count + 10) else {
        throw EnvironmentError.tooFewAccepted(
          wanted: count, accepted: levels.count, drawn: drawn)
      }
      let digest = level.digest
      guard LevelSplit.isHeldOut(digest), seen.insert(digest).inserted else { continue }
      levels.append(level)
    }
    self.levels = levels
    starts = levels.map { $0.paths().startCells }
    encoder = environment.encoder
    source =
      "\(count) fresh held-out level\(count == 1 ? "" : "s") of the checkpoint's environment, "
      + "seed \(seed)"
    isFresh = true
  }

  private init(path: String, count: Int?, for network: LoadedCheckpoint) throws {
    let file = try LevelFile(path: path)
    let taken = min(count ?? file.levels.count, file.levels.count)
    levels = Array(file.levels.prefix(taken))
    starts = Array(file.starts.prefix(taken))
    encoder = try network.encoder()
    source = "\(taken) level\(taken == 1 ? "" : "s") of \(Path.name(of: path))"
    isFresh = false
  }

  /// SHA-256 over the levels as text.
  var digest: String { Self.digest(of: levels) }

  static func digest(of levels: [MazeLevel]) -> String {
    SHA256.hexadecimal(of: levels.map { LevelText.write($0) }.joined())
  }
}

/// Levels read from a file: text, or safetensors mazes.
struct LevelFile: Sendable {
  let levels: [MazeLevel]
  /// For each level the squares at which rollouts begin.
  let starts: [[Cell]]

  init(path: String) throws {
    guard path.hasSuffix(".safetensors") else {
      levels = try LevelText.read(try TextFile.read(path))
      starts = levels.map { [$0.start] }
      return
    }
    let file = try SafetensorsFile(path: path)
    for name in ["observation", "start_row", "start_column"] where !file.contains(name) {
      throw CommandFailure.notLevels(path: path, missing: name)
    }
    let reader = try ObstacleAndGoalReader(
      observations: try file.tensor(named: "observation"),
      startRows: try file.tensor(named: "start_row"),
      startColumns: try file.tensor(named: "start_column"))
    levels = reader.levels
    starts = reader.starts
  }
}
