import Figures
import Testing

struct LineChartTests {
  private func chart(_ points: [LinePoint], x: NumberAxis.Scale = .linear) -> LineChart {
    LineChart(
      title: "Line", x: NumberAxis("x", scale: x), y: NumberAxis("y"),
      series: [LineSeries("a", points: points)])
  }

  private func lines(_ chart: LineChart) -> [[Point]] {
    chart.scene().marks.compactMap { mark in
      if case .path(let points, closed: false, nil, let stroke) = mark,
        stroke?.colour == Palette.colour(0), stroke?.width == 2, points.count > 1
      {
        points
      } else {
        nil
      }
    }.filter { $0[1].x - $0[0].x != 28 }
  }

  @Test func notANumberBreaksTheLineAndIsCounted() {
    let points = [1.0, 2, .nan, 3, 4].enumerated().map { LinePoint(x: Double($0), y: $1) }
    #expect(lines(chart(points)).map(\.count) == [2, 2])
    let notes = chart(points).scene().texts.map(\.text)
    #expect(notes.contains("Points without a place on the axes, not drawn: 1."))
  }

  @Test func zeroHasItsOwnPlaceOnALogarithmicAxis() throws {
    let steps = [0.0, 10, 100, 1000]
    let axis = AxisMap(NumberAxis("step", scale: .logarithmic), values: steps, padding: 0)
    let places = try steps.map { try #require(axis.place($0)) }
    #expect(places == places.sorted())
    #expect(places[1] == AxisMap.zeroShare)
    #expect(places[3] == 1)
    #expect(abs((places[2] - places[1]) - (places[3] - places[2])) < 1e-12)
    #expect(axis.place(-1) == nil)
    #expect(
      chart(steps.map { LinePoint(x: $0, y: $0) }, x: .logarithmic).scene()
        .texts.contains { $0.text == "0" })
  }

  @Test func pointsBeyondAFixedAxisAreCutAndCounted() {
    var cut = chart([0.0, 1, 2, 3].map { LinePoint(x: $0, y: $0) })
    cut.y.range = 0...1.5
    #expect(cut.scene().texts.contains { $0.text == "Points beyond the axes, not drawn: 2." })
    let plot = cut.scene().regions.first { $0.name == "plot" }?.rect ?? Rect(0, 0, 0, 0)
    for line in lines(cut) {
      for point in line { #expect(plot.contains(Rect(point.x, point.y, 0, 0))) }
    }
  }

  @Test func controlsAreDashedAndSeriesDifferInMarkers() {
    let scene = Gallery.lines[0].chart.scene()
    let dashed = scene.marks.contains { mark in
      if case .path(_, _, _, let stroke) = mark {
        stroke?.colour == Palette.colour(1) && stroke?.dashes.isEmpty == false
      } else {
        false
      }
    }
    #expect(dashed)
    let markers = (0..<5).map { Shapes.marker($0, Point(0, 0), radius: 3, colour: .ink) }
    for first in markers.indices {
      for second in markers.indices where second > first {
        #expect(markers[first] != markers[second])
      }
    }
  }

  @Test func tableKeepsIntervalsAndReferences() {
    let table = Gallery.lines[0].chart.table()
    #expect(table.rows.count == 13 * 3 + 2)
    #expect(table.rows[0][0...1] == ["trained network", "measured"])
    #expect(Double(table.rows[0][4]) == 0.72 - 0.03)
    #expect(table.rows.last == ["planted wave", "reference", "", "1.0", "", "", ""])
  }

  @Test func labelsStandClearOfTheLine() throws {
    let scene = Gallery.lines[1].chart.scene()
    let label = try #require(scene.texts.first { $0.text == "first above the margin" })
    let line = scene.marks.compactMap { mark -> [Point]? in
      if case .path(let points, closed: false, nil, _) = mark, points.count > 5 {
        points
      } else {
        nil
      }
    }
    #expect(!line.isEmpty)
    for points in line { #expect(SegmentClipping.pieces(points, in: label.bounds).isEmpty) }
  }

  @Test func linesAreCutAtTheBorder() {
    let pieces = SegmentClipping.pieces(
      [Point(-5, 5), Point(5, 5), Point(5, 50), Point(20, 5)], in: Rect(0, 0, 10, 10))
    #expect(pieces == [[Point(0, 5), Point(5, 5), Point(5, 10)]])
  }
}
