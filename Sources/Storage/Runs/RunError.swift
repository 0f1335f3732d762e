/// What can be wrong with the folder of a run.
package enum RunError: Error, Equatable, Sendable {
  /// The folder has no `run.yaml`.
  case notARun(path: String)
  /// A new run was to be made where one is already.
  case alreadyARun(path: String)
  /// Another process writes to the run.
  case inUse(path: String)
  /// The run has no checkpoint.
  case noCheckpoints(path: String)
  /// The run has no checkpoint at that step.
  case noSuchCheckpoint(path: String, step: Int, steps: [Int])
  /// One checkpoint of the series cannot be used.
  case brokenCheckpoint(path: String, reason: String)
  /// The columns of `metrics.csv` are not those that are to be appended.
  case metricsColumns(path: String, found: [String], expected: [String])
  /// A line of `metrics.csv` does not begin with a step, or has another number of fields.
  case metricsLine(path: String, line: Int, text: String)
}

extension RunError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notARun(let path):
      "'\(path)' is not the folder of a run: it has no 'run.yaml'. "
        + "Give the folder that a training wrote."
    case .alreadyARun(let path):
      "'\(path)' already holds a run. Continue it with --resume, or choose another folder."
    case .inUse(let path):
      "Another process trains the run in '\(path)'. Wait for it or stop it, or choose another "
        + "folder."
    case .noCheckpoints(let path):
      "The run in '\(path)' has no checkpoint. Train it first."
    case .noSuchCheckpoint(let path, let step, let steps):
      "The run in '\(path)' has no checkpoint at step \(step). "
        + (steps.isEmpty
          ? "It has none at all." : "It has \(steps.map(String.init).joined(separator: ", ")).")
    case .brokenCheckpoint(let path, let reason):
      "The checkpoint '\(path)' cannot be used: \(reason) Move it away or make it again."
    case .metricsColumns(let path, let found, let expected):
      "'\(path)' has the columns \(found.joined(separator: ",")) where "
        + "\(expected.joined(separator: ",")) are to be appended. "
        + "Move the file away, or continue with the version that wrote it."
    case .metricsLine(let path, let line, let text):
      "Line \(line) of '\(path)' is '\(text)', which is no row of metrics. "
        + "Correct or remove the line."
    }
  }
}
