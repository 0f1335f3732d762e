internal import LinearAlgebra
internal import Probing
internal import Statistics

extension GoalTransfer {
  /// Who reads whom, beside the floor.
  var chart: NamedChart {
    let names = codes.codes.map(\.name)
    let all = names.indices
    var measured = Matrix<Double>(rows: names.count, columns: names.count, repeating: .nan)
    var floors = measured
    var masks: [ChartDescription.Mask] = []
    for first in all {
      for second in all {
        if first == second {
          measured[first, first] = itself[first].share.value
          masks.append(itself[first].share.value.isFinite ? .shown : .void)
          continue
        }
        floors[first, second] =
          value(first, second) == nil ? .nan : share?.entry(first, second)?.floor?.mean ?? .nan
        if let value = value(first, second) {
          measured[first, second] = value
          let isShown =
            status(first, second) == .supports || codes.codes[first].isUntrained
            || codes.codes[second].isUntrained
          masks.append(isShown ? .shown : .belowEffect)
        } else {
          masks.append(.void)
        }
      }
    }
    func text(_ values: Matrix<Double>) -> [String] {
      values.elements.map { $0.isFinite ? Wording.number($0, decimals: 2) : "" }
    }
    func axis(_ title: String) -> ChartDescription.Categories { .init(title, labels: names) }
    // Far below zero a probe is no better than none; how far says nothing.
    let clipped = { (matrix: Matrix<Double>) -> Matrix<Double> in
      Matrix(
        rows: matrix.rows, columns: matrix.columns,
        elements: matrix.elements.map { $0.isFinite ? max(-1, min(1, $0)) : $0 })
    }
    return NamedChart(
      "matrix",
      .heatmapGrid(
        ChartDescription.HeatmapGrid(
          title: "A run's probe for \(concept.name) on other runs, \(codes.place.title)",
          panels: [
            ChartDescription.Heatmap(
              title: "measured; on the diagonal mapped onto itself", values: clipped(measured),
              rows: axis("whose probe"), columns: axis("who is read"),
              quantity: "share of the own probe", scale: .divergingUpTo(1),
              cellText: text(measured), masks: masks,
              maskMeaning: "not above untrained networks and random orders, or not to be said"),
            ChartDescription.Heatmap(
              title: "floor: squares in a random order", values: clipped(floors),
              rows: axis("whose probe"), columns: axis("who is read"),
              quantity: "share of the own probe", scale: .divergingUpTo(1), cellText: text(floors),
              masks: floors.elements.map { $0.isFinite ? .shown : .void }),
          ], sharedScale: .divergingUpTo(1), panelsPerRow: 2,
          subtitle: "\(codes.levels.count) factorial levels; mapped by \(codes.neutralLevel.count) "
            + "squares without things",
          caption:
            "Colours end at -1 and 1. Crossed: not defined, or the own probe reads less than "
            + "\(GoalText.number(Self.leastRead)).")))
  }
}
