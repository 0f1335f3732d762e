// The series of checkpoints of a run.
extension RunFolder {
  private static let prefix = "step-"
  private static let ending = ".safetensors"

  /// The name of the checkpoint at a step: `step-000000500.safetensors`.
  package static func checkpointName(step: Int) -> String {
    precondition(step >= 0, "A checkpoint at the negative step \(step) has no name.")
    let digits = String(step)
    let padding = String(repeating: "0", count: max(0, 9 - digits.count))
    return prefix + padding + digits + ending
  }

  /// The path of the checkpoint at a step, whether it exists or not.
  package func checkpointPath(step: Int) -> String {
    Path.join(checkpointsPath, Self.checkpointName(step: step))
  }

  /// The steps that have a checkpoint, rising. Files with other names are passed over.
  package func steps() throws -> [Int] {
    guard Folder.exists(checkpointsPath) else { return [] }
    let steps = try Folder.names(in: checkpointsPath).compactMap { name -> Int? in
      guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.ending) else { return nil }
      let digits = name.dropFirst(Self.prefix.count).dropLast(Self.ending.count)
      guard let step = Int(digits), step >= 0, Self.checkpointName(step: step) == name else {
        return nil
      }
      return step
    }
    return steps.sorted()
  }

  /// The last step that has a checkpoint.
  package func lastStep() throws -> Int {
    guard let last = try steps().last else { throw RunError.noCheckpoints(path: path) }
    return last
  }

  /// Writes a checkpoint under its step's name and returns its digest.
  @discardableResult
  package func write(_ checkpoint: Checkpoint) throws -> String {
    try checkpoint.write(to: checkpointPath(step: checkpoint.step))
  }

  /// Reads the checkpoint at a step.
  ///
  /// Throws ``RunError/noSuchCheckpoint(path:step:steps:)`` if there is none and
  /// ``RunError/brokenCheckpoint(path:reason:)`` if it is not what its name says.
  package func checkpoint(step: Int) throws -> Checkpoint {
    let file = checkpointPath(step: step)
    guard Folder.exists(file) else {
      throw RunError.noSuchCheckpoint(path: path, step: step, steps: try steps())
    }
    let checkpoint: Checkpoint
    do {
      checkpoint = try Checkpoint(path: file)
    } catch {
      throw RunError.brokenCheckpoint(path: file, reason: "\(error)")
    }
    guard checkpoint.step == step else {
      throw RunError.brokenCheckpoint(
        path: file, reason: "its metadata says step \(checkpoint.step).")
    }
    return checkpoint
  }

  /// Removes the checkpoints after a step, as when a run is continued from there.
  package func removeCheckpoints(after step: Int) throws {
    for later in try steps() where later > step {
      try Folder.removeFile(checkpointPath(step: later))
    }
  }

  /// Removes the checkpoint at a step; nothing happens if there is none.
  package func removeCheckpoint(step: Int) throws {
    guard Folder.exists(checkpointPath(step: step)) else { return }
    try Folder.removeFile(checkpointPath(step: step))
  }
}
