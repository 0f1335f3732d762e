extension ForestChart {
  private static let width = 190.0
  private static let pitch = 21.0
  private static let labelWidth = 260.0
  private static let whisker = Stroke(.ink, width: 1.25)

  package func scene() -> Scene {
    let groups = groupNames
    let bodies = panels.indices.map { body($0, groups) }
    let all = bodies.isEmpty ? Scene() : PlotGrid.arranged(bodies, perRow: bodies.count).framed
    return Page.composed(title: title, subtitle: subtitle, caption: caption, body: all, key: key)
  }

  /// The groups in order of first appearance.
  private var groupNames: [String] {
    var names: [String] = []
    for row in rows where !names.contains(row.group) { names.append(row.group) }
    return names
  }

  private func body(_ panel: Int, _ groups: [String]) -> PlotBody {
    let description = panels[panel]
    let figures = rows.compactMap { $0.figures.indices.contains(panel) ? $0.figures[panel] : nil }
    let values =
      [0.0] + description.references.map(\.value) + figures.map(\.value)
      + figures.filter { !$0.isBound }.flatMap { [$0.lower, $0.upper].compactMap { $0 } }
    let size = Size(Self.width, Double(max(rows.count, 1)) * Self.pitch)
    let frame = NumberFrame(
      x: AxisMap(
        NumberAxis(description.value.title, range: description.value.range), values: values,
        padding: 0.05), y: AxisMap(NumberAxis(""), values: [0, 1], padding: 0), size: size)
    var body = PlotBody(plot: size)
    frame.draw(into: &body, wholeX: false, vertical: false)
    drawLines(description, frame, into: &body)
    let decimals = min(
      NumberText.decimals(
        figures.flatMap { [$0.value, $0.lower ?? .nan, $0.upper ?? .nan] }), 3)
    for (place, row) in rows.enumerated() {
      let middle = (Double(place) + 0.5) * Self.pitch
      if panel == 0 { write(row, middle, into: &body) }
      guard row.role != .heading, row.figures.indices.contains(panel),
        let figure = row.figures[panel]
      else { continue }
      let colour = Palette.colour(groups.firstIndex(of: row.group) ?? 0)
      draw(figure, row.role, middle, colour, frame, into: &body)
      let style = TextStyle.tick
      body.write(
        figure.value.isFinite ? Self.text(figure, decimals: decimals) : "not defined",
        at: Point(size.width + 8, middle + style.ascent / 2 - 0.5), style,
        colour: figure.isRead ? .ink : .quietInk)
    }
    body.addHeading(description.name)
    body.addHorizontalTitle(description.value.title)
    return body
  }

  private func write(_ row: Row, _ middle: Double, into body: inout PlotBody) {
    let style = row.role == .run ? TextStyle.axis : TextStyle.heading
    body.write(
      TextBlock.shortened(row.label, style, width: Self.labelWidth),
      at: Point(-8, middle + style.ascent / 2 - 0.5), style, align: .trailing)
  }

  private func drawLines(_ panel: Panel, _ frame: NumberFrame, into body: inout PlotBody) {
    func line(_ value: Double, _ stroke: Stroke) {
      guard let place = frame.x.place(value), (0...1).contains(place) else { return }
      let x = place * frame.size.width
      body.scene.marks.append(
        .path([Point(x, 0), Point(x, frame.size.height)], closed: false, fill: nil, stroke: stroke))
    }
    line(0, Stroke(.quietInk, width: 1))
    for reference in panel.references where reference.value != 0 {
      line(reference.value, Self.reference)
    }
  }

  private static let reference = Stroke(.ink, width: 1.25, dashes: [3, 3])

  private func across(_ value: Double, _ frame: NumberFrame) -> Double {
    min(max(frame.x.place(value) ?? 0, 0), 1) * frame.size.width
  }

  private func draw(
    _ figure: Figure, _ role: Role, _ middle: Double, _ colour: Colour, _ frame: NumberFrame,
    into body: inout PlotBody
  ) {
    guard figure.value.isFinite else { return }
    let x = across(figure.value, frame)
    let centre = Point(x, middle)
    let paint = figure.isRead ? colour : Colour.white
    let edge = Stroke(figure.isRead ? .ink : .quietInk, width: 1)
    let ends: (Double, Double)? =
      if let lower = figure.lower, let upper = figure.upper, lower.isFinite, upper.isFinite {
        (across(lower, frame), across(upper, frame))
      } else { nil }
    if role == .mean {
      // The diamond is as wide as its interval.
      let (from, to) = ends ?? (x - 5, x + 5)
      body.scene.marks.append(
        .path(
          [
            Point(min(from, x - 2), middle), Point(x, middle - 6.5), Point(max(to, x + 2), middle),
            Point(x, middle + 6.5),
          ], closed: true, fill: paint, stroke: edge))
      return
    }
    if let (from, to) = ends {
      body.scene.marks.append(
        .path(
          [Point(from, middle), Point(to, middle)], closed: false, fill: nil,
          stroke: figure.isRead ? Self.whisker : Stroke(.quietInk, width: 1)))
    }
    body.scene.marks.append(Self.marker(figure, centre, fill: paint, edge: edge))
  }

  /// A disc, or a triangle that points to where more may be.
  private static func marker(
    _ figure: Figure, _ centre: Point, fill: Colour, edge: Stroke
  ) -> Mark {
    guard figure.isBound else { return .circle(centre, radius: 4, fill: fill, stroke: edge) }
    let turn = figure.value < 0 ? -Double.pi / 2 : Double.pi / 2
    return .path(
      Shapes.polygon(centre, sides: 3, radius: 5.5, turn: turn), closed: true, fill: fill,
      stroke: edge)
  }

  private var key: [KeyEntry] {
    let figures = rows.flatMap { row in row.figures.compactMap { $0 }.map { (row.role, $0) } }
    var entries: [KeyEntry] = []
    func sample(_ text: String, _ figure: Figure) {
      entries.append(
        KeyEntry(text, width: 24) { scene, rect in
          scene.marks.append(
            .path(
              [Point(rect.x, rect.centre.y), Point(rect.right, rect.centre.y)], closed: false,
              fill: nil, stroke: Self.whisker))
          scene.marks.append(
            Self.marker(
              figure, rect.centre, fill: figure.isRead ? Palette.colour(0) : .white,
              edge: Stroke(figure.isRead ? .ink : .quietInk, width: 1)))
        })
    }
    if figures.contains(where: { $0.0 == .run && $0.1.isRead && !$0.1.isBound }) {
      sample("a run with its interval", Figure(value: 1))
    }
    if figures.contains(where: { $0.0 == .run && $0.1.isBound }) {
      sample("at least this much", Figure(value: 1, isBound: true))
    }
    if figures.contains(where: { $0.0 == .run && !$0.1.isRead }) {
      sample("a run that is not read", Figure(value: 1, isRead: false))
    }
    if figures.contains(where: { $0.0 == .mean }) {
      entries.append(
        KeyEntry("mean over the runs of a group, as wide as its interval", width: 24) {
          scene, rect in
          let middle = rect.centre.y
          scene.marks.append(
            .path(
              [
                Point(rect.x, middle), Point(rect.centre.x, middle - 6), Point(rect.right, middle),
                Point(rect.centre.x, middle + 6),
              ], closed: true, fill: Palette.colour(0), stroke: Stroke(.ink, width: 1)))
        })
    }
    var seen: Set<String> = []
    for reference in panels.flatMap(\.references)
    where reference.value != 0 && seen.insert(reference.name).inserted {
      entries.append(
        KeyEntry("\(reference.name): \(NumberText.trimmed(reference.value))", width: 24) {
          scene, rect in
          scene.marks.append(
            .path(
              [Point(rect.x, rect.centre.y), Point(rect.right, rect.centre.y)], closed: false,
              fill: nil, stroke: Self.reference))
        })
    }
    return entries
  }
}
