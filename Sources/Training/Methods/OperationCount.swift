import Agents
import Environments
import Storage

/// Counts the floating-point operations of the network that a training takes: of passes that
/// choose or value, and of gradients, which cost three passes each. What is measured on held-out
/// levels is left out.
struct OperationCount: Sendable {
  private(set) var total: Int
  private let shape: ObservationShape
  /// Of a pass over one sample, by its ticks.
  private var known: [Int: Int] = [:]

  /// Begins at what a stage before took, or where a checkpoint left it.
  init(_ configuration: RunConfiguration, resuming checkpoint: Checkpoint? = nil) throws {
    shape = configuration.environment.observationShape
    total =
      try checkpoint.map { try $0.stateInteger(Self.key, in: 0...Int.max) }
      ?? configuration.operationsBefore
  }

  /// The name in a checkpoint's state.
  static let key = "operations"

  /// - Parameter ticks: the architecture's own number when nil.
  mutating func addPasses(_ samples: Int, _ agent: Agent, ticks: Int? = nil) {
    let ticks = ticks ?? agent.defaultTicks
    let each =
      known[ticks]
      ?? agent.operations(
        rows: shape.rows, columns: shape.columns, planes: shape.planes, ticks: ticks)
    known[ticks] = each
    total += samples * each
  }

  /// Samples of a loss whose gradient is taken.
  mutating func addGradients(_ samples: Int, _ agent: Agent, ticks: Int? = nil) {
    addPasses(3 * samples, agent, ticks: ticks)
  }
}
