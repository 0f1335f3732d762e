extension LineChart {
  private static let plot = Size(500, 290)

  package func scene() -> Scene {
    let points = series.flatMap(\.points)
    let xs = points.map(\.x)
    var ys = points.map(\.y) + references.map(\.value)
    for point in points { ys += [point.lower, point.upper].compactMap { $0 } }
    let frame = NumberFrame(
      x: AxisMap(x, values: xs, padding: 0.03), y: AxisMap(y, values: ys, padding: 0.06),
      size: LineChart.plot)
    var body = PlotBody(plot: frame.size)
    let whole = xs.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
    frame.draw(into: &body, wholeX: whole)
    for (index, reference) in references.enumerated() {
      draw(reference, index, frame, into: &body)
    }
    for (index, line) in series.enumerated() { drawBand(line, index, frame, into: &body) }
    for (index, line) in series.enumerated() { drawLine(line, index, frame, into: &body) }
    frame.drawBorder(into: &body)
    drawLabels(frame, into: &body)
    body.addVerticalTitle(y.title)
    body.addHorizontalTitle(x.title)
    body.attach(KeyEntry.column(key(), width: 190), gap: 20)
    let note = undrawnNote(frame)
    return Page.composed(
      title: title, subtitle: subtitle,
      caption: [caption, note].filter { !$0.isEmpty }.joined(separator: "\n"), body: body.framed)
  }

  private func stroke(_ line: LineSeries, _ index: Int) -> Stroke {
    line.role == .control
      ? Stroke(Palette.colour(index), width: 1.5, dashes: [5, 3])
      : Stroke(Palette.colour(index), width: 2)
  }

  private static func referenceStroke(_ index: Int) -> Stroke {
    let dashes: [[Double]] = [[2, 3], [8, 4], [8, 3, 2, 3]]
    return Stroke(.quietInk, width: 1.25, dashes: dashes[index % dashes.count])
  }

  private func draw(
    _ reference: ReferenceLine, _ index: Int, _ frame: NumberFrame, into body: inout PlotBody
  ) {
    guard let place = frame.y.place(reference.value), (0...1).contains(place) else { return }
    let level = (1 - place) * frame.size.height
    body.scene.marks.append(
      .path(
        [Point(0, level), Point(frame.size.width, level)], closed: false, fill: nil,
        stroke: LineChart.referenceStroke(index)))
  }

  /// The interval of each point: a band where neighbours have one too, else a bar.
  private func drawBand(
    _ line: LineSeries, _ index: Int, _ frame: NumberFrame, into body: inout PlotBody
  ) {
    var run: [(Point, Point)] = []
    func level(_ y: Double) -> Double { min(max(y, 0), frame.size.height) }
    func flush() {
      defer { run = [] }
      let colour = Palette.colour(index)
      if run.count == 1 {
        let (low, high) = run[0]
        body.scene.marks.append(
          .path([low, high], closed: false, fill: nil, stroke: Stroke(colour, width: 1.5)))
      } else if run.count > 1 {
        let outline = run.map(\.0) + run.map(\.1).reversed()
        body.scene.marks.append(
          .path(outline, closed: true, fill: colour.opacity(0.17), stroke: nil))
      }
    }
    for point in line.points {
      guard point.y.isFinite, let lower = point.lower, let upper = point.upper,
        let low = frame.point(point.x, lower), let high = frame.point(point.x, upper),
        low.x >= 0, low.x <= frame.size.width
      else {
        flush()
        continue
      }
      run.append((Point(low.x, level(low.y)), Point(high.x, level(high.y))))
    }
    flush()
  }

  private func drawLine(
    _ line: LineSeries, _ index: Int, _ frame: NumberFrame, into body: inout PlotBody
  ) {
    var runs: [[Point]] = [[]]
    for point in line.points {
      if let place = frame.point(point.x, point.y) {
        runs[runs.count - 1].append(place)
      } else if runs.last?.isEmpty == false {
        runs.append([])
      }
    }
    for piece in runs.flatMap({ SegmentClipping.pieces($0, in: frame.rect) }) {
      body.scene.marks.append(
        .path(piece, closed: false, fill: nil, stroke: stroke(line, index)))
    }
    let places = runs.flatMap { $0 }.filter { frame.rect.contains(Rect($0.x, $0.y, 0, 0)) }
    // Markers tell series apart without colour; on long lines every few points is enough.
    let step = max(1, places.count / 24)
    for (number, place) in places.enumerated() where number % step == 0 {
      body.scene.marks.append(
        Shapes.marker(index, place, radius: 3.5, colour: Palette.colour(index)))
    }
  }

  private func key() -> [KeyEntry] {
    var entries = series.enumerated().map { index, line in
      KeyEntry(line.name, width: 28) { scene, rect in
        if line.points.contains(where: { $0.lower != nil && $0.upper != nil }) {
          scene.marks.append(
            .rectangle(
              Rect(rect.x, rect.y + 2, rect.width, rect.height - 4),
              fill: Palette.colour(index).opacity(0.17), stroke: nil))
        }
        scene.marks.append(
          .path(
            [Point(rect.x, rect.centre.y), Point(rect.right, rect.centre.y)], closed: false,
            fill: nil, stroke: stroke(line, index)))
        scene.marks.append(
          Shapes.marker(index, rect.centre, radius: 3.5, colour: Palette.colour(index)))
      }
    }
    entries += references.enumerated().map { index, reference in
      KeyEntry("\(reference.name): \(NumberText.short(reference.value))", width: 28) {
        scene, rect in
        scene.marks.append(
          .path(
            [Point(rect.x, rect.centre.y), Point(rect.right, rect.centre.y)], closed: false,
            fill: nil, stroke: LineChart.referenceStroke(index)))
      }
    }
    return entries
  }

  /// Texts beside their points, at the first of four places that is free.
  private func drawLabels(_ frame: NumberFrame, into body: inout PlotBody) {
    let style = TextStyle(10)
    var taken: [Rect] = []
    for line in series {
      for point in line.points where !point.label.isEmpty {
        guard let place = frame.point(point.x, point.y) else { continue }
        let text = TextBlock.shortened(point.label, style, width: 140)
        let width = TextRuler.width(text, style)
        let anchors = [
          Point(place.x - width / 2, place.y - 8 - style.descent),
          Point(place.x - width / 2, place.y + 8 + style.ascent),
          Point(place.x + 8, place.y + style.ascent / 2),
          Point(place.x - 8 - width, place.y + style.ascent / 2),
        ]
        for anchor in anchors {
          let bounds = Rect(anchor.x, anchor.y - style.ascent, width, style.height)
          guard frame.rect.contains(bounds), !taken.contains(where: { $0.overlaps(bounds) })
          else { continue }
          taken.append(bounds)
          body.write(text, at: anchor, style, colour: .quietInk)
          break
        }
      }
    }
  }

  private func undrawnNote(_ frame: NumberFrame) -> String {
    var missing = 0
    var outside = 0
    for point in series.flatMap(\.points) {
      guard let place = frame.point(point.x, point.y) else {
        missing += 1
        continue
      }
      if !frame.rect.contains(Rect(place.x, place.y, 0, 0)) { outside += 1 }
    }
    var notes: [String] = []
    if missing > 0 { notes.append("Points without a place on the axes, not drawn: \(missing).") }
    if outside > 0 { notes.append("Points beyond the axes, not drawn: \(outside).") }
    return notes.joined(separator: " ")
  }
}
