internal import Experiments
internal import Figures
internal import Storage

/// Verdicts on networks of known workings, one by one: what is said of a part of the benchmark in which
/// nothing can be scored.
struct ValidationList {
  let outcomes: [BenchmarkOutcome]
  let table: AcceptanceTable

  init(_ outcomes: [BenchmarkOutcome], table: AcceptanceTable) {
    self.outcomes = outcomes
    self.table = table
  }

  private static let remark =
    "Scores need networks that search and networks that do not. With the other parts' files in one folder, "
    + "--merge scores them all."

  var text: String {
    guard !outcomes.isEmpty else { return "No network has a file here. \(Self.remark)" }
    var networks = TextTable(["network", "is", "verdict", "seconds"])
    for outcome in outcomes {
      networks.add([
        outcome.name, outcome.label.rawValue, outcome.verdict.conclusion.rawValue,
        NumberFormat.fixed(outcome.seconds, 0),
      ])
    }
    return [
      networks.text,
      ValidationReport.deviationText(table.deviations(outcomes), of: table.decided(outcomes)),
      Self.remark,
    ].joined(separator: "\n\n")
  }

  var json: JSON {
    .object([
      .init("networks", .integer(outcomes.count)),
      .init(
        "verdicts",
        .array(
          outcomes.map {
            .object([
              .init("network", .string($0.name)), .init("label", .string($0.label.rawValue)),
              .init("verdict", .string($0.verdict.conclusion.rawValue)),
            ])
          })), .init("remark", .string(Self.remark)),
    ])
  }
}
