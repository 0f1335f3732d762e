internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Training

/// The tests of goals on one network, or on two on the same levels.
struct GoalTests {
  /// A network, and the run it comes from if its development is followed too.
  struct Entry {
    let network: LoadedCheckpoint
    let run: RunStudy?

    /// - Parameter path: a checkpoint, or a run.
    init(_ path: String) throws {
      network = try LoadedCheckpoint(path)
      run = Folder.isFolder(path) ? try RunStudy(path) : nil
    }

    var name: String { network.runName ?? network.shortName }
  }

  let entries: [Entry]
  let levels: GoalLevels
  private let random: RandomStream
  private let seed: UInt64

  /// Draws the levels from the first network's environment.
  init(_ entries: [Entry], count: Int, seed: UInt64) throws {
    for entry in entries where try entry.network.mazes() == nil {
      throw CommandFailure.needsEnvironment(path: entry.network.path)
    }
    guard let environment = entries.first?.network.environment else {
      throw TrainingError.noEnvironment
    }
    self.entries = entries
    self.seed = seed
    random = RandomStream(seed: seed).split("goals")
    levels = try GoalLevels(
      environment, factorial: count, train: max(50, count / 2), shift: max(50, count / 2),
      allowing: LevelSplit.isHeldOut, random: random.split("levels"))
  }

  var source: String {
    "fresh held-out mazes: \(levels.factorial.count) with two things (of each of the 36 pairs equally many), "
      + "besides these \(levels.train.count) as in training and \(levels.shift.count) shifted; seed \(seed)"
  }

  /// What is found of the networks.
  struct Outcome {
    /// One a network; none where only part of the tests were asked for.
    let answers: [GoalAnswer]
    /// The comparison first where there are two, then those of each.
    let findings: [Finding]
  }

  /// Asks everything.
  ///
  /// - Parameters:
  ///   - checkpoints: the greatest number of checkpoints a run that are measured.
  ///   - questions: what probes ask of squares.
  ///   - isWhole: whether codes are taken out and objectives inferred too.
  ///   - updates: batches on which small updates are taken; none when 0.
  ///   - isOverCheckpoints: whether what the choice goes by is followed over a run's checkpoints.
  func run(
    checkpoints: Int = 12, questions: [GoalConcept.Question] = GoalConcept.Question.allCases,
    isWhole: Bool = true, isOverCheckpoints: Bool = false, updates: Int = 0,
    progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> Outcome {
    var studies: [GoalStudy] = []
    var answers: [GoalAnswer] = []
    var findings: [Finding] = []
    for entry in entries {
      let subject = try entry.network.subject()
      var settings = GoalStudy.Settings()
      settings.concepts.questions = questions
      settings.isWhole = isWhole
      if updates > 0, let environment = entry.network.environment {
        settings.updates = (
          try UpdateLevels(
            environment, batches: updates, allowing: LevelSplit.isHeldOut,
            random: random.split("updates")), updates
        )
      }
      let study = try GoalStudy(
        of: subject.agent, name: entry.name, on: levels, encoder: subject.encoder,
        settings: settings, step: entry.network.checkpoint.step, random: random, progress: progress,
        interruption: interruption)
      studies.append(study)
      var own = study.findings(subject.identity)
      var development: GoalDevelopment?
      var course: GoalCourse?
      var noCourse: String?
      if let run = entry.run {
        let followed = try GoalDevelopment(
          entry.name, steps: run.steps.thinned(to: checkpoints),
          agent: { try run.run.checkpoint(step: $0).makeAgent() }, levels: levels,
          encoder: subject.encoder, random: random, progress: progress,
          interruption: interruption)
        own.append(followed.finding(subject.identity).noting(subject.agent.carriedNote))
        development = followed
        if isOverCheckpoints {
          do {
            let measured = try self.course(
              run, entry.name, subject.encoder, progress: progress, interruption: interruption)
            own.append(measured.finding(subject.identity).noting(subject.agent.firstStepNote))
            course = measured
          } catch GoalError.noCourse(let why) {
            noCourse = why
          } catch let error where GoalStudy.isOfTheData(error) {
            noCourse = "\(error)"
          }
          if let noCourse {
            own.append(
              .leftOut(GoalCourse.test, why: noCourse, subject.identity, levels: study.choice))
          }
        }
      }
      if isWhole {
        answers.append(
          GoalAnswer(
            study, development: development, course: course, noCourse: noCourse, findings: own))
      }
      if entries.count > 1 {
        for place in own.indices {
          own[place].id = "\(entry.name)-\(own[place].id)"
          own[place].title += ": \(entry.name)"
        }
      }
      findings += own
    }
    guard studies.count == 2 else { return Outcome(answers: answers, findings: findings) }
    // The second against the first, which is the one that a command names as its subject.
    let note = entries.lazy.compactMap(\.network.agent.carriedNote).first
    let comparison = try GoalComparison(studies[1].side, studies[0].side, random: random)
    return Outcome(answers: answers, findings: [comparison.finding().noting(note)] + findings)
  }

  private func course(
    _ run: RunStudy, _ name: String, _ encoder: any ObservationEncoder,
    progress: @escaping ProgressHandler, interruption: Interruption
  ) throws -> GoalCourse {
    var settings = GoalCourse.Settings()
    settings.isByGradient = run.isByGradient
    return try GoalCourse(
      name, steps: run.steps, agent: { try run.run.checkpoint(step: $0).makeAgent() },
      levels: levels, encoder: encoder, settings: settings, random: random.split("course"),
      progress: progress, interruption: interruption)
  }
}
