/// The frame of a plot with number axes: grid, tick labels, reference lines.
struct NumberFrame {
  let x: AxisMap
  let y: AxisMap
  let size: Size

  /// The place of a point in the plot, `nil` where an axis has no place for it.
  func point(_ xValue: Double, _ yValue: Double) -> Point? {
    guard let across = x.place(xValue), let up = y.place(yValue) else { return nil }
    return Point(across * size.width, (1 - up) * size.height)
  }

  var rect: Rect { Rect(0, 0, size.width, size.height) }

  /// Draws grid lines and numbers under the plot, and left of it if `vertical`.
  func draw(into body: inout PlotBody, wholeX: Bool, vertical: Bool = true) {
    let style = TextStyle.tick
    let grid = Stroke(.rule, width: 1)
    if vertical {
      let ticks = y.ticks(count: max(2, Int(size.height / 42)), whole: false)
      var lastTop = Double.infinity
      for (value, label) in zip(ticks.values, ticks.labels) {
        guard let place = y.place(value), (-1e-9...1 + 1e-9).contains(place) else { continue }
        let level = (1 - place) * size.height
        body.scene.marks.append(
          .path(
            [Point(0, level), Point(size.width, level)], closed: false, fill: nil, stroke: grid))
        guard level + style.height / 2 < lastTop else { continue }
        lastTop = level - style.height / 2
        body.write(label, at: Point(-7, level + style.ascent / 2 - 0.5), style, align: .trailing)
      }
    }
    let ticks = x.ticks(count: max(2, Int(size.width / 75)), whole: wholeX)
    var lastRight = -Double.infinity
    for (value, label) in zip(ticks.values, ticks.labels) {
      guard let place = x.place(value), (-1e-9...1 + 1e-9).contains(place) else { continue }
      let across = place * size.width
      body.scene.marks.append(
        .path(
          [Point(across, 0), Point(across, size.height + 4)], closed: false, fill: nil,
          stroke: grid))
      let half = TextRuler.width(label, style) / 2
      guard across - half > lastRight + 5 else { continue }
      lastRight = across + half
      body.write(
        label, at: Point(across, size.height + 7 + style.ascent), style, align: .centre)
    }
    if x.hasZeroPlace { drawBreak(into: &body) }
  }

  /// Two strokes across the axis between zero and where the powers begin.
  private func drawBreak(into body: inout PlotBody) {
    let across = (AxisMap.zeroShare * 0.62) * size.width
    for shift in [-2.5, 2.5] {
      body.scene.marks.append(
        .path(
          [
            Point(across + shift - 2.5, size.height + 4),
            Point(across + shift + 2.5, size.height - 4),
          ], closed: false, fill: nil, stroke: Stroke(.quietInk, width: 1.25)))
    }
  }

  /// Left and lower border of the plot.
  func drawBorder(into body: inout PlotBody) {
    body.scene.marks.append(
      .path(
        [Point(0, 0), Point(0, size.height), Point(size.width, size.height)], closed: false,
        fill: nil, stroke: Stroke(.quietInk, width: 1)))
  }
}
