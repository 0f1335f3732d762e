package import Agents
internal import Environments
internal import LinearAlgebra
package import Storage

extension Checkpoint {
  /// The architecture of a file that does not name it, by the names of its tensors.
  package static func architecture(ofTensors names: [String]) -> String? {
    PublishedRecurrentPolicy.isRecognised(by: names) ? GatedRecurrentUnit.name : nil
  }

  /// Reads a checkpoint, or what another program published without saying what it is.
  ///
  /// A published policy of three inputs and two actions is of the task of remembering a goal
  /// (``GoalRecallEnvironment``), the only one published with it that has these; its environment is
  /// filled in.
  ///
  /// - Throws: as ``init(path:recognising:)``, and ``ArchitectureError`` where the tensors are named as
  ///   a published network's and do not go together.
  package static func recognised(path: String) throws -> Checkpoint {
    var checkpoint = try Checkpoint(path: path, recognising: architecture(ofTensors:))
    if let network = try checkpoint.publishedPolicy()?.network, checkpoint.environment.isEmpty,
      (network.planes, network.actions) == (3, 2)
    {
      checkpoint.environment = GoalRecallEnvironment().configuration
    }
    return checkpoint
  }

  /// The policy of another program that the tensors are named as; nil where they are not.
  ///
  /// - Throws: ``ArchitectureError`` where they do not go together.
  package func publishedPolicy() throws -> PublishedRecurrentPolicy? {
    guard architecture == GatedRecurrentUnit.name,
      PublishedRecurrentPolicy.isRecognised(by: parameters.lazy.map(\.name))
    else { return nil }
    return try PublishedRecurrentPolicy(parameters)
  }

  /// What the file was recognised as and is taken to have been trained on, in a sentence; nil for
  /// what says it itself.
  package var recognition: String? {
    get throws {
      guard let policy = try publishedPolicy() else { return nil }
      guard environment["environment"] == GoalRecallEnvironment.name else {
        return policy.recognition
      }
      return policy.recognition + " Three inputs and two actions are those of its Proof-of-Concept "
        + "Memory Task, here the environment \(GoalRecallEnvironment.name)."
    }
  }
}
