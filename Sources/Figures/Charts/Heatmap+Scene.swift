import LinearAlgebra

extension Heatmap {
  /// The numbers that are not masked, NaN in place of those that are.
  var shownValues: Matrix<Double> {
    guard let masks else { return values }
    return Matrix(
      rows: values.rows, columns: values.columns,
      elements: zip(values.elements, masks).map { $1 == .shown ? $0 : .nan })
  }

  /// The scale that is drawn with.
  package var drawnScale: ColourScale { scale ?? .sequential([shownValues]) }

  package func scene() -> Scene {
    let scale = drawnScale
    let drawn = HeatmapBody(
      self, scale: scale, cell: HeatmapBody.cell(self, room: Size(640, 480)))
    var body = drawn.body
    body.addVerticalTitle(rows.title)
    body.addHorizontalTitle(columns.title)
    body.attach(
      ColourBar.scene(scale, quantity: quantity, plotHeight: body.plot.height))
    return Page.composed(
      title: title, subtitle: subtitle, caption: caption, body: body.framed, key: drawn.key())
  }

  package var alternativeText: String {
    let shape =
      "\(values.rows) rows (\(rows.title)) by \(values.columns) columns (\(columns.title))"
    return "Heatmap. \(title). \(shape) of \(quantity), \(Heatmap.rangeText(shownValues))."
  }

  /// The range of a matrix's finite numbers in words.
  static func rangeText(_ values: Matrix<Double>) -> String {
    let finite = values.elements.filter(\.isFinite)
    guard let least = finite.min(), let greatest = finite.max() else { return "no finite value" }
    return "from \(NumberText.short(least)) to \(NumberText.short(greatest))"
  }

  package func table() -> FigureTable {
    FigureTable(headers: Heatmap.headers, rows: tableRows())
  }

  static let headers = [
    "row_index", "row", "column_index", "column", "value", "mask", "star", "text",
  ]

  func tableRows() -> [[String]] {
    var result: [[String]] = []
    result.reserveCapacity(values.elements.count)
    for row in 0..<values.rows {
      for column in 0..<values.columns {
        let place = row * values.columns + column
        result.append([
          String(row), rows.labels.isEmpty ? "" : rows.labels[row],
          String(column), columns.labels.isEmpty ? "" : columns.labels[column],
          FigureTable.text(values.elements[place]), masks?[place].word ?? "",
          stars?[place] == true ? "1" : "", cellText?[place] ?? "",
        ])
      }
    }
    return result
  }
}

extension CellMask {
  /// The mask's name in tables; empty where the cell shows its number.
  var word: String {
    switch self {
    case .shown: ""
    case .belowEffect: "below-effect"
    case .void: "void"
    }
  }
}
