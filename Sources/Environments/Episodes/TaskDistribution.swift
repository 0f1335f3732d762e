/// What a network may be trained on: episodes of an ``Environment``, or samples with their targets.
package protocol TaskDistribution: Sendable {
  /// The name in run files, `environment: red-door`.
  static var name: String { get }
  /// The names of the settings, in the order they are shown.
  static var settings: [String] { get }
  /// All settings as text, with `environment` the name; ``init(configuration:)`` gives the same
  /// task back.
  var configuration: [String: String] { get }

  /// - Throws: ``EnvironmentError`` for an unknown setting or a value that cannot be read or is
  ///   out of range.
  init(configuration: [String: String]) throws(EnvironmentError)

  var observationShape: ObservationShape { get }
  /// What every number of an observation lies in; 0 to 1 where nothing else is said.
  var observationRange: ClosedRange<Float> { get }
  /// The number of outputs that a network for this task has: the actions of an environment.
  var outputCount: Int { get }
}

extension TaskDistribution {
  package var observationRange: ClosedRange<Float> { 0...1 }
}
