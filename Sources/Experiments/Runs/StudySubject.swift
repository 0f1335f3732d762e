package import Agents
package import Environments
package import Statistics
package import Storage
internal import Training

/// A network under study: the agent, how levels become observations for it, and its identity in
/// records.
package struct StudySubject: Sendable {
  package let agent: Agent
  package var encoder: any ObservationEncoder
  /// Run, checkpoint and step as records name them.
  package var identity: EvidenceSubject
  /// The environment it was trained in, where the checkpoint says.
  package let environment: RedDoorEnvironment?

  package init(
    _ agent: Agent, encoder: any ObservationEncoder, identity: EvidenceSubject = EvidenceSubject(),
    environment: RedDoorEnvironment? = nil
  ) {
    self.agent = agent
    self.encoder = encoder
    self.identity = identity
    self.environment = environment
  }

  /// The network of a checkpoint.
  ///
  /// Without an environment in its metadata, a network of two planes is taken to read obstacle
  /// and goal.
  ///
  /// - Parameter run: the name of the run, for records.
  /// - Throws: ``SearchError/noEncoder(planes:)``, and what the checkpoint's architecture,
  ///   tensors or environment are refused for.
  package init(_ checkpoint: Checkpoint, run: String? = nil) throws {
    agent = try checkpoint.makeAgent()
    environment = checkpoint.environment.isEmpty ? nil : try checkpoint.makeRedDoor()
    if let environment {
      encoder = environment.encoder
    } else {
      let planes = agent.architecture.configuration["planes"].flatMap { Int($0) } ?? 0
      let mazes = ObstacleAndGoalEncoder()
      guard planes == mazes.planes else { throw SearchError.noEncoder(planes: planes) }
      encoder = mazes
    }
    identity = EvidenceSubject(
      run: run, checkpoint: checkpoint.digest, step: checkpoint.step, version: Version.text)
  }
}
