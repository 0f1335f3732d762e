internal import LinearAlgebra
internal import Probing
internal import Statistics

extension RefinementOverTicks {
  func charts() -> [NamedChart] {
    var charts = [NamedChart("increment-by-tick", .line(lineChart()))]
    if plan.series.count > 1 {
      charts.append(NamedChart("train-by-test", .heatmap(transferChart())))
    }
    if !map.bins.isEmpty {
      charts.append(NamedChart("distance-by-tick", .heatmapTriple(mapChart())))
    }
    let step = max(1, (plan.series.count + 4) / 6)
    var places = Array(stride(from: 0, to: plan.series.count, by: step))
    if places.last != plan.series.count - 1 { places.append(plan.series.count - 1) }
    if let grid = PlanPictures(plan).pictures(places: places) {
      charts.append(NamedChart("plan-by-tick", .mazeGrid(grid)))
    }
    return charts
  }

  private func lineChart() -> ChartDescription.Line {
    let numbers = plan.series.numbers.map(Double.init)
    var series = [
      ChartDescription.Series(
        "this network", points: zip(numbers, trained).map { .init(x: $0, $1) })
    ]
    let means = plan.series.sites.indices.compactMap { place in
      BootstrapEstimate.mean(of: untrained.map { $0[place] })
    }
    if means.count == numbers.count {
      series.append(
        ChartDescription.Series(
          "mean of \(untrained.count) untrained networks",
          points: zip(numbers, means).map { .init(x: $0, $1) }, isControl: true))
    }
    return ChartDescription.Line(
      title: "What each \(plan.series.unit) adds to the observation",
      x: .init(plan.series.unit), y: .init("increment of macro-F1"), series: series,
      references: [.init("nothing", at: 0)],
      subtitle: "optimal direction at every free square, \(plan.series.name), "
        + "\(hardLevels) hard report levels",
      caption: "Bands are 95 % intervals over levels. The observation alone reaches macro-F1 "
        + "\(Wording.number(plan.scan.baseline.value)).")
  }

  private func transferChart() -> ChartDescription.Heatmap {
    ChartDescription.Heatmap(
      title: "A probe of one \(plan.series.unit) read at another", values: transfer,
      rows: .init("\(plan.series.unit) fitted at", numbers: plan.series.numbers),
      columns: .init("\(plan.series.unit) read at", numbers: plan.series.numbers),
      quantity: "increment of macro-F1", scale: .diverging,
      subtitle: "\(plan.series.name), \(plan.scan.reportLevels) report levels",
      caption: "The diagonal is the plan that is there. What falls away from it is a change of "
        + "code, not of content: reading an early \(plan.series.unit) with the last probe measures "
        + "drift.")
  }

  private func mapChart() -> ChartDescription.HeatmapTriple {
    let places = plan.series.sites.indices
    func matrix(_ rows: [[BootstrapEstimate]]) -> Matrix<Double> {
      Matrix(
        rows: map.bins.count, columns: plan.series.count,
        elements: rows.flatMap { $0.map(\.value) })
    }
    let difference = map.difference
    let masks = difference.flatMap { row in
      places.map { place -> ChartDescription.Mask in
        guard row[place].value.isFinite, row[place].interval != nil else { return .void }
        return abs(row[place].value) >= row[place].power.minimumDetectableEffect
          ? .shown : .belowEffect
      }
    }
    let nothing = Matrix<Double>(rows: map.bins.count, columns: plan.series.count)
    return ChartDescription.HeatmapTriple(
      title: "Where and when the plan becomes readable",
      estimate: .init("this network", matrix(map.trained)),
      baseline: .init(
        untrained.isEmpty ? "nothing" : "untrained networks",
        untrained.isEmpty ? nothing : matrix(map.untrained)),
      difference: .init("difference", matrix(difference)),
      rows: .init("steps to the goal", labels: map.bins.map(\.label)),
      columns: .init(plan.series.unit, numbers: plan.series.numbers),
      quantity: "increment of macro-F1", scale: .diverging, masks: masks,
      subtitle: "\(plan.series.name), \(plan.scan.reportLevels) report levels",
      caption: "Numbers in cells count report levels. Grey: less than the smallest effect that "
        + "these levels show reliably.",
      cellText: map.bins.flatMap { bin in places.map { _ in "\(bin.levels)" } },
      overlays: overlays())
  }

  /// The line through the onsets, in columns and rows of the map.
  private func overlays() -> [ChartDescription.Overlay] {
    let onset = WavefrontOnset(map)
    guard let slope = onset.slope, slope.value > 0 else { return [] }
    let numbers = plan.series.numbers.map(Double.init)
    // The column of a tick, between those that were probed.
    func column(_ tick: Double) -> Double? {
      guard let first = numbers.first, let last = numbers.last, tick >= first, tick <= last else {
        return nil
      }
      guard let next = numbers.firstIndex(where: { $0 >= tick }), next > 0 else { return 0 }
      return Double(next - 1) + (tick - numbers[next - 1]) / (numbers[next] - numbers[next - 1])
    }
    let corners = map.bins.enumerated().compactMap { row, bin in
      column(onset.intercept + slope.value * Double(bin.distances.lowerBound)).map {
        ChartDescription.Overlay.Corner(column: $0, row: Double(row))
      }
    }
    guard corners.count > 1 else { return [] }
    let speed = Wording.number(1 / slope.value, decimals: 1)
    return [.init("\(speed) squares a \(plan.series.unit)", corners: corners)]
  }
}
