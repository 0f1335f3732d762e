/// Why a peer gave no figure.
enum PeerError: Error, Equatable, CustomStringConvertible {
  /// There is no Python environment at the path.
  case noEnvironment(path: String)
  case cannotStart(script: String, reason: String)
  /// The script ran and said that it cannot do its work.
  case refused(script: String, reason: String)
  /// The script ended, or said something that is not the protocol.
  case silent(script: String, said: String)

  var description: String {
    switch self {
    case .noEnvironment(let path):
      "there is no peer, since \(path) is missing; 'make bench' makes it when pip can fetch packages"
    case .cannotStart(let script, let reason):
      "the peer \(script) could not be started: \(reason)"
    case .refused(let script, let reason):
      "the peer \(script) cannot run: \(reason)"
    case .silent(let script, let said):
      said.isEmpty
        ? "the peer \(script) ended without an answer; its messages are above"
        : "the peer \(script) said '\(said)', which is no answer"
    }
  }
}
