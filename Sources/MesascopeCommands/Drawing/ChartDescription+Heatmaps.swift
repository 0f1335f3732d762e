internal import Experiments
internal import Figures
internal import LinearAlgebra

extension ChartDescription.Heatmap {
  /// The numbers that a scale is made over: those of the cells that carry a claim.
  var claimed: Matrix<Double> {
    guard !masks.isEmpty else { return values }
    var shown = values
    for index in masks.indices where masks[index] != .shown { shown.elements[index] = .nan }
    return shown
  }

  var drawn: Figures.Heatmap {
    Figures.Heatmap(
      title: title, values: values, rows: rows.axis, columns: columns.axis, quantity: quantity,
      subtitle: subtitle, caption: caption, scale: scale.colours([claimed]),
      cellText: cellText.isEmpty ? nil : cellText, masks: masks.isEmpty ? nil : masks.map(\.mark),
      stars: stars.isEmpty ? nil : stars, starMeaning: starMeaning, maskMeaning: maskMeaning,
      outlined: outlined.isEmpty ? nil : outlined, overlays: overlays.map(\.line),
      squareCells: !outlined.isEmpty)
  }
}

extension ChartDescription.HeatmapGrid {
  var drawn: Figures.HeatmapGrid {
    Figures.HeatmapGrid(
      title: title, panels: panels.map(\.drawn),
      scaling: sharedScale.map { .shared($0.colours(panels.map(\.claimed))) } ?? .perPanel,
      panelsPerRow: panelsPerRow, subtitle: subtitle, caption: caption)
  }
}

extension ChartDescription.HeatmapTriple {
  var drawn: Figures.HeatmapTriple {
    Figures.HeatmapTriple(
      title: title, estimate: .init(estimate.name, estimate.values),
      baseline: .init(baseline.name, baseline.values),
      difference: .init(difference.name, difference.values), rows: rows.axis,
      columns: columns.axis, quantity: quantity, masks: masks.map(\.mark),
      maskMeaning: maskMeaning, subtitle: subtitle, caption: caption,
      scale: scale.colours([estimate.values, baseline.values]),
      cellText: cellText.isEmpty ? nil : cellText, overlays: overlays.map(\.line))
  }
}
