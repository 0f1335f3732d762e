internal import Experiments
internal import Figures
internal import Statistics
internal import Storage

/// A verdict as it is printed: a table of ingredients, the ten tests in a line each, and what remains
/// open.
struct SearchSummary {
  let verdict: SearchVerdict
  let records: SearchRecords
  let card: String
  /// The effect of each test on planted searches, in their order.
  private let references: [Double?]

  init(_ evidence: [EvidenceRecord], card: BenchmarkCard) {
    verdict = SearchVerdict(evidence, card: card)
    records = SearchRecords(evidence)
    self.card = card.text
    references = SearchRecords.labels.indices.map { card.reference($0) }
  }

  /// The text for a terminal.
  var text: String {
    var parts = ["Verdict: " + verdict.sentence]
    var ingredients = TextTable(["ingredient", "grade", "effect (95 % interval)", "p"])
    var reasons = DefinitionList()
    for reading in verdict.ingredients {
      let record = reading.tests.first.flatMap(records.named)
      ingredients.add([
        reading.ingredient.name, reading.grade.rawValue, Self.effect(record), Self.p(record),
      ])
      reasons.add(reading.ingredient.name, reading.why)
    }
    parts += [ingredients.text, reasons.text]
    var tests = TextTable(["test", "says", "effect (95 % interval)", "p", "null, 95 %", "planted"])
    for (place, label) in SearchRecords.labels.enumerated() {
      let record = records[label]
      let word =
        record.map { $0.status.isNotApplicable ? "not applicable" : $0.status.word } ?? "not run"
      let null = record?.null?.quantiles.first { $0.share == 0.95 }
      tests.add([
        record?.test ?? label, word, Self.effect(record), Self.p(record),
        null.map { NumberFormat.short($0.value) } ?? "",
        references[place].map(NumberFormat.short) ?? "",
      ])
    }
    parts.append(
      tests.text
        + "\nnull, 95 %: what the test's null stays below in 95 % of draws, before it is taken off; "
        + "planted: the middle effect on planted searches")
    let remarks = verdict.remarks.flatMap { DefinitionList.wrap($0, width: 96) }
    if !remarks.isEmpty { parts.append(remarks.joined(separator: "\n")) }
    parts.append(DefinitionList.wrap(card, width: 96).joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private static func effect(_ record: EvidenceRecord?) -> String {
    guard let effect = record?.effect else { return "" }
    let interval = record?.interval.map {
      " (\(NumberFormat.short($0.lower)) to \(NumberFormat.short($0.upper)))"
    }
    return NumberFormat.short(effect) + (interval ?? "")
  }

  private static func p(_ record: EvidenceRecord?) -> String {
    (record?.pAdjusted ?? record?.p).map(NumberFormat.short) ?? ""
  }

  /// The verdict for programs.
  var json: JSON {
    .object([
      .init("conclusion", .string(verdict.conclusion.rawValue)),
      .init("sentence", .string(verdict.sentence)),
      .init("withheld", verdict.withheld.map { .string($0.rawValue) } ?? .null),
      .init("p", verdict.p.map { .number($0) } ?? .null),
      .init("algorithm", verdict.algorithm.map { .string($0) } ?? .null),
      .init(
        "ingredients",
        .array(
          verdict.ingredients.map {
            .object([
              .init("ingredient", .string($0.ingredient.name)),
              .init("grade", .string($0.grade.rawValue)),
              .init("tests", .array($0.tests.map { .string($0) })),
              .init("why", .string($0.why)),
            ])
          })),
      .init("contradictions", .array(verdict.contradictions.map { .string($0) })),
      .init("not_tested", .array(verdict.notTested.map { .string($0) })),
      .init("would_settle", .array(verdict.wouldSettle.map { .string($0) })),
      .init("benchmark", .string(card)),
    ])
  }
}
