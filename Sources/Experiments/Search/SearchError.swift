/// Why a test of search could not be run.
package enum SearchError: Error, Equatable, Sendable {
  /// The checkpoint does not say what its planes are.
  case noEncoder(planes: Int)
  /// No checkpoint of a series could be used.
  case noUsableCheckpoint(broken: [String])
  /// The network has no site that changes over ticks or layers.
  case nothingToRead(architecture: String)
  /// None of the ticks asked for exists.
  case noSuchTicks(asked: [Int], allowed: [Int])
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
      "The architecture \(architecture) has no sites to read activations from."
    case .noSuchTicks(let asked, let allowed):
      "None of the ticks \(asked.map(String.init).joined(separator: ", ")) exists. There are "
        + "\(allowed.map(String.init).joined(separator: ", "))."
    }
  }
}
