package import NeuralNetworks

/// A kind of network: its parameters, its sites, and how it computes.
///
/// One architecture is one file and one line of the ``Catalogue``.
package protocol Architecture: Sendable {
  /// The name in checkpoints and on the command line.
  static var name: String { get }
  /// What a checkpoint stores so that the same network can be made again.
  var configuration: ArchitectureConfiguration { get }
  /// The parameters in visiting order.
  var layout: ParameterLayout { get }
  /// Where activations are read and replaced, and how many ticks they have, in the order in which
  /// they are computed: what has no ticks and stands after sites with ticks follows the last tick.
  var sites: [SiteDescription] { get }
  /// Settings that ``configuration`` leaves out unless they are used.
  static var optionalSettings: [String] { get }
  /// What is carried from one step of an episode to the next; empty for networks that see each
  /// state anew.
  var memory: [MemoryDescription] { get }
  /// Records the computation and returns the action logits, `[read, 1, 1, action]`.
  func forward(_ input: AgentInput, on tape: Tape) -> Variable
  /// Records the computation and returns all that the network computes.
  func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads
}

// A network with a policy alone implements `forward`; one with a value or a memory implements
// `heads` too, and its `forward` gives their policy.
extension Architecture {
  package static var optionalSettings: [String] { [] }

  package var memory: [MemoryDescription] { [] }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    AgentHeads(policy: forward(input, on: tape))
  }
}
