internal import Environments
internal import Experiments
internal import Statistics
internal import Storage

// What is printed, for people and for programs.
extension EvaluateCommand {
  func text(
    _ network: LoadedCheckpoint, _ study: StudyLevels, _ scores: [PlayScore]
  ) -> String {
    var table = TextTable(["ticks", "success", "prediction loss", "solved", "optimal"])
    var distances = TextTable(
      ["ticks"] + PlayScore.bins.map { "optimal at \(Self.name($0))" })
    for score in scores {
      let name = score.ticks.map(String.init) ?? "-"
      table.add([
        name, NumberFormat.percent(score.success), NumberFormat.estimate(score.predictionLoss),
        NumberFormat.percent(score.solved), NumberFormat.percent(score.optimal),
      ])
      distances.add(
        [name] + score.byDistance.map { $0.states == 0 ? "-" : NumberFormat.percent($0.optimal) })
    }
    let rollouts = scores.first?.rollouts ?? 0
    let isOne = scores.first?.units == 1
    let intervals =
      !isOne
      ? "95 % intervals over levels"
      : study.levels.count == 1
        ? "one level has no interval"
        : "no intervals: these levels are one, but for the start or a rotation or reflection"
    return """
      \(network.path): \(network.summary)
      \(study.source), \(rollouts) rollout\(rollouts == 1 ? "" : "s"); \(intervals)

      \(table.text)

      By steps to the goal:
      \(distances.text)
      """
  }

  private static func name(_ bin: ClosedRange<Int>) -> String {
    bin.upperBound >= 10_000 ? "\(bin.lowerBound)+" : "\(bin.lowerBound)-\(bin.upperBound)"
  }

  func document(
    _ network: LoadedCheckpoint, _ study: StudyLevels, _ scores: [PlayScore],
    _ episodes: EpisodeEvaluation?, _ shifted: ShiftScore?
  ) -> JSON {
    .object([
      .init("checkpoint", network.json),
      .init(
        "levels",
        .object([
          .init("source", .string(study.source)), .init("sha256", .string(study.digest)),
          .init("count", .integer(study.levels.count)),
        ])),
      .init("ticks", .array(scores.map(Self.document))),
      .init("episodes", episodes?.json ?? .null), .init("shift", shifted?.json ?? .null),
    ])
  }

  private static func document(_ score: PlayScore) -> JSON {
    .object([
      .init("ticks", score.ticks.map { .integer($0) } ?? .null),
      .init("rollouts", .integer(score.rollouts)),
      .init("success", .number(score.success.value)),
      .init("prediction_loss", .number(score.predictionLoss.value)),
      .init("solved", .number(score.solved.value)),
      .init("optimal", .number(score.optimal.value)),
      .init(
        "intervals",
        .object([
          .init("success", score.success.json),
          .init("prediction_loss", score.predictionLoss.json),
          .init("solved", score.solved.json), .init("optimal", score.optimal.json),
        ])),
      .init(
        "by_distance",
        .array(
          score.byDistance.map { part in
            .object([
              .init("from", .integer(part.distances.lowerBound)),
              .init(
                "to",
                part.distances.upperBound >= 10_000 ? .null : .integer(part.distances.upperBound)),
              .init("squares", .integer(part.states)), .init("optimal", part.optimal.json),
            ])
          })),
    ])
  }
}
