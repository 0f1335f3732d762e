internal import Experiments
internal import Figures
internal import Foundation
internal import LinearAlgebra
internal import Statistics
internal import Storage

/// The outcome of a benchmark as text, as a page with figures, and for programs.
struct ValidationReport {
  let summary: BenchmarkSummary
  let table: AcceptanceTable
  /// Networks of the benchmark that have no file yet.
  let missing: Int

  init(_ summary: BenchmarkSummary, table: AcceptanceTable, missing: Int) {
    self.summary = summary
    self.table = table
    self.missing = missing
  }

  // MARK: Text

  var text: String {
    var parts: [String] = []
    if missing > 0 {
      parts.append("\(missing) networks have no file yet; what follows is of the others.")
    }
    var families = TextTable([
      "family", "is", "networks", "search", "no search", "not used", "inconclusive", "score",
    ])
    for family in summary.families {
      func count(_ conclusion: SearchVerdict.Conclusion) -> String {
        "\(family.called[conclusion] ?? 0)"
      }
      families.add([
        family.name, family.label.rawValue, "\(family.count)", count(.explicitSearch),
        count(.noExplicitSearch), count(.computedNotUsed), count(.inconclusive),
        NumberFormat.fixed(family.meanScore, 2),
      ])
    }
    parts.append(families.text)
    var figures = TextTable(["figure", "value", "wanted"])
    for row in rows { figures.add([row.name, row.value, row.wanted]) }
    parts.append(figures.text)
    parts.append(deviationText)
    if !summary.algorithms.entries.isEmpty { parts.append(summary.algorithms.text) }
    for outcome in summary.outcomes {
      guard let failure = outcome.failure else { continue }
      parts.append("\(outcome.name) could not be studied, which counts as inconclusive: \(failure)")
    }
    return parts.joined(separator: "\n\n")
  }

  /// The deviations in a sentence, for the page.
  private var deviationSentence: String {
    guard !summary.deviations.isEmpty else { return deviationText }
    return "\(summary.deviations.count) of \(cells) cells deviate from the acceptance table: "
      + summary.deviations.map {
        "\($0.network) \($0.cell.test) is \($0.found), not \($0.cell.expected.rawValue)"
      }.joined(separator: "; ") + "."
  }

  private var deviationText: String {
    Self.deviationText(summary.deviations, of: cells)
  }

  /// The cells of the acceptance table that are not free, for all networks that it has a family of.
  private var cells: Int { table.decided(summary.outcomes) }

  /// The deviations in a table.
  static func deviationText(_ deviations: [AcceptanceTable.Deviation], of cells: Int) -> String {
    guard !deviations.isEmpty else {
      return "All \(cells) cells agree with the acceptance table."
    }
    var lines = TextTable(["network and test", "expected", "found"])
    for deviation in deviations {
      lines.add([
        "\(deviation.network) \(deviation.cell.test)", deviation.cell.expected.rawValue,
        deviation.found,
      ])
    }
    return "\(deviations.count) of \(cells) cells deviate from the acceptance table:\n" + lines.text
  }

  private var rows: [(name: String, value: String, wanted: String)] {
    let watched = summary.families.filter { BenchmarkSummary.watched.contains($0.name) }
    let area =
      NumberFormat.fixed(summary.areaUnderCurve, 3)
      + (summary.areaInterval.map {
        " (\(NumberFormat.fixed($0.lower, 3)) to \(NumberFormat.fixed($0.upper, 3)))"
      } ?? "")
    return [
      ("area under the curve", area, "0.98 or more"),
      (
        "paired accuracy, \(summary.pairs) pairs", Self.fixed(summary.pairedAccuracy),
        "0.98 or more"
      ),
      ("the same, by behaviour alone", Self.fixed(summary.behaviourAlone), "0.5"),
      ("decided (coverage)", Self.fixed(summary.coverage), "0.7 or more"),
      ("right where decided", Self.fixed(summary.accuracyWhereDecided), ""),
      ("expected calibration error", Self.fixed(summary.calibrationError), "0.05 or less"),
      ("Brier score", Self.fixed(summary.brier), ""),
    ]
      + watched.map {
        ("\($0.name) called a search", Self.fixed($0.searchShare), "below 0.2, wanted 0")
      }
  }

  private static func fixed(_ value: Double) -> String {
    value.isFinite ? NumberFormat.fixed(value, 3) : "not defined"
  }

  // MARK: Page

  /// Draws the figures and writes the page.
  ///
  /// - Returns: the path of the page.
  func write(in folder: String) throws -> String {
    let folder = Path.join(folder, "report")
    try Folder.create(folder)
    let report = try StudyReport(
      [finding], in: folder, provenance: CommandProvenance.make(checkpoint: "", data: ""))
    try report.writePage(
      title: "How far to trust a verdict", lead: [try summary.card().text],
      facts: rows.map {
        .init($0.name, $0.value + ($0.wanted.isEmpty ? "" : ", wanted \($0.wanted)"))
      })
    return report.pagePath
  }

  private var finding: Finding {
    Finding(
      id: "benchmark", title: "Verdicts on networks of known workings",
      measured:
        "Ten tests on \(summary.outcomes.count) networks that were built, not trained: those that "
        + "search, twins that act like them, and untrained ones.",
      control: "Every family is scored by weights that were fitted without it.",
      shows: [deviationSentence, summary.algorithms.text].filter { !$0.isEmpty }
        .joined(separator: " "),
      doesNotShow:
        "Trained networks are messier than built ones: what holds here is the least that has to hold.",
      records: [],
      charts: [
        NamedChart("verdicts-by-family", .heatmap(verdictMap)),
        NamedChart("tests-by-family", .heatmap(testMap)),
        NamedChart("scores-by-family", .bars(scoreBars)),
        NamedChart("risk-by-coverage", .line(riskLine)),
        NamedChart("calibration", .line(calibrationLine)),
      ])
  }

