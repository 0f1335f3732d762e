/// The folder of one training.
///
///     run.yaml                              the whole configuration, seed and version
///     checkpoints/step-000000500.safetensors
///     metrics.csv                           one row an evaluation
///     times.csv                             seconds of training at each row
package struct RunFolder: Sendable, Equatable {
  package let path: String

  private init(unchecked path: String) { self.path = path }

  /// The folder of a run that exists.
  package init(path: String) throws {
    guard Folder.exists(path) else { throw FileError.missing(path: path) }
    guard Folder.isFolder(path) else { throw FileError.notAFolder(path: path) }
    self.init(unchecked: path)
    guard Folder.exists(configurationPath) else { throw RunError.notARun(path: path) }
  }

  /// Makes the folder of a new run and writes its configuration.
  ///
  /// To be called before long work: it makes sure that files can be written. A folder that
  /// exists is used when it holds no run and no checkpoints.
  package static func create(at path: String, configuration: String) throws -> RunFolder {
    try createLocked(at: path, configuration: configuration).run
  }

  /// The same, with the right to write to it: of two that make a run in one folder at once, one is
  /// refused before it changes anything.
  package static func createLocked(
    at path: String, configuration: String
  ) throws -> (run: RunFolder, lock: RunLock) {
    let run = RunFolder(unchecked: path)
    try Folder.prepareForOutput(path)
    let lock = try run.lock()
    guard try !Folder.exists(run.configurationPath) && run.steps().isEmpty else {
      throw RunError.alreadyARun(path: path)
    }
    try Folder.prepareForOutput(run.checkpointsPath)
    try AtomicFile.write(text: configuration, to: run.configurationPath)
    return (run, lock)
  }

  /// Makes sure that the run can be continued here, and removes what a killed process left.
  ///
  /// To be called before long work, and only while no other process writes to the run.
  package func prepareForResume() throws {
    try Folder.prepareForOutput(path)
    try Folder.prepareForOutput(checkpointsPath)
    try AtomicFile.removeLeftovers(in: path)
    try AtomicFile.removeLeftovers(in: checkpointsPath)
  }

  package var configurationPath: String { Path.join(path, "run.yaml") }
  package var checkpointsPath: String { Path.join(path, "checkpoints") }
  package var metricsPath: String { Path.join(path, "metrics.csv") }
  /// The one file that differs between two runs of the same configuration.
  package var timesPath: String { Path.join(path, "times.csv") }

  /// The text of `run.yaml`.
  package func configuration() throws -> String { try TextFile.read(configurationPath) }

  /// The rows of `metrics.csv`.
  package func metrics() throws -> CSVTable { try CSVTable(path: metricsPath) }

  /// Opens `metrics.csv` for appending; see ``MetricsLog``.
  package func appendMetrics(columns: [String], after step: Int? = nil) throws -> MetricsLog {
    try MetricsLog(path: metricsPath, columns: columns, keepingThrough: step)
  }
}
