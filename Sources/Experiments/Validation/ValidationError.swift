/// Why a benchmark could not be run or read.
package enum ValidationError: Error, Equatable, Sendable, CustomStringConvertible {
  case badAcceptance(line: Int)
  case badRecord(path: String, reason: String)
  case otherBenchmark(path: String, seed: UInt64, expected: UInt64)
  case otherForm(path: String, reason: String)
  case nothingToScore

  package var description: String {
    switch self {
    case .badAcceptance(let line):
      "Line \(line) of the acceptance table is not network,test,expected,reason with expected one "
        + "of pass, fail, not applicable and free."
    case .badRecord(let path, let reason):
      "\(path) is no record of this benchmark: \(reason). Delete it to have the network run again."
    case .otherBenchmark(let path, let seed, let expected):
      "\(path) is of a benchmark of seed \(seed), not \(expected). Give another folder, or that seed."
    case .otherForm(let path, let reason):
      "\(path) was written by \(reason). Give another folder, or delete the file to have the network run "
        + "again."
    case .nothingToScore:
      "There is no positive or no negative network among the records, so nothing can be scored."
    }
  }
}

extension ValidationError {
  /// - Throws: ``otherBenchmark(path:seed:expected:)`` where a file is of another seed.
  static func check(_ path: String, seed: UInt64, is expected: UInt64) throws(ValidationError) {
    guard seed == expected else {
      throw .otherBenchmark(path: path, seed: seed, expected: expected)
    }
  }

  /// - Parameter revision: of the tests that a file is of; nil for one that does not say.
  /// - Throws: ``otherForm(path:reason:)`` where it is another.
  static func check(
    _ path: String, revision: Int?, is expected: Int
  ) throws(ValidationError) {
    guard revision == expected else {
      throw .otherForm(
        path: path,
        reason: "revision \(revision.map { "\($0)" } ?? "3 or earlier") of the tests, and this is "
          + "\(expected)")
    }
  }
}
