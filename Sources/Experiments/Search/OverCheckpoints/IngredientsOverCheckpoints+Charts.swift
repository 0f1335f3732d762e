internal import LinearAlgebra
internal import Statistics

extension IngredientsOverCheckpoints {
  /// The strip of grades, then the effect of each ingredient's leading test over steps.
  func charts() -> [NamedChart] {
    [NamedChart("grades", .heatmap(strip))]
      + histories.compactMap { history in
        line(history).map {
          NamedChart(
            history.ingredient.name.replacing(" ", with: "-") + "-by-step", .line($0))
        }
      }
  }

  /// The words of the strip's cells.
  package static func word(_ grade: IngredientGrade?) -> String {
    switch grade {
    case IngredientGrade.none?: "none"
    case .inconclusive?: "open"
    case .correlational?: "readable"
    case .causal?: "causal"
    case nil: "failed"
    }
  }

  private var strip: ChartDescription.Heatmap {
    var values = Matrix<Double>(rows: histories.count, columns: outcomes.count)
    var (texts, masks) = ([String](), [ChartDescription.Mask]())
    for (row, history) in histories.enumerated() {
      for (column, point) in history.points.enumerated() {
        texts.append(Self.word(point.grade))
        switch point.grade {
        case IngredientGrade.none?:
          masks.append(.shown)
        case .correlational?:
          values[row, column] = 1
          masks.append(.shown)
        case .causal?:
          values[row, column] = 2
          masks.append(.shown)
        case .inconclusive?: masks.append(.belowEffect)
        case nil: masks.append(.void)
        }
      }
    }
    return ChartDescription.Heatmap(
      title: "The ingredients of a search over training", values: values,
      rows: .init("ingredient", labels: histories.map(\.ingredient.name)),
      columns: .init(
        "training step", labels: steps.map { $0 == 0 ? "0 (untrained)" : "\($0)" }),
      quantity: "0 none, 1 readable (correlational), 2 causal",
      scale: .sequentialBetween(0, 2), subtitle: "\(levels(of: histories)) levels behind a grade",
      caption: "Readable: it is there beside its controls. Causal: an intervention on it does what "
        + "it should. Grey: open.", cellText: texts, masks: masks, maskMeaning: "open")
  }

  private func levels(of histories: [IngredientHistory]) -> String {
    let counts = histories.flatMap(\.points).compactMap { $0.record?.levels }
    guard let least = counts.min(), let most = counts.max() else { return "no" }
    return least == most ? "\(most)" : "\(least) to \(most)"
  }

  private func line(_ history: IngredientHistory) -> ChartDescription.Line? {
    let known = history.points.compactMap { point -> ChartDescription.Point? in
      guard let record = point.record, let effect = record.effect else { return nil }
      return ChartDescription.Point(
        x: Double(point.step), y: effect, lower: record.interval?.lower,
        upper: record.interval?.upper)
    }
    guard let test = history.test, known.count > 1,
      let last = history.points.last(where: { $0.record?.effect != nil })?.record
    else { return nil }
    var series = [ChartDescription.Series("this run", points: known)]
    if let first = known.first, first.x == 0 {
      series.append(
        ChartDescription.Series(
          "untrained (step 0)", points: known.map { .init(x: $0.x, y: first.y) }, isControl: true))
    }
    let name = history.ingredient.name
    return ChartDescription.Line(
      title: "\(name.prefix(1).uppercased() + name.dropFirst()) over training: \(test)",
      x: .init("training step", isLogarithmic: true), y: .init("effect"), series: series,
      references: [.init("nothing", at: 0)], subtitle: last.effectName,
      caption: "Bands are 95 % intervals over levels (\(last.levels) at the last checkpoint).")
  }
}
