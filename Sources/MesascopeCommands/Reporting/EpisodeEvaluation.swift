internal import Agents
internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Statistics
internal import Storage
internal import Training

/// What `evaluate` says of whole episodes.
struct EpisodeEvaluation {
  let environment: String
  let scores: [EpisodeScore]
  private let hasMemory: Bool
  private let canBeSolved: Bool
  private let levels: String

  init(
    _ network: LoadedCheckpoint, in environment: any Environment, playsListedLevels: Bool,
    ticks: [Int?],
    thinking: [Int], _ options: HeldOutPlay.Options, seed: UInt64,
    show: (Progress) -> Void, interruption: Interruption
  ) throws {
    self.environment = type(of: environment).name
    canBeSolved = environment.canBeSolved
    hasMemory = !network.agent.architecture.memory.isEmpty
    var scores: [EpisodeScore] = []
    let settings = ticks.flatMap { ticks in thinking.map { (ticks, $0) } }
    for (index, setting) in settings.enumerated() {
      guard !interruption.isRequested() else { throw EvaluationError.interrupted }
      var options = options
      options.ticks = setting.0
      options.thinkingSteps = setting.1
      scores.append(
        try EpisodeScore(
          of: network.agent, in: environment, playsListedLevels: playsListedLevels, options,
          random: RandomStream(seed: seed)))
      show(
        Progress(
          stage: "playing", completed: index + 1, total: settings.count, unit: "settings"))
    }
    self.scores = scores
    let count = playsListedLevels ? (environment as? any ListedEnvironment)?.listedLevels ?? 0 : 0
    let played = scores.first?.episodes ?? 0
    if count > 0 {
      levels = played < count ? "the first of \(count) listed levels" : "each listed level once"
    } else if scores.contains(where: \.hasLevels) {
      levels = "in levels that training never saw"
    } else {
      levels = "drawn afresh"
    }
  }

  var text: String {
    var headings = ["ticks", "return", "solved", "length"]
    if hasMemory { headings.insert("thinking steps", at: 1) }
    let hasOptimal = scores.contains { $0.optimal != nil }
    if hasOptimal { headings.append("optimal") }
    var table = TextTable(headings)
    for score in scores {
      var row = [score.ticks.map(String.init) ?? "-"]
      if hasMemory { row.append("\(score.thinkingSteps)") }
      row += [
        NumberFormat.estimate(score.meanReturn),
        canBeSolved ? NumberFormat.percent(score.solved) : "-",
        NumberFormat.estimate(score.length),
      ]
      if hasOptimal { row.append(score.optimal.map { NumberFormat.percent($0) } ?? "-") }
      table.add(row)
    }
    let played = scores.first?.episodes ?? 0
    let hasIntervals = scores.contains { $0.meanReturn.interval != nil }
    return """
      \(played) episode\(played == 1 ? "" : "s") of \(environment), \(levels); \
      \(hasIntervals ? "95 % intervals over levels" : "one level has no interval")

      \(table.text)
      """
  }

  var json: JSON {
    .array(
      scores.map { score in
        .object([
          .init("ticks", score.ticks.map { .integer($0) } ?? .null),
          .init("thinking_steps", .integer(score.thinkingSteps)),
          .init("episodes", .integer(score.episodes)),
          .init("return", score.meanReturn.json),
          .init("solved", canBeSolved ? score.solved.json : .null),
          .init("length", score.length.json), .init("optimal", score.optimal?.json ?? .null),
        ])
      })
  }
}
