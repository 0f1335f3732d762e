internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Storage

/// The tests of goals on a network that has to remember one: ``GoalRecallEnvironment``.
struct GoalRecallTests {
  let network: LoadedCheckpoint
  let environment: GoalRecallEnvironment
  let episodes: Int
  let seed: UInt64

  /// Plays and measures, and writes the report.
  ///
  /// - Throws: ``CommandFailure/interrupted(resume:)`` after Ctrl-C.
  func run(into folder: String, json: Bool) throws {
    let printer = ProgressPrinter(isSilent: json)
    var settings = GoalRecallStudy.Settings(environment)
    settings.episodes = episodes
    let study: GoalRecallStudy
    do {
      study = try GoalRecallStudy(
        of: network.agent, name: network.shortName, settings: settings,
        random: RandomStream(seed: seed).split("goal recall"), progress: printer.handler,
        interruption: Interruption.onSignals())
    } catch CaptureError.interrupted {
      printer.finish()
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
    printer.finish()
    try StudyOutcome(
      study.findings(network.identity), network: network, levels: (nil, source),
      episodes: (study.digest, study.courses.count), note: network.agent.carriedNote,
      folder: folder, title: "The goal that it remembers",
      lead: [
        "A goal that is shown at first only has to be carried to be reached. Whether the state carries "
          + "it beyond what the world itself tells, and whether the network acts by that."
      ]
    ).print(json: json)
  }

  private var source: String {
    let settings = GoalRecallStudy.Settings(environment).environment.configuration
    return "\(episodes) fresh episodes, \(CheckpointSummary.pairs(settings)); seed \(seed)"
  }
}
