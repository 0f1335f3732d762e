import Figures
import LinearAlgebra
import Testing

/// Whatever the data, no text lies on another, nothing is cut, and areas keep apart.
struct LayoutTests {
  static func problems(_ scene: Scene) -> [String] {
    var found: [String] = []
    let page = Rect(0, 0, scene.size.width, scene.size.height)
    let texts = scene.texts
    for text in texts where !page.contains(text.bounds) { found.append("cut: \(text.text)") }
    // Sorted by their left ends, only neighbours can overlap.
    let sorted = texts.sorted { $0.bounds.x < $1.bounds.x }
    for (index, text) in sorted.enumerated() {
      for other in sorted[(index + 1)...] {
        if other.bounds.x >= text.bounds.right { break }
        if text.bounds.overlaps(other.bounds, slack: 0.5) {
          found.append("overlap: \(text.text) | \(other.text)")
        }
      }
    }
    let areas = scene.regions
    for (index, area) in areas.enumerated() {
      if !page.contains(area.rect) { found.append("cut: \(area.name)") }
      for other in areas[(index + 1)...] where area.rect.overlaps(other.rect) {
        found.append("overlap: \(area.name) | \(other.name)")
      }
    }
    return found
  }

  @Test(arguments: Gallery.all)
  func nothingOverlapsOrIsCut(entry: Gallery.Entry) {
    let scene = entry.chart.scene()
    #expect(LayoutTests.problems(scene) == [])
    #expect(scene.texts.contains { entry.chart.title.hasPrefix($0.text.prefix(8)) })
  }

  @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34, 55, 89], [1, 2, 3, 6, 10, 17, 31, 64, 120])
  func heatmapsOfEverySizeKeepTheirLabelsApart(rows: Int, columns: Int) {
    var chart = Gallery.heatmap(rows, columns)
    chart.cellText = chart.values.elements.map { NumberText.short($0) }
    #expect(LayoutTests.problems(chart.scene()) == [])
    chart.squareCells = true
    chart.columns = CategoryAxis(
      "concept", labels: (0..<columns).map { "concept number \($0)" })
    #expect(LayoutTests.problems(chart.scene()) == [])
    let page = chart.scene().size
    #expect(page.width < 1200 && page.height < 1000)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 12, 16, 25, 64])
  func gridsOfEveryCountKeepTheirPanelsApart(count: Int) {
    let panels = (0..<count).map { index in
      var chart = Gallery.heatmap(4, 5)
      chart.title = "panel \(index)"
      return chart
    }
    for perRow in [nil, 1, 3] {
      let shared = HeatmapGrid(
        title: "Grid", panels: panels, scaling: .shared(.sequential(panels.map(\.values))),
        panelsPerRow: perRow)
      #expect(LayoutTests.problems(shared.scene()) == [])
      let own = HeatmapGrid(
        title: "Grid", panels: panels, scaling: .perPanel, panelsPerRow: perRow)
      #expect(LayoutTests.problems(own.scene()) == [])
    }
    let mazes = MazeGrid(
      title: "Mazes",
      panels: (0..<count).map { tick in
        var picture = Gallery.maze(values: true, arrows: true, path: true)
        picture.title = "tick \(tick)"
        return picture
      })
    #expect(LayoutTests.problems(mazes.scene()) == [])
  }

  @Test(arguments: [1, 2, 5, 30, 300], [1, 2, 9])
  func lineChartsKeepTheirKeyBesideTheData(points: Int, series: Int) throws {
    let chart = LineChart(
      title: "Lines", x: NumberAxis("tick"), y: NumberAxis("score"),
      series: (0..<series).map { index in
        var line = Gallery.rise(points, from: 0, to: Double(index), name: "series \(index)")
        for place in line.points.indices { line.points[place].label = "point \(place)" }
        return line
      }, references: [ReferenceLine("chance", at: 0.25)])
    let scene = chart.scene()
    #expect(LayoutTests.problems(scene) == [])
    let plot = try #require(scene.regions.first { $0.name == "plot" })
    let key = try #require(scene.regions.first { $0.name == "key" })
    #expect(key.rect.x >= plot.rect.right)
  }

  @Test func textIsDrawnInsideItsMeasuredBounds() throws {
    for chart in [Gallery.marked as any Chart, Gallery.triple, Gallery.lines[1].chart] {
      var scene = chart.scene()
      scene.marks = scene.texts.map { text in
        var dark = text
        dark.colour = .ink
        return .text(dark)
      }
      let bytes = try FigureFile.png(
        scene, provenance: Provenance(software: "t", command: "t"))
      let picture = try PNGPicture(bytes: bytes, path: "memory")
      var allowed = [Bool](repeating: false, count: picture.width * picture.height)
      for text in scene.texts {
        let rect = text.bounds.inset(-1)
        for row in max(0, Int(rect.y * 2))..<min(picture.height, Int(rect.bottom * 2) + 1) {
          for column in max(0, Int(rect.x * 2))..<min(picture.width, Int(rect.right * 2) + 1) {
            allowed[row * picture.width + column] = true
          }
        }
      }
      var drawn = 0
      for place in allowed.indices where picture.pixels[place * 4 + 1] < 200 {
        drawn += 1
        #expect(allowed[place])
      }
      #expect(drawn > 1000)
    }
  }

  @Test func longTextIsWrappedWithoutLosingLetters() {
    let text = "a title that goes on\nand on withaverylongwordthatfitsnoline indeed"
    let lines = TextBlock.lines(text, .title, width: 120)
    #expect(lines.allSatisfy { TextRuler.width($0, .title) <= 120 })
    let letters = text.filter { $0 != " " && $0 != "\n" }
    #expect(lines.joined().filter { $0 != " " } == letters)
  }

  @Test func shortenedLabelsStayDifferent() {
    let labels = (0..<12).map { "recurrent-residual/cell.\($0)/hidden-after-normalisation" }
    let shown = TextBlock.shortenedApart(labels, .tick, width: 120)
    #expect(Set(shown).count == labels.count)
    #expect(shown.allSatisfy { TextRuler.width($0, .tick) <= 120 })
    #expect(TextBlock.shortenedApart(["short", "names"], .tick, width: 120) == ["short", "names"])
  }
}
