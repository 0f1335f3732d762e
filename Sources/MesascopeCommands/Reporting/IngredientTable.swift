internal import Experiments
internal import Statistics
internal import Storage

/// The ingredients of a search over checkpoints as they are printed: a row an ingredient, a column a
/// checkpoint, and when each appeared.
struct IngredientTable {
  let series: IngredientsOverCheckpoints

  /// The text for a terminal.
  var text: String {
    var grades = TextTable(["training step"] + series.steps.map(String.init))
    for history in series.histories {
      grades.add(
        [history.ingredient.name]
          + history.points.map { IngredientsOverCheckpoints.word($0.grade) })
    }
    var appeared = TextTable([
      "ingredient", "readable from", "causal from", "at step \(series.steps.first ?? 0)",
      "at step \(series.steps.last ?? 0) (95 % interval)",
    ])
    for history in series.histories {
      appeared.add([
        history.ingredient.name, history.appearance(.correlational).short,
        history.appearance(.causal).short, Self.effect(history.points.first?.record),
        Self.effect(history.points.last?.record),
      ])
    }
    var tests = DefinitionList()
    for history in series.histories {
      tests.add(history.ingredient.name, history.test ?? "no test measured it")
    }
    var parts = [
      "Over the run's checkpoints:\n\n" + grades.text, appeared.text,
      "Effects are of these tests:\n" + tests.text,
    ]
    for outcome in series.broken {
      parts.append("Step \(outcome.step) was not measured: \(outcome.failure ?? "")")
    }
    return parts.joined(separator: "\n\n")
  }

  private static func effect(_ record: EvidenceRecord?) -> String {
    guard let effect = record?.effect else { return "-" }
    let interval = record?.interval.map {
      " (\(NumberFormat.fixed($0.lower)) to \(NumberFormat.fixed($0.upper)))"
    }
    return NumberFormat.fixed(effect) + (interval ?? "")
  }

  /// The same for programs.
  var json: JSON {
    .object([
      .init("steps", .array(series.steps.map { .integer($0) })),
      .init(
        "verdicts",
        .array(
          series.outcomes.map { outcome in
            outcome.verdict.map { .string($0.conclusion.rawValue) } ?? .null
          })),
      .init(
        "all_readable_from", series.allReadable.map { .integer($0) } ?? .null),
      .init("ingredients", .array(series.histories.map(Self.document))),
      .init(
        "not_measured",
        .array(
          series.broken.map {
            .object([
              .init("step", .integer($0.step)), .init("why", .string($0.failure ?? "")),
            ])
          })),
    ])
  }

  private static func document(_ history: IngredientHistory) -> JSON {
    .object([
      .init("ingredient", .string(history.ingredient.name)),
      .init("leading_test", history.test.map { .string($0) } ?? .null),
      .init("readable", document(history.appearance(.correlational))),
      .init("causal", document(history.appearance(.causal))),
      .init(
        "points",
        .array(
          history.points.map { point in
            .object([
              .init("step", .integer(point.step)),
              .init("grade", point.grade.map { .string($0.rawValue) } ?? .null),
              .init("why", .string(point.why)),
              .init("effect", point.record?.effect.map { .number($0) } ?? .null),
              .init("lower", point.record?.interval.map { .number($0.lower) } ?? .null),
              .init("upper", point.record?.interval.map { .number($0.upper) } ?? .null),
            ])
          })),
    ])
  }

  private static func document(_ appearance: IngredientAppearance) -> JSON {
    .object([
      .init("step", appearance.step.map { .integer($0) } ?? .null),
      .init("text", .string(appearance.short)),
    ])
  }
}
