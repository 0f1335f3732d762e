package import Environments
internal import Statistics
package import Storage
package import Training

/// One of the networks of a comparison.
package struct ComparedRun: Sendable {
  /// What sentences and figures call it; unique in a comparison.
  package let name: String
  package let subject: StudySubject
  package let environment: RedDoorEnvironment
  package let factors: RunFactors

  package init(
    _ name: String, _ subject: StudySubject, environment: RedDoorEnvironment, factors: RunFactors
  ) {
    self.name = name
    self.subject = subject
    self.environment = environment
    self.factors = factors
  }

  /// The network of a checkpoint.
  ///
  /// - Parameter configuration: that of its run, where there is one.
  /// - Throws: what the checkpoint is refused for, and where it names no mazes.
  package init(
    _ name: String, _ checkpoint: Checkpoint, run: String?, configuration: RunConfiguration?
  ) throws {
    let environment = try checkpoint.makeRedDoor()
    self.init(
      name, try StudySubject(checkpoint, run: run), environment: environment,
      factors: RunFactors(environment, checkpoint: checkpoint, configuration: configuration))
  }

  var digest: String { subject.identity.checkpoint ?? "" }

  /// Makes sure that networks can be compared: on mazes that all of them know, and none twice.
  ///
  /// - Throws: ``ComparisonError``.
  package static func check(_ runs: [ComparedRun]) throws(ComparisonError) {
    try checkMazes(runs.map { ($0.name, $0.environment) })
    for (index, run) in runs.enumerated() {
      let twin = runs.prefix(index).first { !run.digest.isEmpty && $0.digest == run.digest }
      if let twin { throw .sameNetwork(first: twin.name, second: run.name) }
    }
  }

  /// Makes sure that there are runs to compare and that their mazes are of one kind.
  ///
  /// - Parameter runs: what each is called, and where it was or will be trained.
  /// - Throws: ``ComparisonError``.
  package static func checkMazes(
    _ runs: [(name: String, environment: RedDoorEnvironment)]
  ) throws(ComparisonError) {
    guard let first = runs.first, runs.count > 1 else { throw .tooFewRuns(runs.count) }
    for run in runs {
      for (mine, theirs) in zip(mazes(first.environment), mazes(run.environment))
      where mine.value != theirs.value {
        throw .otherMazes(
          setting: mine.name, first: first.name, value: mine.value, second: run.name,
          other: theirs.value)
      }
    }
  }

  /// The settings that say which mazes there are, whatever stands in them.
  private static func mazes(
    _ environment: RedDoorEnvironment
  ) -> [(name: String, value: String)] {
    [
      ("side", "\(environment.side)"), ("generator", environment.generator.name),
      ("wall-share", environment.configuration["wall-share"] ?? "none"),
      ("openings", "\(environment.openings)"), ("braid", "\(environment.braid)"),
      ("distractors-end-episodes", "\(environment.distractorsEndEpisodes)"),
    ]
  }
}
