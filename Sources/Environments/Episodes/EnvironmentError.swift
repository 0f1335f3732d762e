/// What keeps an environment from drawing levels, or its configuration from being read.
package enum EnvironmentError: Error, Equatable, Sendable {
  /// A setting is outside of what it may be.
  case outOfRange(setting: String, value: String, allowed: String)
  /// No maze had room for the things with the ways that the level needs.
  case noRoom(things: Int, side: Int, mazes: Int)
  /// Too few of the levels drawn were accepted.
  case tooFewAccepted(wanted: Int, accepted: Int, drawn: Int)
  /// A configuration has a setting that does not exist.
  case unknownSetting(name: String, near: [String])
  /// A configuration's value cannot be read.
  case unreadable(setting: String, value: String, allowed: String)
  /// No environment has that name.
  case unknownEnvironment(name: String, known: [String])
  /// A kept state is none of its level.
  case badState(environment: String, code: UInt64)
  /// The levels of a file or folder cannot be used.
  case badLevels(source: String, reason: String)
  /// Nothing is known of the best actions at the start of a level.
  case noOptimalAction(environment: String)
  /// Kept episodes cannot be gone on with.
  case badHistory(reason: String)
}

extension EnvironmentError: CustomStringConvertible {
  /// What was wrong, where, and what to do.
  package var description: String {
    switch self {
    case .outOfRange(let setting, let value, let allowed):
      return "The environment's \(setting) is \(value); it must be \(allowed)."
    case .noRoom(let things, let side, let mazes):
      return "None of \(mazes) mazes of side \(side) had room for \(things) things with the ways "
        + "that the level needs; use a larger side or fewer things."
    case .tooFewAccepted(let wanted, let accepted, let drawn):
      return "Only \(accepted) of \(drawn) levels drawn met the conditions and \(wanted) are "
        + "wanted; ask for fewer, a lower hardness or a larger maze."
    case .unknownSetting(let name, let near):
      let hint =
        near.isEmpty ? "see the list of settings" : "did you mean \(near.joined(separator: ", "))?"
      return "The environment has no setting '\(name)'; \(hint)"
    case .unreadable(let setting, let value, let allowed):
      return "The environment's \(setting) cannot be '\(value)'; use \(allowed)."
    case .unknownEnvironment(let name, let known):
      return "There is no environment named \"\(name)\". Known are: "
        + "\(known.joined(separator: ", "))."
    case .badState(let environment, let code):
      return "The number \(code) is no state of its \(environment) level; the training state "
        + "that holds it is damaged. Resume from an earlier checkpoint."
    case .badLevels(let source, let reason):
      let end = reason.hasSuffix(".") ? "" : "."
      return "The levels of the source '\(source)' cannot be used: \(reason)\(end)"
    case .noOptimalAction(let environment):
      return
        "The best action at the start of a \(environment) level is not known: it cannot be won, "
        + "or has more states than the exact oracle may have (oracle-states)."
    case .badHistory(let reason):
      return "The episodes kept in the training state cannot be gone on with: \(reason). "
        + "Resume from an earlier checkpoint."
    }
  }
}
