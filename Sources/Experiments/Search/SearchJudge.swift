internal import Agents
package import Environments
internal import LinearAlgebra
internal import Statistics
package import Storage
internal import Training

/// The tests of search on the network of a checkpoint, whatever it acts in: mazes, regressions, or
/// something that the tests know no levels of.
package struct SearchJudge: Sendable {
  package let checkpoint: Checkpoint
  /// The name of the network in records.
  package let name: String?

  package init(_ checkpoint: Checkpoint, name: String? = nil) {
    self.checkpoint = checkpoint
    self.name = name
  }

  /// Whether a task has no levels to be read or drawn for it: T9 knows regressions, the retention game has
  /// mazes of its own, and of any other task but the mazes it is said why no test can be made.
  package static func bringsItsOwn(_ task: (any TaskDistribution)?) -> Bool {
    task != nil && !(task is RedDoorEnvironment)
  }

  /// Draws levels of the network's own environment and runs the tests; a network that acts in none
  /// is held against what can be said of it.
  ///
  /// Levels are held out of training and hard. Where the environment has too few hard ones, they are
  /// drawn as they come, and the tests that need hard levels say so.
  ///
  /// - Parameters:
  ///   - fit: the number of levels to fit on.
  ///   - report: the number of levels to report on.
  /// - Throws: what the checkpoint, a run or a fit is refused for.
  package func evidence(
    settings: SearchSettings, fit: Int, report: Int, progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> SearchEvidence {
    let task = checkpoint.environment.isEmpty ? nil : try checkpoint.makeTask()
    let agent = try checkpoint.makeAgent()
    let identity = EvidenceSubject(
      run: name, checkpoint: checkpoint.digest, step: checkpoint.step, version: Version.text)
    if let game = task as? RetentionEnvironment {
      return try RetentionJudge(game, agent, identity).evidence(
        settings: settings, fit: fit, report: report, progress: progress,
        interruption: interruption)
    }
    if let task, !(task is RedDoorEnvironment) {
      return try Self.withoutLevels(agent, task, identity, settings)
    }
    var subject: StudySubject
    do {
      subject = try StudySubject(checkpoint, run: name)
    } catch SearchError.noEncoder(_) {
      return Self.refused(
        identity, why: "the network reads no observation of mazes that is known here")
    }
    subject.identity = identity
    let fresh = FreshLevels(task as? RedDoorEnvironment, seed: settings.seed)
    let levels = try fresh.set(fit: fit, report: report)
    return try SearchStudy(subject, on: levels, settings: settings, fresh: fresh).run(
      progress: progress, interruption: interruption)
  }

  /// A network that acts on something else than mazes: whether its layers take gradient steps, where
  /// it is a regression.
  private static func withoutLevels(
    _ agent: Agent, _ task: any TaskDistribution, _ identity: EvidenceSubject,
    _ settings: SearchSettings
  ) throws -> SearchEvidence {
    let name = type(of: task).name
    let why =
      switch task {
      case is QuadraticProblems:
        "it is given one coordinate's gradient and returns a step, with no squares, no moves and nothing "
          + "to choose between"
      case is any SampleTask: "it answers \(name) problems, which have no squares to move on"
      default:
        "it acts in \(name), and the tests draw and edit mazes in which one agent goes to one thing"
      }
    var evidence = refused(identity, why: why)
    let random = RandomStream(seed: settings.seed).split("search")
    if let task = task as? RegressionTask,
      let matching = try IterateMatching(
        agent, on: task, untrained: settings.untrained, replicates: settings.replicates,
        random: random)
    {
      let place = evidence.findings.firstIndex { $0.id == TraceMatching.id }
      if let place { evidence.findings[place] = matching.finding(identity) }
    }
    return evidence
  }

  /// All ten tests, refused for one reason.
  private static func refused(_ identity: EvidenceSubject, why: String) -> SearchEvidence {
    let tests =
      SearchStudy.needingMaps + [
        CounterfactualEdits.refusal, ComputeScaling.refusal,
        RefusedTest(
          id: TraceMatching.id, title: "Whose steps are these? (T9)", test: TraceMatching.test,
          claim: "The network takes the steps of a search algorithm.",
          effectName: "unique share of a trace"),
      ]
    return SearchEvidence(tests.map { $0.finding(identity, reason: why) }.inOrderOfTests)
  }
}
