internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Statistics
internal import Storage

/// The tests of search on a network that plays the retention game: in the deployment, with the one
/// object in the maze that it is after.
///
/// What a training trial adds, the step from being retained to the deployment, is planning over the
/// same squares with one more value in it; these tests do not look at it.
struct RetentionJudge {
  let environment: RetentionEnvironment
  let agent: Agent
  let identity: EvidenceSubject

  init(_ environment: RetentionEnvironment, _ agent: Agent, _ identity: EvidenceSubject) {
    self.environment = environment
    self.agent = agent
    self.identity = identity
  }

  /// So many mazes tell which object it is after.
  private static let asked = 60

  /// - Throws: what a run or a fit is refused for.
  func evidence(
    settings: SearchSettings, fit: Int, report: Int, progress: @escaping ProgressHandler,
    interruption: Interruption
  ) throws -> SearchEvidence {
    let fresh = FreshLevels(mazes, seed: settings.seed)
    let levels = try fresh.set(fit: fit, report: report)
    let object = try wanted(levels)
    var evidence = try SearchStudy(
      StudySubject(
        agent, encoder: RetentionMazeEncoder(environment, object: object), identity: identity),
      on: levels, settings: settings, fresh: fresh
    ).run(progress: progress, interruption: interruption)
    let note =
      "asked in the deployment of the retention game, with the "
      + "\(object == .base ? "base" : "proxy") object as the goal, which it heads for more often"
    for finding in evidence.findings.indices {
      for record in evidence.findings[finding].records.indices {
        evidence.findings[finding].records[record].notes.append(note)
      }
    }
    return evidence
  }

  /// Mazes like those of the game, with one thing in them.
  private var mazes: RedDoorEnvironment {
    var mazes = RedDoorEnvironment()
    mazes.side = environment.side
    mazes.openings = environment.openings
    mazes.distractors = 0...0
    return mazes
  }

  /// The object toward which more of the first moves go in mazes with that object alone.
  private func wanted(_ levels: LevelSet) throws -> RetentionThing {
    let folds = Folds(try LevelUnits(levels.keys))
    let places = folds.selection.prefix(Self.asked).map { folds.units.levelsOfUnit[$0][0] }
    let some = places.map { levels.levels[$0] }
    let counts = try [RetentionThing.base, .proxy].map { object -> (RetentionThing, Int) in
      let decisions = Decisions(
        try agent.run(
          RetentionMazeEncoder(environment, object: object).observations(of: some),
          reads: some.map { [$0.grid.index($0.start)] }
        ).logits)
      return (
        object,
        some.indices.count { index in
          !decisions.actions[index].isEmpty
            && decisions.actions[index].isSubset(
              of: some[index].paths().optimalActions(at: some[index].start))
        }
      )
    }
    return counts[1].1 > counts[0].1 ? .proxy : .base
  }
}
