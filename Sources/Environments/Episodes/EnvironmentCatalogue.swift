/// The environments and other tasks that a run file may name.
package enum EnvironmentCatalogue {
  /// One line a task.
  package static let all: [any TaskDistribution.Type] = [
    RedDoorEnvironment.self,
    SokobanEnvironment.self,
    KeysAndChestsEnvironment.self,
    CheeseEnvironment.self,
    RetentionEnvironment.self,
    BanditEnvironment.self,
    GoalRecallEnvironment.self,
    IdentityEnvironment.self,
    FixedSequenceEnvironment.self,
    FixedArmsEnvironment.self,
    TwoStateEnvironment.self,
    ChainEnvironment.self,
    RegressionTask.self,
    CountingTask.self,
    QuadraticProblems.self,
  ]

  /// Those with episodes.
  package static let episodic: [any Environment.Type] = all.compactMap {
    $0 as? any Environment.Type
  }

  /// The environment of a configuration, by its `environment` entry; red-door without one.
  ///
  /// - Throws: ``EnvironmentError``.
  package static func environment(
    _ configuration: [String: String]
  ) throws(EnvironmentError) -> any TaskDistribution {
    let name = configuration["environment"] ?? RedDoorEnvironment.name
    guard let type = all.first(where: { $0.name == name }) else {
      throw .unknownEnvironment(name: name, known: all.map { $0.name })
    }
    return try type.init(configuration: configuration)
  }
}
