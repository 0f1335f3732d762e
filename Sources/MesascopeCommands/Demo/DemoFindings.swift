internal import Experiments
internal import LinearAlgebra
internal import Statistics
internal import Storage
internal import Training

/// Everything that the demo measures.
struct DemoFindings {
  /// What was measured on one agent.
  struct OfAgent {
    let play: PlayScore
    let search: [Finding]
    let emergence: Finding
    /// The levels of the tests of search.
    let levels: LevelSet
  }

  let agents: [OfAgent]
  /// Both agents held against each other on the same levels.
  let comparison: Finding?
  /// The findings on goals, agent by agent.
  let goals: [Finding]
  /// Where the levels of the goal tests come from, for people.
  let goalSource: String

  init(_ plan: DemoPlan, _ agents: DemoAgents, interruption: Interruption) throws {
    let printer = ProgressPrinter()
    defer { printer.finish() }
    do {
      self.agents = try agents.entries.map {
        try Self.measure(plan, $0, printer: printer, interruption: interruption)
      }
      let tests = try GoalTests(
        agents.entries.map { try GoalTests.Entry($0.run.run.path) }, count: plan.goalLevels,
        seed: plan.seed)
      let findings = try tests.run(
        checkpoints: plan.checkpoints, questions: DemoPlan.questions,
        isWhole: false, progress: printer.handler, interruption: interruption
      ).findings
      let isCompared = agents.entries.count == 2
      comparison = isCompared ? findings.first : nil
      goals = Array(findings.dropFirst(isCompared ? 1 : 0))
      goalSource = tests.source
    } catch CaptureError.interrupted {
      throw CommandFailure.interrupted(
        resume: "Stopped; both agents are saved. Run the same command again to examine them.")
    }
  }

  private static func measure(
    _ plan: DemoPlan, _ entry: DemoAgents.Entry, printer: ProgressPrinter,
    interruption: Interruption
  ) throws -> OfAgent {
    let show: ProgressHandler = { progress in
      var progress = progress
      progress.stage += " of \(entry.name)"
      printer.show(progress)
    }
    guard let environment = entry.network.environment else { throw TrainingError.noEnvironment }
    let play = try StudyLevels(fresh: plan.playLevels, of: environment, seed: plan.seed)
    let fresh = FreshLevels(environment, seed: plan.seed)
    let levels = try fresh.set(
      fit: plan.search.fitLevels, report: plan.search.reportLevels)
    return OfAgent(
      play: try PlayScore(
        of: entry.network.agent, on: play.levels, starts: play.starts, encoder: play.encoder,
        ticks: nil, random: RandomStream(seed: plan.seed), interruption: interruption),
      search: try SearchStudy(
        try entry.network.subject(), on: levels, settings: plan.search, fresh: fresh
      ).run(progress: show, interruption: interruption).findings,
      emergence: try entry.run.emergence(
        on: levels, settings: plan.search, atMost: plan.checkpoints,
        mapped: entry.name == plan.trainings.first?.name ? min(8, plan.checkpoints) : 0,
        progress: show, interruption: interruption), levels: levels)
  }
}
