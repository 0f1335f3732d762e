internal import Experiments
internal import Storage

extension GoalAnswer {
  /// For a page: the name, then a paragraph a question.
  var paragraphs: [String] {
    rows.map { "\(name). \($0.question) \($0.answer)" }
  }

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
