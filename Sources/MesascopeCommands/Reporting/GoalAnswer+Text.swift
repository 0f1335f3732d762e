internal import Experiments
internal import Figures
internal import Storage

extension ReportAnswers {
  /// Side by side; nil without any.
  init?(_ answers: [GoalAnswer]) {
    guard let first = answers.first else { return nil }
    self.init(
      columns: answers.map(\.name),
      rows: first.rows.indices.map { row in
        Row(question: first.rows[row].question, answers: answers.map { $0.rows[row].answer })
      })
  }
}

extension GoalAnswer {
  /// For a terminal.
  var text: String {
    var lines = ["In short: \(name)"]
    for row in rows {
      lines.append("  " + row.question)
      lines += DefinitionList.wrap(row.answer, width: 86).map { "    " + $0 }
    }
    return lines.joined(separator: "\n")
  }

  /// For programs.
  var json: JSON {
    .object([
      .init("name", .string(name)),
      .init(
        "rows",
        .array(
          rows.map {
            .object([
              .init("question", .string($0.question)), .init("answer", .string($0.answer)),
            ])
          })),
    ])
  }
}
