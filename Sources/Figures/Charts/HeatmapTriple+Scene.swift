import LinearAlgebra

extension HeatmapTriple {
  /// The shared scale of estimate and baseline.
  package var sharedScale: ColourScale {
    scale ?? .sequential([estimate.values, baseline.values])
  }

  /// The scale of the difference: about zero, over the cells that carry a claim.
  package var differenceScale: ColourScale { .diverging([maskedDifference.shownValues]) }

  private var maskedDifference: Heatmap { panel(difference, masks: masks, text: cellText) }

  package func scene() -> Scene {
    let shared = sharedScale
    let differing = differenceScale
    let third = maskedDifference
    let cell = HeatmapBody.cell(third, room: Size(240, 330), smallest: 90)
    let inner = HeatmapBody.Labels(rows: false, columns: true)
    var drawn = [
      HeatmapBody(panel(estimate, masks: voids), scale: shared, cell: cell),
      HeatmapBody(panel(baseline, masks: voids), scale: shared, cell: cell, labels: inner),
      HeatmapBody(third, scale: differing, cell: cell, labels: inner),
    ]
    for (index, heading) in [estimate.name, baseline.name, difference.name].enumerated() {
      drawn[index].body.addHeading(heading)
    }
    let height = drawn[0].body.plot.height
    drawn[1].body.attach(
      ColourBar.scene(shared, quantity: quantity, plotHeight: height), gap: 12)
    drawn[2].body.attach(
      ColourBar.scene(differing, quantity: "difference of \(quantity)", plotHeight: height),
      gap: 12)
    var body = PlotGrid.arranged(drawn.map(\.body), perRow: 3, gap: 16)
    body.addVerticalTitle(rows.title)
    body.addHorizontalTitle(columns.title)
    return Page.composed(
      title: title, subtitle: subtitle, caption: caption, body: body.framed,
      key: HeatmapGrid.key(drawn))
  }

  /// What was not measured is so in every panel.
  private var voids: [CellMask] { masks.map { $0 == .void ? .void : .shown } }

  private func panel(
    _ panel: Panel, masks: [CellMask]? = nil, text: [String]? = nil
  ) -> Heatmap {
    Heatmap(
      title: panel.name, values: panel.values, rows: rows, columns: columns, quantity: quantity,
      cellText: text, masks: masks, maskMeaning: maskMeaning, overlays: overlays)
  }

  package var alternativeText: String {
    let shown = masks.count { $0 == .shown }
    return "Three heatmaps. \(title). \(estimate.name): \(Heatmap.rangeText(estimate.values)). "
      + "\(baseline.name): \(Heatmap.rangeText(baseline.values)). \(difference.name): "
      + "\(shown) of \(masks.count) cells carry a claim, "
      + "\(Heatmap.rangeText(maskedDifference.shownValues))."
  }

  package func table() -> FigureTable {
    let panels = [
      panel(estimate, masks: voids), panel(baseline, masks: voids), maskedDifference,
    ]
    return FigureTable(
      headers: ["panel"] + Heatmap.headers,
      rows: panels.flatMap { panel in panel.tableRows().map { [panel.title] + $0 } })
  }
}
