extension MazeGrid {
  /// The scale of all panels, where any has values.
  package var drawnScale: ColourScale? {
    let values = panels.compactMap(\.freeValues)
    return values.isEmpty ? nil : scale ?? .sequential(values)
  }

  package func scene() -> Scene {
    let scale = drawnScale
    let room = max(120, 560 / Double(panels.count).squareRoot())
    let cell = panels.map { MazeBody.cell($0, room: min(room, 300)) }.min() ?? 10
    let width = panels.map { Double($0.columns) * cell }.max() ?? cell
    let height = panels.map { Double($0.rows) * cell }.max() ?? cell
    let perRow =
      panelsPerRow.map { max(1, $0) }
      ?? PlotGrid.columns(
        count: panels.count, panelWidth: max(width, 90), panelHeight: height + 22,
        pageWidth: 860)
    var key: [KeyEntry] = []
    let bodies = panels.map { panel in
      var drawn = MazeBody(panel, scale: scale, cell: cell)
      for entry in drawn.key() where !key.contains(where: { $0.text == entry.text }) {
        key.append(entry)
      }
      drawn.body.addHeading(panel.title, note: panel.subtitle)
      if !panel.caption.isEmpty {
        drawn.body.append(
          Scene.paragraph(
            panel.caption, .caption, width: max(width, 90), colour: .quietInk), gap: 5)
      }
      return drawn.body
    }
    var body = PlotGrid.arranged(bodies, perRow: perRow)
    if let scale {
      let name = quantity.isEmpty ? panels[0].quantity : quantity
      body.attach(ColourBar.scene(scale, quantity: name, plotHeight: body.plot.height))
    }
    return Page.composed(
      title: title, subtitle: subtitle, caption: caption, body: body.framed, key: key)
  }

  package var alternativeText: String {
    let names = panels.prefix(4).map(\.title).filter { !$0.isEmpty }.joined(separator: ", ")
    let more = panels.count > 4 ? " and \(panels.count - 4) more" : ""
    let range = panels.compactMap(\.freeValues).last.map { values in
      " In the last panel the values are \(Heatmap.rangeText(values))."
    }
    return "\(panels.count) pictures of mazes. \(title). Panels: \(names)\(more).\(range ?? "")"
  }

  package func table() -> FigureTable {
    FigureTable(
      headers: ["panel_index", "panel"] + MazePicture.headers,
      rows: panels.enumerated().flatMap { index, panel in
        panel.tableRows().map { [String(index), panel.title] + $0 }
      })
  }
}
