internal import Experiments
internal import Figures
internal import LinearAlgebra
internal import Statistics
internal import Storage

/// How the tests of goals came out on networks, series and weights that are known.
struct GoalValidationReport {
  let scores: [GoalScore]

  private var named: [GoalScore] { scores.filter { !$0.kind.isCoverage } }

  var text: String {
    var table = TextTable(["drawn", "draws", "right", "wrong", "inconclusive", "wanted", ""])
    for score in scores {
      let rest = score.kind.isCoverage ? "" : NumberFormat.fixed(1 - score.right - score.wrong, 3)
      table.add([
        score.kind.name, "\(score.draws)", NumberFormat.fixed(score.right, 3),
        score.kind.isCoverage ? "" : NumberFormat.fixed(score.wrong, 3), rest, score.wanted,
        score.isMet ? "met" : "NOT MET",
      ])
    }
    var parts = [table.text]
    let wrong = named.flatMap { score in
      score.found.filter { $0.name != score.kind.expected && $0.name != "inconclusive" }
        .map { "\(score.kind.name): \($0.count) called '\($0.name)'" }
    }
    if !wrong.isEmpty {
      parts.append("Called what they are not:\n" + wrong.joined(separator: "\n"))
    }
    let reasons = named.flatMap { score in
      score.reasons.prefix(3).map { "\(score.kind.name): \($0.count) because \($0.why)" }
    }
    if !reasons.isEmpty { parts.append("Inconclusive:\n" + reasons.joined(separator: "\n")) }
    return parts.joined(separator: "\n\n")
  }

  /// Draws the figures and writes the page.
  ///
  /// - Returns: the path of the page.
  func write(in folder: String) throws -> String {
    let folder = Path.join(folder, "report")
    try Folder.create(folder)
    let report = try StudyReport(
      [finding], in: folder, provenance: CommandProvenance.make(checkpoint: "", data: ""))
    try report.writePage(
      title: "How far to trust what is said of goals",
      lead: [
        "Organisms whose goal is known, series of checkpoints whose outcome is prescribed, and planted "
          + "weights: how often each is called what it is."
      ],
      facts: scores.map {
        .init(
          $0.kind.name,
          "\(NumberFormat.fixed($0.right, 3)) of \($0.draws) draws, wanted \($0.wanted)")
      })
    return report.pagePath
  }

  private var finding: Finding {
    Finding(
      id: "goal-benchmark", title: "Names given to what is known",
      measured:
        "G2 to G4 on goal organisms, G8 on synthetic series, the prerequisites of deception on networks of "
        + "the retention game (+ there, - not there, ? not said, row by row), the choice model and inverse reinforcement "
        + "learning on planted weights.",
      control: "What each should be called follows from how it was made.", shows: text,
      doesNotShow:
        "Trained networks are messier than built ones: what holds here is the least that has to hold.",
      records: [],
      charts: (named.isEmpty ? [] : [NamedChart("names", .heatmap(map))])
        + [NamedChart("shares", .bars(bars))])
  }

  /// The share of draws of each kind that was given each name.
  private var map: ChartDescription.Heatmap {
    var names: [String] = []
    for score in named where !names.contains(score.kind.expected) {
      names.append(score.kind.expected)
    }
    for score in named {
      for found in score.found where !names.contains(found.name) { names.append(found.name) }
    }
    var values = Matrix<Double>(rows: named.count, columns: names.count)
    for (row, score) in named.enumerated() {
      for (column, name) in names.enumerated() {
        let count = score.found.first { $0.name == name }?.count ?? 0
        values[row, column] = Double(count) / Double(max(1, score.draws))
      }
    }
    return ChartDescription.Heatmap(
      title: "What each kind is called", values: values,
      rows: .init("what it is", labels: named.map(\.kind.name)),
      columns: .init("what it is called", labels: names), quantity: "share of draws",
      scale: .sequentialBetween(0, 1), subtitle: Self.drawsText(named))
  }

  private static func drawsText(_ scores: [GoalScore]) -> String {
    let counts = scores.map(\.draws)
    guard let least = counts.min(), let most = counts.max() else { return "no draws" }
    return least == most
      ? "\(most) draws of each kind"
      : "\(most) draws of each kind, \(least) of networks of the retention game"
  }

  private var bars: ChartDescription.Bars {
    ChartDescription.Bars(
      title: "How often the answer is right", value: .init("share", range: 0...1),
      bars: scores.map {
        .init(
          $0.kind.name, group: $0.kind.isCoverage ? "intervals" : "names", value: $0.right,
          lower: $0.interval.lower, upper: $0.interval.upper)
      }, references: [.init("wanted", at: GoalScore.leastRight)], subtitle: "95 % intervals",
      caption: "Of weights: the share of 95 % intervals that hold what was planted.")
  }

  func json(page: String) -> JSON {
    .object([
      .init(
        "kinds",
        .array(
          scores.map { score in
            .object([
              .init("kind", .string(score.kind.name)),
              .init("expected", .string(score.kind.expected)),
              .init("draws", .integer(score.draws)), .init("right", .number(score.right)),
              .init("wrong", .number(score.wrong)), .init("met", .boolean(score.isMet)),
              .init(
                "found", .object(score.found.map { .init($0.name, .integer($0.count)) })),
            ])
          })), .init("report", .string(page)),
    ])
  }
}
