import Agents
import Environments
import Foundation
import Storage
import TestSupport
import Testing
import Training

/// A training of a second or so.
enum TinyRun {
  static func configuration(
    updates: Int = 60, seed: UInt64 = 1, change: (inout RunConfiguration) -> Void = { _ in }
  ) -> RunConfiguration {
    var environment = RedDoorEnvironment()
    environment.side = 7
    environment.encoding = .separate
    var configuration = RunConfiguration(
      name: "tiny", seed: seed, environment: environment,
      architectureSettings: ArchitectureConfiguration([
        "channels": "8", "ticks": "5", "read-width": "8",
      ]))
    configuration.imitation?.updates = updates
    configuration.imitation?.batch = 16
    configuration.imitation?.ticks = 2...5
    // Small enough that old states are overwritten within the run.
    configuration.imitation?.replay = 150
    configuration.imitation?.episodes = 10
    configuration.imitation?.evaluationStates = 40
    change(&configuration)
    return configuration
  }

  /// The imitation trainer of a configuration.
  static func trainer(
    _ configuration: RunConfiguration, resuming checkpoint: Checkpoint? = nil
  ) throws -> ImitationTrainer<RedDoorEnvironment> {
    let made =
      try checkpoint.map { try configuration.training.makeTrainer(configuration, resuming: $0) }
      ?? configuration.makeTrainer()
    return try #require(made as? ImitationTrainer<RedDoorEnvironment>)
  }

  /// Everything that a run left: names, and the digest of each file but the one that tells how
  /// long it took.
  static func remains(_ path: String) throws -> [String: String] {
    var remains: [String: String] = [:]
    for name in try ScratchFolder.listing(of: path) {
      let file = path + "/" + name
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      remains[name] =
        isFolder.boolValue
        ? "folder"
        : name == "times.csv"
          ? "times" : SHA256.hexadecimal(of: try ScratchFolder.bytes(of: file))
    }
    return remains
  }

  /// What an uninterrupted run leaves.
  static func wholeRun(_ configuration: RunConfiguration) throws -> [String: String] {
    let folder = try ScratchFolder()
    var session = try TrainingSession(creating: folder.file("run"), configuration)
    let outcome = try session.train()
    guard outcome == .finished else { return [:] }
    return try remains(folder.file("run"))
  }

  /// Trains in a folder until the given step, as if a stop were asked for there.
  static func train(_ session: inout TrainingSession, until step: Int) throws
    -> TrainingSession.Outcome
  {
    let counter = StepCounter(step - session.update)
    return try session.train(interruption: Interruption { counter.isUsedUp() })
  }
}

/// Counts how often it is asked; a training asks once an update.
private final class StepCounter: @unchecked Sendable {
  private let lock = NSLock()
  private var left: Int

  init(_ left: Int) { self.left = left }

  func isUsedUp() -> Bool {
    lock.withLock {
      left -= 1
      return left < 0
    }
  }
}
