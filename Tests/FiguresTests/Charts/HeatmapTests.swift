import Figures
import LinearAlgebra
import Testing

struct HeatmapTests {
  private static let provenance = Provenance(software: "Mesascope", command: "test")

  /// The pixels inside a cell of a drawn heatmap.
  private func pixels(_ chart: Heatmap, row: Int, column: Int) throws -> [Colour] {
    let scene = chart.scene()
    let bytes = try FigureFile.png(scene, provenance: HeatmapTests.provenance)
    let picture = try PNGPicture(bytes: bytes, path: "memory")
    let plot = try #require(scene.regions.first { $0.name == "plot" }?.rect)
    let width = plot.width / Double(chart.values.columns)
    let height = plot.height / Double(chart.values.rows)
    let left = Int(2 * (plot.x + Double(column) * width)) + 2
    let top = Int(2 * (plot.y + Double(row) * height)) + 2
    var found: [Colour] = []
    for y in top..<top + Int(2 * height) - 4 {
      for x in left..<left + Int(2 * width) - 4 { found.append(picture.colour(row: y, column: x)) }
    }
    return found
  }

  @Test func cellsHaveTheColoursOfTheirNumbers() throws {
    let chart = Gallery.heatmap(3, 4)
    let scale = chart.drawnScale
    for row in 0..<3 {
      for column in 0..<4 {
        let colours = try pixels(chart, row: row, column: column)
        #expect(colours.allSatisfy { $0 == scale.colour(chart.values[row, column]) })
      }
    }
  }

  @Test func notANumberIsHatchedInAColourOfNoMap() throws {
    var chart = Gallery.heatmap(3, 4)
    chart.values[1, 1] = .nan
    let colours = try pixels(chart, row: 1, column: 1)
    #expect(colours.contains(.alarm))
    #expect(colours.contains(.white))
    let map = Set(ColourMap.sequential.table)
    #expect(!colours.contains { map.contains($0) })
    #expect(chart.scene().texts.contains { $0.text == "not a number" })
  }

  @Test func tinyCellsKeepNonNumbersVisible() throws {
    var chart = Gallery.heatmap(100, 200)
    chart.values[50, 100] = .nan
    let field = CellField(
      values: chart.values, scale: chart.drawnScale, masks: [], cell: Size(3, 4))
    #expect(field.colour(50 * 200 + 100) == .alarm)
  }

  @Test func infinitiesCarryTrianglesOnTheEndColours() throws {
    var chart = Gallery.heatmap(3, 4)
    chart.values[0, 1] = .infinity
    chart.values[2, 2] = -.infinity
    let up = try pixels(chart, row: 0, column: 1)
    #expect(up.contains(.alarm) && up.contains(chart.drawnScale.colour(.infinity)))
    let down = try pixels(chart, row: 2, column: 2)
    #expect(down.contains(.alarm) && down.contains(chart.drawnScale.colour(-.infinity)))
  }

  @Test func maskedCellsAreGreyAndDoNotStretchTheScale() throws {
    var chart = Gallery.heatmap(3, 4)
    chart.values[0, 0] = 1e6
    chart.masks = (0..<12).map { $0 == 0 ? .belowEffect : $0 == 5 ? .void : .shown }
    #expect(chart.drawnScale.upper < 2)
    #expect(try pixels(chart, row: 0, column: 0).allSatisfy { $0 == .maskGrey })
    let void = try pixels(chart, row: 1, column: 1)
    #expect(void.contains(.maskGrey) && void.contains { $0 != .maskGrey })
  }

  @Test func allNoiseDrawsAnAllGreyDifference() throws {
    let estimate = Gallery.wave(4, 5, seed: 1)
    let triple = HeatmapTriple(
      title: "Noise", estimate: .init("a", estimate), baseline: .init("b", estimate),
      rows: CategoryAxis("row"), columns: CategoryAxis("column"), quantity: "score",
      masks: [CellMask](repeating: .belowEffect, count: 20))
    let rasters = triple.scene().marks.compactMap { mark -> RasterMark? in
      if case .raster(let raster) = mark, raster.columns == 5 { raster } else { nil }
    }
    #expect(rasters.count == 3)
    #expect(rasters.last?.colours.allSatisfy { $0 == .maskGrey } == true)
    #expect(rasters.first?.colours.contains { $0 == .maskGrey } == false)
  }

  @Test func estimateAndBaselineShareColours() throws {
    let triple = Gallery.triple
    let scale = triple.sharedScale
    let rasters = triple.scene().marks.compactMap { mark -> RasterMark? in
      if case .raster(let raster) = mark, raster.columns == 10 { raster } else { nil }
    }
    try #require(rasters.count == 3)
    for place in 0..<79 {
      #expect(rasters[0].colours[place] == scale.colour(triple.estimate.values.elements[place]))
      #expect(rasters[1].colours[place] == scale.colour(triple.baseline.values.elements[place]))
    }
    let differing = triple.differenceScale
    #expect(differing.map == .diverging && differing.lower == -differing.upper)
  }

  @Test func tableHoldsTheSameNumbers() throws {
    let chart = Gallery.marked
    let table = chart.table()
    #expect(table.rows.count == chart.values.elements.count)
    let value = try #require(table.headers.firstIndex(of: "value"))
    for (row, expected) in zip(table.rows, chart.values.elements) {
      let read = try #require(Double(row[value]))
      #expect(read == expected || (read.isNaN && expected.isNaN))
      #expect(row.count == table.headers.count)
    }
    #expect(table.rows[30][5] == "below-effect")
    #expect(table.rows[31][5] == "void")
  }

  @Test func tableQuotesWhatWouldBreakIt() {
    let table = FigureTable(
      headers: ["a", "b"], rows: [["x,y", "say \"no\""], ["plain", "two\nlines"]])
    #expect(table.csv == "a,b\n\"x,y\",\"say \"\"no\"\"\"\nplain,\"two\nlines\"\n")
  }

  @Test(arguments: Gallery.all)
  func everyChartHasATableAndWordsForIt(entry: Gallery.Entry) {
    let table = entry.chart.table()
    #expect(table.rows.allSatisfy { $0.count == table.headers.count })
    #expect(entry.chart.alternativeText.contains(entry.chart.title))
    #expect(!entry.chart.alternativeText.contains("Optional"))
  }

  @Test func colourBarPointsWhereNumbersAreCut() {
    let values = Matrix<Double>(rows: 1, columns: 3, elements: [0, 1, 9])
    let cut = ColourScale.sequential([values], span: .fixed(0, 1))
    let whole = ColourScale.sequential([values])
    func tips(_ scale: ColourScale) -> Int {
      ColourBar.scene(scale, quantity: "", plotHeight: 200).marks.count { mark in
        if case .path(let points, closed: true, _, _) = mark { points.count == 3 } else { false }
      }
    }
    #expect(tips(cut) == 1)
    #expect(tips(whole) == 0)
  }
}
