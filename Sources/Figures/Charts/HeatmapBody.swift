import LinearAlgebra

/// The plot of one heatmap with its labels, for a whole figure or a panel of one.
struct HeatmapBody {
  let heatmap: Heatmap
  let field: CellField
  var body: PlotBody

  /// Which labels stand beside the plot.
  struct Labels {
    var rows = true
    var columns = true
  }

  init(_ heatmap: Heatmap, scale: ColourScale, cell: Size, labels: Labels = Labels()) {
    self.heatmap = heatmap
    field = CellField(
      values: heatmap.values, scale: scale, masks: heatmap.masks ?? [], cell: cell)
    let columns = heatmap.values.columns
    let rows = heatmap.values.rows
    body = PlotBody(
      plot: Size(Double(columns) * cell.width, Double(rows) * cell.height))
    body.scene.marks += field.marks()
    addOutline()
    body.scene.marks.append(
      .rectangle(
        Rect(0, 0, body.plot.width, body.plot.height), fill: nil,
        stroke: Stroke(.quietInk, width: 0.75)))
    addCellText()
    addOverlays()
    if labels.rows { addRowLabels() }
    if labels.columns { addColumnLabels() }
  }

  /// The size of a cell, so that plots of any shape come out neither tiny nor huge.
  ///
  /// - Parameter room: the size that the plot should stay within.
  static func cell(_ heatmap: Heatmap, room: Size, smallest: Double = 100) -> Size {
    let (rows, columns) = (Double(heatmap.values.rows), Double(heatmap.values.columns))
    // Whole device pixels at the default scale keep edges sharp.
    func snapped(_ side: Double) -> Double { max(0.5, (side * 2).rounded(.down) / 2) }
    if heatmap.squareCells {
      let side = min(room.width / columns, room.height / rows)
      let floor = smallest / max(rows, columns)
      let cell = snapped(min(side, max(40, floor)))
      return Size(cell, cell)
    }
    let text = heatmap.cellText.map { texts in
      texts.map { TextRuler.width($0, HeatmapBody.textStyle) }.max() ?? 0
    }
    let wanted = max(text.map { min($0 + 8, 72) } ?? 0, 44, smallest / columns)
    return Size(
      snapped(min(room.width / columns, wanted)),
      snapped(min(room.height / rows, max(30, smallest * 0.7 / rows))))
  }

  static let textStyle = TextStyle(10.5)

  private mutating func addCellText() {
    let style = HeatmapBody.textStyle
    let cell = field.cell
    for row in 0..<heatmap.values.rows {
      for column in 0..<heatmap.values.columns {
        let place = row * heatmap.values.columns + column
        let rect = field.rect(row, column)
        let star = heatmap.stars?[place] == true && min(cell.width, cell.height) >= 6
        let ground = field.colour(place)
        let centre = rect.centre
        if let text = heatmap.cellText?[place], !text.isEmpty,
          TextRuler.width(text, style) <= cell.width - 3,
          cell.height >= style.height + (star ? 13 : 2), readsOnGround(place)
        {
          let y = centre.y + style.ascent / 2 - 0.5 + (star ? 4 : 0)
          body.scene.write(
            text, at: Point(centre.x, y), style, colour: ground.readable, align: .centre)
          if star { addStar(Point(centre.x, rect.y + 7), radius: 4.5, ground) }
        } else if star {
          addStar(centre, radius: min(6, min(cell.width, cell.height) * 0.36), ground)
        }
      }
    }
  }

  /// Text would be lost on hatching and under crosses and triangles.
  private func readsOnGround(_ place: Int) -> Bool {
    field.mask(place) == .belowEffect
      || (field.mask(place) == .shown && field.values.elements[place].isFinite)
  }

  private mutating func addStar(_ centre: Point, radius: Double, _ ground: Colour) {
    body.scene.marks.append(
      .path(
        Shapes.star(centre, radius: radius), closed: true, fill: ground.readable, stroke: nil))
  }

  private mutating func addOutline() {
    guard let outlined = heatmap.outlined else { return }
    let (rows, columns) = (heatmap.values.rows, heatmap.values.columns)
    func inside(_ row: Int, _ column: Int) -> Bool {
      (0..<rows).contains(row) && (0..<columns).contains(column)
        && outlined[row * columns + column]
    }
    let stroke = Stroke(.ink, width: 1)
    for row in 0..<rows {
      for column in 0..<columns {
        let rect = field.rect(row, column)
        if column + 1 < columns && inside(row, column) != inside(row, column + 1) {
          body.scene.marks.append(
            .path(
              [Point(rect.right, rect.y), Point(rect.right, rect.bottom)], closed: false,
              fill: nil, stroke: stroke))
        }
        if row + 1 < rows && inside(row, column) != inside(row + 1, column) {
          body.scene.marks.append(
            .path(
              [Point(rect.x, rect.bottom), Point(rect.right, rect.bottom)], closed: false,
              fill: nil, stroke: stroke))
        }
      }
    }
  }

  private mutating func addOverlays() {
    let frame = Rect(0, 0, body.plot.width, body.plot.height)
    for (index, line) in heatmap.overlays.enumerated() {
      let points = line.points.map {
        Point(($0.x + 0.5) * field.cell.width, ($0.y + 0.5) * field.cell.height)
      }
      for piece in SegmentClipping.pieces(points, in: frame) {
        body.scene.marks += HeatmapBody.overlay(piece, index)
      }
    }
  }

  /// A dark dashed line on a white one, to be seen on any colour.
  static func overlay(_ points: [Point], _ index: Int) -> [Mark] {
    let dashes: [[Double]] = [[6, 3], [2, 2], [9, 3, 2, 3], []]
    return [
      .path(points, closed: false, fill: nil, stroke: Stroke(.white, width: 3.5)),
      .path(
        points, closed: false, fill: nil,
        stroke: Stroke(.ink, width: 1.75, dashes: dashes[index % dashes.count])),
    ]
  }

  /// Key entries for everything in the plot that needs a word.
  func key() -> [KeyEntry] {
    var entries = field.key(maskMeaning: heatmap.maskMeaning)
    let starsShow = min(field.cell.width, field.cell.height) >= 6
    if starsShow && heatmap.stars?.contains(true) == true {
      entries.append(
        KeyEntry(heatmap.starMeaning, width: 12) { scene, rect in
          scene.marks.append(
            .path(
              Shapes.star(rect.centre, radius: 6), closed: true, fill: .ink, stroke: nil))
        })
    }
    for (index, line) in heatmap.overlays.enumerated() {
      entries.append(
        KeyEntry(line.name, width: 30) { scene, rect in
          scene.marks += HeatmapBody.overlay(
            [Point(rect.x, rect.centre.y), Point(rect.right, rect.centre.y)], index)
        })
    }
    return entries
  }
}
