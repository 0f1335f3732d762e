extension HeatmapBody {
  /// Labels left of the rows, every second or fifth where rows are low.
  mutating func addRowLabels() {
    let labels = heatmap.rows.labels
    guard !labels.isEmpty else { return }
    let style = TextStyle.tick
    let step = HeatmapBody.step(
      count: labels.count, needed: style.height + 1, pitch: field.cell.height)
    let shown = TextBlock.shortenedApart(labels, style, width: 300)
    for index in stride(from: 0, to: labels.count, by: step) {
      let text = shown[index]
      let y = (Double(index) + 0.5) * field.cell.height + style.ascent / 2 - 0.5
      body.write(text, at: Point(-6, y), style, align: .trailing)
    }
  }

  /// Labels under the columns: level where they fit, in steps where they are short, else
  /// reading upward.
  mutating func addColumnLabels() {
    let labels = heatmap.columns.labels
    guard !labels.isEmpty else { return }
    let style = TextStyle.tick
    let pitch = field.cell.width
    let widest = labels.map { TextRuler.width($0, style) }.max() ?? 0
    let short = labels.allSatisfy { $0.count <= 4 }
    if widest + 6 <= pitch || short {
      let step = HeatmapBody.step(count: labels.count, needed: widest + 6, pitch: pitch)
      for index in stride(from: 0, to: labels.count, by: step) {
        let x = (Double(index) + 0.5) * pitch
        body.write(
          labels[index], at: Point(x, body.plot.height + 5 + style.ascent), style, align: .centre)
      }
      return
    }
    let step = HeatmapBody.step(count: labels.count, needed: style.height + 1, pitch: pitch)
    let shown = TextBlock.shortenedApart(labels, style, width: 130)
    for index in stride(from: 0, to: labels.count, by: step) {
      let text = shown[index]
      let x = (Double(index) + 0.5) * pitch + style.ascent / 2 - 0.5
      body.write(
        text, at: Point(x, body.plot.height + 6), style, align: .trailing, upward: true)
    }
  }

  /// How many places apart labels stand so that they do not touch.
  static func step(count: Int, needed: Double, pitch: Double) -> Int {
    var scale = 1
    while true {
      for factor in [1, 2, 5] where Double(factor * scale) * pitch >= needed {
        return factor * scale
      }
      if scale > count { return count }
      scale *= 10
    }
  }
}
