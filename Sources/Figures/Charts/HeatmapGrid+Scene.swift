import LinearAlgebra

extension HeatmapGrid {
  package func scene() -> Scene {
    let side = Double(panels.count).squareRoot()
    let room = Size(max(110, 620 / side), max(90, 440 / side))
    let cells = panels.map { HeatmapBody.cell($0, room: room, smallest: 70) }
    let first = panels[0]
    let widths = zip(panels, cells).map { Double($0.values.columns) * $1.width }
    let heights = zip(panels, cells).map { Double($0.values.rows) * $1.height }
    let perRow =
      panelsPerRow.map { max(1, $0) }
      ?? PlotGrid.columns(
        count: panels.count, panelWidth: (widths.max() ?? 1),
        panelHeight: (heights.max() ?? 1) + 20, pageWidth: 860)
    let alike = panels.allSatisfy { $0.rows == first.rows && $0.columns == first.columns }
    var drawn: [HeatmapBody] = []
    for (index, panel) in panels.enumerated() {
      let labels = HeatmapBody.Labels(
        rows: !alike || index % perRow == 0, columns: !alike || index + perRow >= panels.count)
      let scale = scale(of: panel)
      var body = HeatmapBody(panel, scale: scale, cell: cells[index], labels: labels)
      body.body.addHeading(panel.title, note: note(scale))
      drawn.append(body)
    }
    var body = PlotGrid.arranged(drawn.map(\.body), perRow: perRow)
    body.addVerticalTitle(first.rows.title)
    body.addHorizontalTitle(first.columns.title)
    if case .shared(let scale) = scaling {
      body.attach(
        ColourBar.scene(scale, quantity: first.quantity, plotHeight: body.plot.height))
    }
    return Page.composed(
      title: title, subtitle: subtitle, caption: caption, body: body.framed,
      key: HeatmapGrid.key(drawn))
  }

  /// The key entries of all panels, each once.
  static func key(_ panels: [HeatmapBody]) -> [KeyEntry] {
    var entries: [KeyEntry] = []
    for panel in panels {
      for entry in panel.key() where !entries.contains(where: { $0.text == entry.text }) {
        entries.append(entry)
      }
    }
    return entries
  }

  private func scale(of panel: Heatmap) -> ColourScale {
    if case .shared(let scale) = scaling { return scale }
    return panel.drawnScale
  }

  private func note(_ scale: ColourScale) -> String {
    guard scaling == .perPanel else { return "" }
    if scale.isEmpty { return "no finite value" }
    if scale.map == .diverging && scale.lower == -scale.upper {
      return "±\(NumberText.short(scale.upper))"
    }
    return "\(NumberText.short(scale.lower)) to \(NumberText.short(scale.upper))"
  }

  package var alternativeText: String {
    let names = panels.prefix(4).map(\.title).filter { !$0.isEmpty }.joined(separator: ", ")
    let more = panels.count > 4 ? " and \(panels.count - 4) more" : ""
    return "\(panels.count) heatmaps. \(title). Panels: \(names)\(more). "
      + "Colours show \(panels[0].quantity)."
  }

  package func table() -> FigureTable {
    FigureTable(
      headers: ["panel_index", "panel"] + Heatmap.headers,
      rows: panels.enumerated().flatMap { index, panel in
        panel.tableRows().map { [String(index), panel.title] + $0 }
      })
  }
}
