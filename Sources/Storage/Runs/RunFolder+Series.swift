// Checking a whole series before an analysis of it begins.
extension RunFolder {
  /// Makes sure that every checkpoint of the run can be used: each file is whole, says the step
  /// of its name, and has the architecture, configuration, seed and parameter shapes of the first.
  ///
  /// Reads headers only, so it is fast for any size.
  /// Throws ``RunError/brokenCheckpoint(path:reason:)`` with the first one that is not.
  /// - Returns: the steps, rising.
  @discardableResult
  package func checkSeries() throws -> [Int] {
    let steps = try steps()
    var first: Outline?
    for step in steps {
      let file = checkpointPath(step: step)
      do {
        let outline = try Outline(path: file)
        if let problem = outline.problem(step: step, after: first) {
          throw RunError.brokenCheckpoint(path: file, reason: problem)
        }
        first = first ?? outline
      } catch let error as RunError {
        throw error
      } catch {
        throw RunError.brokenCheckpoint(path: file, reason: "\(error)")
      }
    }
    return steps
  }

  /// What a checkpoint says of itself.
  private struct Outline {
    let keys: CheckpointKeys
    let name: String
    let shapes: [(name: String, shape: [Int])]

    init(path: String) throws {
      let file = try SafetensorsFile(path: path)
      keys = try CheckpointKeys(metadata: file.metadata, path: path)
      name = Path.name(of: path)
      shapes = file.entries.filter { !$0.name.hasPrefix("state/") }.map { ($0.name, $0.shape) }
    }

    /// Why it does not belong to the series that begins with `first`, as a sentence.
    func problem(step: Int, after first: Outline?) -> String? {
      if keys.step != step { return "its metadata says step \(keys.step)." }
      guard let first else { return nil }
      if keys.architecture != first.keys.architecture {
        return "its architecture is '\(keys.architecture)' and that of '\(first.name)' is "
          + "'\(first.keys.architecture)'."
      }
      if keys.configuration != first.keys.configuration {
        return "its configuration is not that of '\(first.name)'."
      }
      if keys.seed != first.keys.seed {
        return "its seed is \(keys.seed) and that of '\(first.name)' is \(first.keys.seed)."
      }
      for (own, other) in zip(shapes, first.shapes) where own != other {
        return "its parameter '\(own.name)' of shape \(own.shape) stands where '\(first.name)' "
          + "has '\(other.name)' of shape \(other.shape)."
      }
      if shapes.count != first.shapes.count {
        return "it has \(shapes.count) parameters and '\(first.name)' has "
          + "\(first.shapes.count)."
      }
      return nil
    }
  }
}
