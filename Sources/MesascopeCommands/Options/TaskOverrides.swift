internal import Environments
internal import Storage

/// A task with some settings changed from the command line.
struct TaskOverrides {
  let task: any TaskDistribution

  /// Settings that do not go with a changed one, and were not given themselves, fall back to their
  /// defaults: levels that are read from a file have no size to be generated in, and another
  /// environment has settings of its own.
  ///
  /// - Throws: ``CommandFailure/badTaskSetting(text:)``, and what the task says of its settings.
  init(_ base: any TaskDistribution, _ overrides: [String]) throws {
    var given: [String: String] = [:]
    for text in overrides {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw CommandFailure.badTaskSetting(text: text)
      }
      given[String(parts[0])] = String(parts[1])
    }
    task = try Self.made(base.configuration.merging(given) { $1 }, keeping: given)
  }

  private static func made(
    _ settings: [String: String], keeping given: [String: String]
  ) throws -> any TaskDistribution {
    let failure: EnvironmentError
    do {
      return try EnvironmentCatalogue.environment(settings)
    } catch {
      failure = error
    }
    let setting: String
    switch failure {
    case .unreadable(let name, _, _), .outOfRange(let name, _, _), .unknownSetting(let name, _):
      setting = name
    default: throw failure
    }
    guard given[setting] == nil, settings[setting] != nil else { throw failure }
    var rest = settings
    rest[setting] = nil
    return try made(rest, keeping: given)
  }
}
