internal import LinearAlgebra
internal import Statistics

extension ComputeScaling {
  func charts() -> [NamedChart] {
    [
      NamedChart("accuracy-by-distance-and-ticks", .heatmap(map())),
      NamedChart("against-untrained", .heatmapTriple(triple())),
      NamedChart("halfway-ticks", .line(line())),
    ]
  }

  private func map() -> ChartDescription.Heatmap {
    ChartDescription.Heatmap(
      title: "How often decisions are right, by distance and ticks",
      values: Matrix(
        rows: halfway.bins.count, columns: halfway.ticks.count,
        elements: halfway.bins.flatMap(\.accuracy)),
      rows: .init("steps to the goal", labels: halfway.bins.map(\.label)),
      columns: .init("ticks", numbers: halfway.ticks), quantity: "share solved",
      scale: .sequentialBetween(0, 1), subtitle: "\(starts.count) starts of \(starts.units) levels",
      caption: "The network is stopped after so many ticks. Beyond tick \(last) it thinks for "
        + "longer than it was made for: drawn to show overthinking, and not claimed.",
      overlays: overlays())
  }

  private func triple() -> ChartDescription.HeatmapTriple {
    let columns = halfway.ticks.filter { $0 <= last }.count
    // Where a network was not stopped at a tick, its decision of the one before stands.
    func matrix(_ other: HalfwayTicks) -> Matrix<Double> {
      let places = halfway.ticks.prefix(columns).map { tick in
        other.ticks.lastIndex { $0 <= tick } ?? 0
      }
      return Matrix(
        rows: other.bins.count, columns: columns,
        elements: other.bins.flatMap { bin in places.map { bin.accuracy[$0] } })
    }
    let own = matrix(halfway)
    let base =
      untrainedHalfway.map { matrix($0) }
      ?? Matrix(
        rows: halfway.bins.count, columns: columns,
        elements: halfway.bins.flatMap { bin in (0..<columns).map { _ in bin.guess } })
    let difference = Matrix(
      rows: own.rows, columns: columns, elements: zip(own.elements, base.elements).map { $0 - $1 })
    // The error of a difference of two shares of so many starts, as if starts were independent.
    let masks = halfway.bins.flatMap { bin in
      (0..<columns).map { column -> ChartDescription.Mask in
        let share = min(max(bin.accuracy[column], 0.1), 0.9)
        let error = (2 * share * (1 - share) / Double(max(1, bin.starts))).squareRoot()
        let row = halfway.bins.firstIndex(of: bin) ?? 0
        return abs(difference[row, column]) >= 3.24 * error ? .shown : .belowEffect
      }
    }
    return ChartDescription.HeatmapTriple(
      title: "Decisions by distance and ticks, against an untrained network",
      estimate: .init("this network", own),
      baseline: .init(untrainedHalfway == nil ? "guessing" : "an untrained network", base),
      difference: .init("difference", difference),
      rows: .init("steps to the goal", labels: halfway.bins.map(\.label)),
      columns: .init("ticks", numbers: halfway.ticks.prefix(columns)), quantity: "share solved",
      scale: .sequentialBetween(0, 1), masks: masks,
      subtitle: "\(starts.count) starts of \(starts.units) levels",
      caption: "Numbers in cells count starts. Grey: less than so many starts show reliably.",
      cellText: halfway.bins.flatMap { bin in (0..<columns).map { _ in "\(bin.starts)" } })
  }

  private func line() -> ChartDescription.Line {
    func points(_ halfway: HalfwayTicks) -> [ChartDescription.Point] {
      halfway.bins.compactMap { bin in bin.halfway.map { .init(x: bin.middle, y: $0) } }
    }
    var series = [ChartDescription.Series("this network", points: points(halfway))]
    if let untrainedHalfway {
      series.append(
        ChartDescription.Series(
          "an untrained network", points: points(untrainedHalfway), isControl: true))
    }
    return ChartDescription.Line(
      title: "Ticks until decisions are half-way to their final accuracy",
      x: .init("steps to the goal"), y: .init("T50, ticks"), series: series,
      references: [.init("ticks that the network was made for", at: Double(last))],
      subtitle: "\(starts.count) starts of \(starts.units) levels",
      caption: "Half-way between guessing among the free moves and the accuracy at tick \(last). "
        + "Distances without a point never get better than guesses.")
  }

  /// The line of T50 over the map, and where the network's own ticks end.
  private func overlays() -> [ChartDescription.Overlay] {
    let rows = halfway.bins.count
    guard rows > 1, let end = halfway.ticks.firstIndex(of: last) else { return [] }
    // Between two ticks that were run the column is interpolated.
    func column(_ tick: Double) -> Double {
      guard let next = halfway.ticks.firstIndex(where: { Double($0) >= tick }), next > 0 else {
        return 0
      }
      let (a, b) = (Double(halfway.ticks[next - 1]), Double(halfway.ticks[next]))
      return Double(next - 1) + (tick - a) / (b - a)
    }
    var result = [
      ChartDescription.Overlay(
        "made for \(last) ticks",
        corners: [
          .init(column: Double(end), row: 0), .init(column: Double(end), row: Double(rows - 1)),
        ])
    ]
    let corners = halfway.bins.enumerated().compactMap { row, bin in
      bin.halfway.map { ChartDescription.Overlay.Corner(column: column($0), row: Double(row)) }
    }
    if corners.count > 1 { result.append(.init("T50", corners: corners)) }
    return result
  }
}
