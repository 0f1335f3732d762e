extension BarChart {
  private static let width = 360.0
  private static let barHeight = 18.0
  private static let pitch = 27.0

  package func scene() -> Scene {
    var values = [0.0] + bars.map(\.value) + references.map(\.value)
    values += bars.compactMap(\.lower) + bars.compactMap(\.upper)
    let linear = NumberAxis(value.title, range: value.range)
    let size = Size(BarChart.width, Double(max(bars.count, 1)) * BarChart.pitch)
    let frame = NumberFrame(
      x: AxisMap(linear, values: values, padding: 0.04),
      y: AxisMap(NumberAxis(""), values: [0, 1], padding: 0), size: size)
    var body = PlotBody(plot: size)
    frame.draw(into: &body, wholeX: false, vertical: false)
    let groups = groupNames
    for (row, bar) in bars.enumerated() {
      let colour = Palette.colour(groups.firstIndex(of: bar.group) ?? 0)
      draw(bar, row, frame, colour, into: &body)
    }
    drawReferences(frame, into: &body)
    drawZero(frame, into: &body)
    writeLabels(into: &body)
    writeNumbers(into: &body)
    body.addHorizontalTitle(value.title)
    return Page.composed(
      title: title, subtitle: subtitle, caption: caption, body: body.framed, key: key(groups))
  }

  /// The groups in order of first appearance.
  private var groupNames: [String] {
    var names: [String] = []
    for bar in bars where !names.contains(bar.group) { names.append(bar.group) }
    return names
  }

  private func across(_ value: Double, _ frame: NumberFrame) -> Double {
    min(max(frame.x.place(value) ?? 0, 0), 1) * frame.size.width
  }

  private func draw(
    _ bar: Bar, _ row: Int, _ frame: NumberFrame, _ colour: Colour, into body: inout PlotBody
  ) {
    let top = Double(row) * BarChart.pitch + (BarChart.pitch - BarChart.barHeight) / 2
    let zero = across(0, frame)
    guard bar.value.isFinite else {
      let box = Rect(min(zero, frame.size.width - 40), top, 40, BarChart.barHeight)
      body.scene.marks.append(CellField.hatching(box))
      return
    }
    let end = across(bar.value, frame)
    body.scene.marks.append(
      .rectangle(
        Rect(min(zero, end), top, abs(end - zero), BarChart.barHeight),
        fill: colour.opacity(0.75), stroke: nil))
    guard let lower = bar.lower, let upper = bar.upper, lower.isFinite, upper.isFinite else {
      return
    }
    let level = top + BarChart.barHeight / 2
    let (from, to) = (across(lower, frame), across(upper, frame))
    body.scene.marks.append(
      .path(
        [Point(from, level), Point(to, level)], closed: false, fill: nil,
        stroke: Stroke(.ink, width: 1.5)))
    for x in [from, to] {
      body.scene.marks.append(
        .path(
          [Point(x, level - 4), Point(x, level + 4)], closed: false, fill: nil,
          stroke: Stroke(.ink, width: 1.5)))
    }
  }

  private static func referenceStroke(_ index: Int) -> Stroke {
    Stroke(.ink, width: 1.25, dashes: index % 2 == 0 ? [3, 3] : [8, 3, 2, 3])
  }

  private func drawReferences(_ frame: NumberFrame, into body: inout PlotBody) {
    for (index, reference) in references.enumerated() {
      guard let place = frame.x.place(reference.value), (0...1).contains(place) else { continue }
      let x = place * frame.size.width
      body.scene.marks.append(
        .path(
          [Point(x, 0), Point(x, frame.size.height)], closed: false, fill: nil,
          stroke: BarChart.referenceStroke(index)))
    }
  }

  private func drawZero(_ frame: NumberFrame, into body: inout PlotBody) {
    guard let place = frame.x.place(0), (0...1).contains(place) else { return }
    let x = place * frame.size.width
    body.scene.marks.append(
      .path(
        [Point(x, 0), Point(x, frame.size.height)], closed: false, fill: nil,
        stroke: Stroke(.quietInk, width: 1)))
  }

  private func baseline(_ row: Int, _ style: TextStyle) -> Double {
    (Double(row) + 0.5) * BarChart.pitch + style.ascent / 2 - 0.5
  }

  private func writeLabels(into body: inout PlotBody) {
    let style = TextStyle.axis
    for (row, bar) in bars.enumerated() {
      // Where a label comes more than once, by its group too, which else colour alone would tell.
      let isRepeated = bars.count { $0.label == bar.label } > 1 && !bar.group.isEmpty
      body.write(
        TextBlock.shortened(
          isRepeated ? "\(bar.label): \(bar.group)" : bar.label, style, width: 340),
        at: Point(-8, baseline(row, style)), style, align: .trailing)
    }
  }

  private func writeNumbers(into body: inout PlotBody) {
    let style = TextStyle.tick
    for (row, bar) in bars.enumerated() {
      body.write(
        numbers(bar), at: Point(body.plot.width + 10, baseline(row, style)), style)
    }
  }

  /// A bar's value and interval in figures.
  private func numbers(_ bar: Bar) -> String {
    let all = bars.flatMap { [$0.value] + [$0.lower, $0.upper].compactMap { $0 } }
    let greatest = all.filter(\.isFinite).map { abs($0) }.max() ?? 0
    let decimals = min(NumberText.decimals(all), 4)
    func text(_ number: Double) -> String {
      (1e-3..<1e6).contains(greatest)
        ? NumberText.fixed(number, decimals: decimals) : NumberText.short(number)
    }
    guard let lower = bar.lower, let upper = bar.upper else { return text(bar.value) }
    return "\(text(bar.value)) [\(text(lower)), \(text(upper))]"
  }

  private func key(_ groups: [String]) -> [KeyEntry] {
    var entries: [KeyEntry] = []
    if groups.count > 1 {
      entries = groups.enumerated().map { index, name in
        KeyEntry(name) { scene, rect in
          scene.marks.append(
            .rectangle(rect, fill: Palette.colour(index).opacity(0.75), stroke: nil))
        }
      }
    }
    if bars.contains(where: { $0.lower != nil && $0.upper != nil }) {
      entries.append(
        KeyEntry("interval", width: 24) { scene, rect in
          let line = Stroke(.ink, width: 1.5)
          let level = rect.centre.y
          for piece in [
            [Point(rect.x, level), Point(rect.right, level)],
            [Point(rect.x, level - 4), Point(rect.x, level + 4)],
            [Point(rect.right, level - 4), Point(rect.right, level + 4)],
          ] {
            scene.marks.append(.path(piece, closed: false, fill: nil, stroke: line))
          }
        })
    }
    if bars.contains(where: { !$0.value.isFinite }) {
      entries.append(CellField.nanEntry(solid: false))
    }
    entries += references.enumerated().map { index, reference in
      KeyEntry("\(reference.name): \(NumberText.trimmed(reference.value))", width: 24) {
        scene, rect in
        scene.marks.append(
          .path(
            [Point(rect.x, rect.centre.y), Point(rect.right, rect.centre.y)], closed: false,
            fill: nil, stroke: BarChart.referenceStroke(index)))
      }
    }
    return entries
  }
}

extension BarChart {
  package var alternativeText: String {
    let names = bars.prefix(8).map { bar in
      (bar.group.isEmpty ? "" : bar.group + ", ") + "\(bar.label) \(numbers(bar))"
    }
    let more = bars.count > 8 ? "; and \(bars.count - 8) more" : ""
    return "Bar chart. \(title). \(value.title): \(names.joined(separator: "; "))\(more)."
  }

  package func table() -> FigureTable {
    var table = FigureTable(headers: ["label", "group", "role", "value", "lower", "upper"])
    for bar in bars {
      table.rows.append([
        bar.label, bar.group, "measured", FigureTable.text(bar.value),
        FigureTable.text(bar.lower), FigureTable.text(bar.upper),
      ])
    }
    for reference in references {
      table.rows.append([
        reference.name, "", "reference", FigureTable.text(reference.value), "", "",
      ])
    }
    return table
  }
}
