import Figures
import Testing

struct ForestChartTests {
  @Test func marksStandWhereTheirNumbersAre() throws {
    let chart = ForestChart(
      title: "Forest", panels: [.init("door", value: NumberAxis("log-odds", range: -1...3))],
      rows: [
        .init("one", group: "a", figures: [.init(value: 3, lower: 1, upper: 3)]),
        .init("two", group: "a", figures: [.init(value: -1)]),
        .init("mean", group: "a", role: .mean, figures: [.init(value: 1, lower: 0, upper: 2)]),
      ])
    let scene = chart.scene()
    let plot = try #require(scene.regions.first { $0.name == "plot" }?.rect)
    let discs = scene.marks.compactMap { mark -> Point? in
      if case .circle(let centre, _, _, _) = mark, centre.y < plot.bottom { centre } else { nil }
    }
    try #require(discs.count == 2)
    #expect(abs(discs[0].x - plot.right) < 1e-9 && abs(discs[1].x - plot.x) < 1e-9)
    let diamonds = scene.marks.compactMap { mark -> [Point]? in
      if case .path(let points, true, _, _) = mark, points.count == 4, points[0].y < plot.bottom {
        points
      } else {
        nil
      }
    }
    let diamond = try #require(diamonds.first)
    #expect(abs(diamond[0].x - (plot.x + plot.width / 4)) < 1e-9)
    #expect(abs(diamond[2].x - (plot.x + plot.width * 3 / 4)) < 1e-9)
  }

  @Test func everyRowSaysItsNumberAndWhetherItIsABound() {
    let texts = Gallery.forest.scene().texts.map(\.text)
    #expect(texts.contains("0.30 [−0.10, 0.60]"))
    #expect(texts.contains("≥ 3.60") && texts.contains("≥ 8.80"))
    for label in ["seed 1", "mean", "doors always red, mixed:0", "door", "red"] {
      #expect(texts.contains(label), "\(label)")
    }
    #expect(texts.contains("at least this much") && texts.contains("a run that is not read"))
    #expect(texts.contains("a tenth: 0.1"))
  }

  @Test func theTableHoldsEveryNumberOnce() {
    let table = Gallery.forest.table()
    // Six runs of three, one of each group without its third; two means of two; one reference.
    #expect(table.rows.count == 6 * 3 - 2 + 4 + 1)
    #expect(table.rows.count { $0.last == "at least" } == 2)
    #expect(table.rows.count { $0.last == "not read" } == 4)
    #expect(table.rows[0][4] == "0.3")
  }
}
