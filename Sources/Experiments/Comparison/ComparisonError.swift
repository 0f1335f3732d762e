/// Why runs could not be compared.
package enum ComparisonError: Error, Equatable, Sendable {
  /// There are fewer than two.
  case tooFewRuns(Int)
  /// Two of them are one network.
  case sameNetwork(first: String, second: String)
  /// Two know other mazes.
  case otherMazes(setting: String, first: String, value: String, second: String, other: String)
  /// A file holds no record of a run.
  case badRecord(path: String, reason: String)
  /// A record is of other levels or tests.
  case otherRecord(path: String, what: String)
}

extension ComparisonError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooFewRuns(let count):
      "\(count) run\(count == 1 ? " is" : "s are") too few to compare; give at least two."
    case .sameNetwork(let first, let second):
      "'\(first)' and '\(second)' are the same network to the last bit, and counting it twice would "
        + "make one training look like two. Leave one of them out."
    case .otherMazes(let setting, let first, let value, let second, let other):
      "'\(first)' was trained in mazes with \(setting) \(value) and '\(second)' with \(other). Runs are "
        + "compared on the same levels, so the mazes have to be of one kind; compare these apart."
    case .badRecord(let path, let reason):
      "'\(path)' holds no measurement of a run: \(reason). Delete it to have the run measured again."
    case .otherRecord(let path, let what):
      "'\(path)' was measured with \(what). Choose another folder with --output, or delete the file to "
        + "have the run measured again."
    }
  }
}
