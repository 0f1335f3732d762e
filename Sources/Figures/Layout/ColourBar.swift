/// The legend of a colour scale: its colours, round numbers beside them, and its quantity.
package enum ColourBar {
  static let width = 14.0

  /// A bar about as high as a plot.
  package static func scene(_ scale: ColourScale, quantity: String, plotHeight: Double) -> Scene {
    let height = min(max(plotHeight.rounded(), 110), 300)
    // The topmost and lowest number stand half over the bar's ends.
    let inset = (TextStyle.tick.height / 2).rounded(.up)
    let tip = 9.0
    let top = inset + (scale.clipsAbove ? tip : 0)
    let bottom = height - inset - (scale.clipsBelow ? tip : 0)
    let bar = Rect(0, top, width, bottom - top)
    var scene = Scene(size: Size(width, height))
    scene.marks.append(
      .raster(
        RasterMark(
          rect: bar, rows: ColourMap.steps, columns: 1, colours: scale.map.table.reversed())))
    if scale.clipsAbove { point(&scene, bar, scale.upper, tip: -tip, scale) }
    if scale.clipsBelow { point(&scene, bar, scale.lower, tip: tip, scale) }
    scene.marks.append(
      .rectangle(bar, fill: nil, stroke: Stroke(.quietInk, width: 1)))
    if scale.isEmpty {
      scene.place(
        Scene.paragraph("no value shown", .tick, width: 60, colour: .quietInk),
        at: Point(width + 6, top))
    } else {
      addTicks(&scene, bar, scale)
    }
    addQuantity(&scene, quantity, height: height)
    scene.regions.append(
      Scene.Region("colour bar", Rect(0, 0, scene.size.width, scene.size.height)))
    return scene
  }

  private static func addTicks(_ scene: inout Scene, _ bar: Rect, _ scale: ColourScale) {
    let ticks = Ticks.linear(scale.lower, scale.upper, count: max(2, Int(bar.height / 32)))
    var right = width
    for (value, label) in zip(ticks.values, ticks.labels) {
      let y = bar.bottom - scale.position(value) * bar.height
      scene.marks.append(
        .path(
          [Point(bar.right, y), Point(bar.right + 4, y)], closed: false, fill: nil,
          stroke: Stroke(.quietInk)))
      let style = TextStyle.tick
      scene.write(label, at: Point(bar.right + 7, y + style.ascent / 2 - 0.5), style)
      right = max(right, bar.right + 7 + TextRuler.width(label, style))
    }
    scene.size.width = right
  }

  private static func addQuantity(_ scene: inout Scene, _ quantity: String, height: Double) {
    let style = TextStyle.axis
    var x = scene.size.width + 8 + style.ascent
    var longest = 0.0
    let lines = TextBlock.lines(quantity, style, width: height)
    for line in lines {
      scene.writeUpward(line, at: Point(x, height / 2), style, align: .centre)
      longest = max(longest, TextRuler.width(line, style))
      x += style.lineHeight
    }
    guard !lines.isEmpty else { return }
    scene.size.width = x - style.lineHeight + style.descent
  }

  /// The pointed end that says that there are numbers beyond the scale.
  private static func point(
    _ scene: inout Scene, _ bar: Rect, _ value: Double, tip: Double, _ scale: ColourScale
  ) {
    let y = tip < 0 ? bar.y : bar.bottom
    scene.marks.append(
      .path(
        [Point(bar.x, y), Point(bar.right, y), Point(bar.centre.x, y + tip)], closed: true,
        fill: scale.colour(value), stroke: Stroke(.quietInk, width: 1)))
  }
}
