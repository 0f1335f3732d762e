package import Agents
package import Storage

/// A training under way, one update at a time.
///
/// Every draw is a function of the seed and the number of the update, so that a trainer taken up
/// from a checkpoint ends with the same bytes as one that went on.
package protocol Trainer {
  var configuration: RunConfiguration { get }
  /// The network as it stands.
  var agent: Agent { get }
  /// Updates made so far.
  var update: Int { get }
  /// Floating-point operations of the network so far; see ``OperationCount``.
  var operations: Int { get }
  /// What ``measure()`` gives, by column of the metrics.
  var columns: [String] { get }

  /// One update of the parameters, with the experience that is due before it.
  ///
  /// - Throws: ``TrainingError/diverged(step:)``.
  mutating func advance() throws

  /// Figures since the last call, and how the network does on what it never trained on.
  ///
  /// The result does not depend on earlier calls but for the figures since the last one.
  mutating func measure() throws -> Measurement

  /// The trainer as it stands: the network, and all that its continuation needs.
  var checkpoint: Checkpoint { get }
}

extension Trainer {
  /// Whether the budget is used up.
  package var isDone: Bool { update >= configuration.updates }
}

/// A row of the metrics.
package struct Measurement: Sendable {
  /// One value a column; nil where there is nothing to say.
  package let values: [Double?]
  /// The row in a few words, for the progress line.
  package let summary: String

  package init(values: [Double?], summary: String) {
    self.values = values
    self.summary = summary
  }
}
