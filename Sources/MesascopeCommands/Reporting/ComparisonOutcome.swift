internal import Experiments
internal import Figures
internal import Statistics
internal import Storage

/// The end of a comparison of runs: figures, records and page, and what is printed.
struct ComparisonOutcome {
  private let report: StudyReport
  private let subjects: ComparisonSubjects
  private let comparison: RunComparison
  private let source: String

  init(
    _ findings: [Finding], of comparison: RunComparison, _ subjects: ComparisonSubjects,
    source: String, folder: String
  ) throws {
    self.subjects = subjects
    self.comparison = comparison
    self.source = source
    report = try StudyReport(
      findings, in: folder,
      provenance: CommandProvenance.make(
        checkpoint: subjects.networks.map(\.digest).joined(separator: " "),
        data: comparison.measured[0].levels))
    try report.writePage(
      title: "What runs have in common, and where they differ",
      lead: [
        "\(Wording.count(comparison.runs.count, "run")) on the same levels, "
          + (comparison.groups.count == 1
            ? "of one group: they differ in the seed alone. "
            : "in \(comparison.groups.count) groups that differ in more than the seed. ")
          + "A claim about a group is about its training: its interval is over runs."
      ] + comparison.cautions,
      facts: comparison.groups.map { group in
        .init(
          group.label, group.runs.map { comparison.runs[$0].name }.joined(separator: ", "))
      } + [.init("Levels", source)])
  }

  private var table: String {
    var table = TextTable(
      ["group", "runs", "door", "red", "shift: door", "red thing", "neither", "K", "G4"])
    for (index, group) in comparison.groups.enumerated() {
      func text(_ quantity: RunQuantity) -> String {
        let mean = comparison.mean(quantity, of: group)
        guard mean.value.isFinite else { return "-" }
        let value = NumberFormat.fixed(mean.value, 2)
        guard let interval = mean.interval else { return value }
        return value
          + " (\(NumberFormat.fixed(interval.lower, 2)) to \(NumberFormat.fixed(interval.upper, 2)))"
      }
      let outcomes = comparison.counts("concepts")[index]
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      table.add(
        [group.label, "\(group.runs.count)"]
          + [.door, .red, .base, .proxy, .neither, .capability].map { text($0) }
          + [outcomes.map { "\($0.value) \($0.key)" }.joined(separator: ", ")])
    }
    return table.text
  }

  func print(json isJSON: Bool) throws {
    guard !isJSON else {
      Console.print(try report.json(json))
      return
    }
    Console.print("\(Wording.count(comparison.runs.count, "run")) on \(source)\n")
    Console.print(table + "\n")
    Console.print(report.text)
    Console.print("\nFigures, records and report: \(report.pagePath)")
  }

  private var json: [JSON.Member] {
    [
      .init("checkpoints", .array(subjects.networks.map(\.json))),
      .init(
        "levels",
        .object([
          .init("source", .string(source)),
          .init("sha256", .string(comparison.measured[0].levels)),
        ])),
      .init(
        "groups",
        .array(
          comparison.groups.enumerated().map { index, group in
            .object([
              .init("label", .string(group.label)),
              .init("distribution", .string(group.factors.distribution)),
              .init("encoding", .string(group.factors.encoding)),
              .init("runs", .array(group.runs.map { .string(comparison.runs[$0].name) })),
              .init(
                "case_study", .boolean(group.runs.count < RunComparison.wholeStudy)),
              .init("means", .object(RunQuantity.allCases.map { means($0, group) })),
              .init(
                "outcomes",
                .object(
                  ["concepts", "separate", "shift"].map { name in
                    .init(
                      name,
                      .object(
                        comparison.counts(name)[index].sorted { $0.key < $1.key }
                          .map { .init($0.key, .integer($0.value)) }))
                  })),
            ])
          })),
      .init("cautions", .array(comparison.cautions.map { .string($0) })),
    ]
  }

  private func means(_ quantity: RunQuantity, _ group: RunGroup) -> JSON.Member {
    let mean = comparison.mean(quantity, of: group)
    func number(_ value: Double?) -> JSON {
      value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }
    return .init(
      quantity.rawValue,
      .object([
        .init("value", number(mean.value)), .init("lower", number(mean.interval?.lower)),
        .init("upper", number(mean.interval?.upper)),
        .init(
          "runs", .array(group.runs.map { number(comparison.figures[$0][quantity].value) })),
      ]))
  }
}
