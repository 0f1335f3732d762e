/// Why a test of search could not be run.
package enum SearchError: Error, Equatable, Sendable {
  /// The checkpoint does not say what its planes are.
  case noEncoder(planes: Int)
  /// No checkpoint of a series could be used.
  case noUsableCheckpoint(broken: [String])
  /// The network does not come to any tick of the site that is read.
  case nothingToRead(architecture: String)
  /// None of the ticks asked for exists.
  case noSuchTicks(asked: [Int], allowed: [Int])
  /// Too few levels have an edit that changes something, in the fit or in the report folds.
  case tooFewEdits(fit: Int, report: Int)
}

extension SearchError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noEncoder(let planes):
      "The checkpoint does not name its environment, and its \(planes) observation planes are not "
        + "the two of obstacle-and-goal mazes. Add the environment to the checkpoint's metadata."
    case .noUsableCheckpoint(let broken):
      "No checkpoint can be used. " + broken.joined(separator: " ")
    case .nothingToRead(let architecture):
      "With so few ticks the \(architecture) passes no site whose activations could be read. Give "
        + "it more ticks."
    case .noSuchTicks(let asked, let allowed):
      "None of the ticks \(asked.map(String.init).joined(separator: ", ")) exists. There are "
        + "\(allowed.map(String.init).joined(separator: ", "))."
    case .tooFewEdits(let fit, let report):
      "\(fit) levels to fit on and \(report) to report on have an edit that changes the steps to the "
        + "goal; both numbers have to be 2 or more. Draw more levels."
    }
  }
}
