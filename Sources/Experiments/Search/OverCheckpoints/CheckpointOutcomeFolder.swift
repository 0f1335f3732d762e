internal import Foundation
internal import Storage

/// A folder with one file a checkpoint that the tests of search are done with, so that a series which
/// was stopped goes on from there.
///
/// The name of a file says what it was measured by: other levels, settings, weights, versions or
/// revisions of the tests have other files, and nothing of one series gets into another.
package struct CheckpointOutcomeFolder: Sendable {
  /// The name of the folder within that of a report.
  package static let name = "checkpoints"

  package let path: String

  package init(path: String) { self.path = path }

  /// A number in hexadecimal that stands for everything that an outcome depends on.
  ///
  /// - Parameters:
  ///   - checkpoint: its digest.
  ///   - levels: the digest of the levels, or what they are drawn by.
  package static func key(
    checkpoint: String, levels: String, settings: SearchSettings, version: String
  ) -> String {
    let text = [
      checkpoint, levels, "\(settings)", version, "revision \(BenchmarkCard.revision)",
    ].joined(separator: "\n")
    return String(SHA256.hexadecimal(of: text).prefix(24))
  }

  /// The file of a checkpoint.
  package func file(step: Int, key: String) -> String {
    Path.join(path, "step-\(step)-\(key).json")
  }

  /// The outcome in a checkpoint's file; nil without one.
  ///
  /// - Throws: ``SearchSeriesError/badRecord(path:reason:)`` for a file that is none.
  package func read(step: Int, key: String) throws -> CheckpointOutcome? {
    let file = file(step: step, key: key)
    let found = try RecordFile.read(CheckpointOutcome.self, at: file) {
      SearchSeriesError.badRecord(path: file, reason: $0)
    }
    guard let outcome = found else { return nil }
    guard outcome.key == key, outcome.step == step else {
      throw SearchSeriesError.badRecord(
        path: file, reason: "it is of step \(outcome.step) and another series")
    }
    return outcome
  }

  /// Writes a checkpoint's file, and makes the folder where there is none.
  package func write(_ outcome: CheckpointOutcome) throws {
    try Folder.create(path)
    try RecordFile.write(outcome, to: file(step: outcome.step, key: outcome.key))
  }
}

/// Why a series of verdicts could not be made.
package enum SearchSeriesError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file of the folder is no outcome of the series.
  case badRecord(path: String, reason: String)

  package var description: String {
    switch self {
    case .badRecord(let path, let reason):
      "\(path) is no record of this series: \(reason). Remove it to have the checkpoint measured "
        + "again."
    }
  }
}
