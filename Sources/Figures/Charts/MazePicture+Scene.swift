package import LinearAlgebra

extension MazePicture {
  /// The values of free cells, NaN at walls.
  package var freeValues: Matrix<Double>? {
    values.map { values in
      Matrix(
        rows: rows, columns: columns,
        elements: zip(values.elements, walls).map { $1 ? .nan : $0 })
    }
  }

  /// The scale that is drawn with, where there are values.
  package var drawnScale: ColourScale? {
    freeValues.map { scale ?? .sequential([$0]) }
  }

  package func scene() -> Scene {
    let drawn = MazeBody(
      self, scale: drawnScale, cell: MazeBody.cell(self, room: 420))
    var body = drawn.body
    if let scale = drawnScale {
      body.attach(
        ColourBar.scene(scale, quantity: quantity, plotHeight: body.plot.height))
    }
    return Page.composed(
      title: title, subtitle: subtitle, caption: caption, body: body.framed, key: drawn.key())
  }

  package var alternativeText: String {
    var parts = ["Maze of \(rows) by \(columns) cells. \(title)."]
    if !items.isEmpty {
      let things = items.map { "\($0.name) at row \($0.cell.row), column \($0.cell.column)" }
      parts.append("Objects: \(things.joined(separator: "; ")).")
    }
    if let agent { parts.append("The agent starts at row \(agent.row), column \(agent.column).") }
    if !path.isEmpty { parts.append("Its path has \(path.count) cells.") }
    let judged = arrows.filter { $0.judgement != .unjudged }
    if !judged.isEmpty {
      let right = judged.count { $0.judgement == .right }
      parts.append("\(right) of \(judged.count) decoded steps are among the best.")
    }
    if let freeValues { parts.append("Colours: \(quantity), \(Heatmap.rangeText(freeValues)).") }
    return parts.joined(separator: " ")
  }

  package func table() -> FigureTable {
    FigureTable(headers: MazePicture.headers, rows: tableRows())
  }

  static let headers = [
    "row", "column", "wall", "items", "agent", "path_steps", "arrow_row_step",
    "arrow_column_step", "arrow_judgement", "value",
  ]

  func tableRows() -> [[String]] {
    (0..<rows * columns).map { place in
      let cell = MazeCell(row: place / columns, column: place % columns)
      let arrow = arrows.first { $0.cell == cell }
      let steps = path.indices.filter { path[$0] == cell }.map { String($0) }
      return [
        String(cell.row), String(cell.column), walls[place] ? "1" : "0",
        items.filter { $0.cell == cell }.map(\.name).joined(separator: ";"),
        agent == cell ? "1" : "0", steps.joined(separator: ";"),
        arrow.map { String($0.rowStep) } ?? "", arrow.map { String($0.columnStep) } ?? "",
        arrow?.judgement.rawValue ?? "", FigureTable.text(values?.elements[place]),
      ]
    }
  }
}