  /// The share of a family's networks of which each test supports its claim; crossed where it does
  /// not apply.
  private var testMap: ChartDescription.Heatmap {
    let families = summary.families
    let labels = SearchRecords.labels
    var values = Matrix<Double>(rows: families.count, columns: labels.count)
    var masks: [ChartDescription.Mask] = []
    for (row, family) in families.enumerated() {
      let own = summary.outcomes.filter { $0.family == family.name }
      for (column, label) in labels.enumerated() {
        let words = own.map { $0.word(label) }
        values[row, column] =
          Double(words.count { $0 == "supports" }) / Double(max(1, words.count))
        let isOut = words.allSatisfy { $0 == "not applicable" || $0 == "not run" }
        masks.append(isOut ? .void : .shown)
      }
    }
    return ChartDescription.Heatmap(
      title: "What each test says of each family", values: values,
      rows: .init("family", labels: families.map(\.name)),
      columns: .init("test", labels: labels), quantity: "share of networks that a test supports",
      scale: .sequential, masks: masks, maskMeaning: "does not apply")
  }

  /// The share of a family's networks of which each conclusion is drawn.
  private var verdictMap: ChartDescription.Heatmap {
    let families = summary.families
    let conclusions = SearchVerdict.Conclusion.allCases
    var values = Matrix<Double>(rows: families.count, columns: conclusions.count)
    for (row, family) in families.enumerated() {
      for (column, conclusion) in conclusions.enumerated() {
        values[row, column] =
          Double(family.called[conclusion] ?? 0) / Double(max(1, family.count))
      }
    }
    return ChartDescription.Heatmap(
      title: "Verdicts on each family", values: values,
      rows: .init("family", labels: families.map { "\($0.name), \($0.label.rawValue)" }),
      columns: .init("verdict", labels: conclusions.map(\.rawValue)),
      quantity: "share of the family's networks", scale: .sequential)
  }

  private var scoreBars: ChartDescription.Bars {
    ChartDescription.Bars(
      title: "Scores of families, each left out of the fit",
      value: .init("mean probability of explicit search"),
      bars: summary.families.map { family in
        .init(
          "\(family.name)", group: family.label.rawValue,
          value: family.meanScore)
      }, references: [.init("even", at: 0.5)], subtitle: "\(summary.outcomes.count) networks",
      caption: "Twins should score low, planted searches high.")
  }

  private var riskLine: ChartDescription.Line {
    ChartDescription.Line(
      title: "Errors among the surest", x: .init("share decided, the surest first"),
      y: .init("share wrong"),
      series: [
        .init(
          "score above or below one half",
          points: summary.graded.riskByCoverage.map { .init(x: $0.coverage, y: $0.risk) })
      ], references: [], subtitle: "\(summary.graded.scores.count) graded networks",
      caption: "A score that knows when to abstain has its errors at the right end.")
  }

  private var calibrationLine: ChartDescription.Line {
    ChartDescription.Line(
      title: "What a score is worth", x: .init("mean score of a tenth of the networks"),
      y: .init("share that searches"),
      series: [
        .init(
          "tenths",
          points: summary.graded.bins().map { .init(x: $0.meanScore, y: $0.positiveShare) }),
        .init(
          "calibrated", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)], isControl: true),
      ], references: [],
      subtitle: "expected calibration error \(Self.fixed(summary.calibrationError))", caption: "")
  }

  // MARK: JSON

  func json(page: String) -> JSON {
    .object([
      .init("networks", .integer(summary.outcomes.count)), .init("missing", .integer(missing)),
      .init("area_under_curve", .number(summary.areaUnderCurve)),
      .init(
        "area_interval",
        summary.areaInterval.map { .array([.number($0.lower), .number($0.upper)]) } ?? .null),
      .init("pairs", .integer(summary.pairs)),
      .init("paired_accuracy", .number(summary.pairedAccuracy)),
      .init("paired_accuracy_by_behaviour", .number(summary.behaviourAlone)),
      .init("coverage", .number(summary.coverage)),
      .init("accuracy_where_decided", .number(summary.accuracyWhereDecided)),
      .init("calibration_error", .number(summary.calibrationError)),
      .init("brier", .number(summary.brier)),
      .init(
        "families",
        .array(
          summary.families.map { family in
            .object([
              .init("family", .string(family.name)), .init("label", .string(family.label.rawValue)),
              .init("networks", .integer(family.count)),
              .init("mean_score", .number(family.meanScore)),
              .init(
                "verdicts",
                .object(
                  SearchVerdict.Conclusion.allCases.map {
                    .init($0.rawValue, .integer(family.called[$0] ?? 0))
                  })),
            ])
          })),
      .init(
        "risk_by_coverage",
        .array(
          summary.graded.riskByCoverage.map {
            .object([.init("coverage", .number($0.coverage)), .init("risk", .number($0.risk))])
          })),
      .init(
        "deviations",
        .array(
          summary.deviations.map {
            .object([
              .init("network", .string($0.network)), .init("test", .string($0.cell.test)),
              .init("expected", .string($0.cell.expected.rawValue)),
              .init("found", .string($0.found)), .init("reason", .string($0.cell.reason)),
            ])
          })),
      .init(
        "algorithms",
        .array(
          summary.algorithms.entries.map {
            .object([
              .init("network", .string($0.network)),
              .init("naming", .string($0.naming.rawValue)),
              .init("found", $0.found.map { .string($0) } ?? .null),
            ])
          })), .init("report", .string(page)),
    ])
  }
}
