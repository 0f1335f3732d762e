import Figures
import Testing

struct BarChartTests {
  @Test func barsBeginAtZeroAndEndAtTheirValues() throws {
    let chart = BarChart(
      title: "Bars", value: NumberAxis("weight", range: -1...3),
      bars: [Bar("a", value: 3), Bar("b", value: -1), Bar("c", value: 1)])
    let scene = chart.scene()
    let plot = try #require(scene.regions.first { $0.name == "plot" }?.rect)
    let bars = scene.marks.compactMap { mark -> Rect? in
      if case .rectangle(let rect, let fill, nil) = mark, fill?.alpha != 255 { rect } else { nil }
    }
    try #require(bars.count == 3)
    let zero = plot.x + plot.width / 4
    #expect(abs(bars[0].x - zero) < 1e-9 && abs(bars[0].right - plot.right) < 1e-9)
    #expect(abs(bars[1].x - plot.x) < 1e-9 && abs(bars[1].right - zero) < 1e-9)
    #expect(abs(bars[2].width - plot.width / 4) < 1e-9)
  }

  @Test func everyRowSaysItsNumberAndInterval() {
    let chart = BarChart(
      title: "Bars", value: NumberAxis("weight"),
      bars: [Bar("a", value: 0.5, lower: 0.25, upper: 1), Bar("b", value: .nan)])
    let texts = chart.scene().texts.map(\.text)
    #expect(texts.contains("0.50 [0.25, 1.00]"))
    #expect(texts.contains("not a number"))
    #expect(texts.contains("interval"))
  }

  @Test func groupsHaveTheirOwnColourAndKey() {
    let scene = Gallery.bars[0].chart.scene()
    let texts = scene.texts.map(\.text)
    #expect(texts.contains("doors always red") && texts.contains("doors of any colour"))
    #expect(texts.contains("no influence: 0"))
  }

  @Test func tableHoldsTheSameNumbers() {
    let table = Gallery.bars[1].chart.table()
    #expect(table.rows.map { $0[3] } == ["0.97", "0.04", "0.5"])
    #expect(table.rows.map { $0[2] } == ["measured", "measured", "reference"])
  }
}
