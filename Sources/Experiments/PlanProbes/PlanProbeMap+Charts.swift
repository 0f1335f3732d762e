internal import LinearAlgebra
internal import Probing
internal import Statistics

extension PlanProbeMap {
  /// The maps by layer and tick, one panel a kernel, and the lines over ticks.
  func charts() -> [NamedChart] {
    var charts: [NamedChart] = []
    if layers.names.count > 1 || layers.ticks.count > 1 {
      charts.append(NamedChart("by-layer-and-tick", .heatmapGrid(grid)))
    }
    charts += Self.kernels.enumerated().map { index, kernel in
      NamedChart("by-tick-\(Self.name(kernel))", .line(line(kernel, index)))
    }
    return charts
  }

  private var shortLayers: [String] { layers.names.map(Self.short) }

  /// `layer 2` for `cell.2/cell`, the site's name otherwise.
  static func short(_ name: String) -> String {
    guard name.hasPrefix("cell."), let end = name.firstIndex(of: "/") else { return name }
    return "layer " + name[name.index(name.startIndex, offsetBy: 5)..<end]
  }

  private var about: String {
    "\(concept.phrase), \(scan.reportLevels) report levels, \(data.rows) squares of "
      + "\(moments.count) moments"
  }

  private var grid: ChartDescription.HeatmapGrid {
    let panels = Self.kernels.enumerated().map { index, kernel -> ChartDescription.Heatmap in
      let own = layers.names.indices.flatMap { layer in
        layers.ticks.indices.map { cell(kernel, layer: layer, tick: $0) }
      }
      return ChartDescription.Heatmap(
        title: "\(Self.name(kernel)) probe (observation "
          + "\(Wording.number(observation[index].score.value, decimals: 2)))",
        values: Matrix(
          rows: layers.names.count, columns: layers.ticks.count,
          elements: own.map(\.result.score.value)),
        rows: .init("layer", labels: shortLayers), columns: .init("tick", numbers: layers.ticks),
        quantity: "macro-F1", scale: .sequentialBetween(0, 1),
        cellText: own.map { Wording.number($0.result.score.value, decimals: 2) },
        stars: own.map { ($0.aboveObservation.interval?.lower ?? -1) > 0 },
        starMeaning: "above the same probe on the observation, and above guessing")
    }
    return ChartDescription.HeatmapGrid(
      title:
        "\(concept.phrase.prefix(1).uppercased() + concept.phrase.dropFirst()), by layer and tick",
      panels: panels,
      sharedScale: .sequentialBetween(0, 1), panelsPerRow: layers.ticks.count > 8 ? 1 : nil,
      subtitle: "how well it is read: \(scan.reportLevels) report levels, \(data.rows) squares of "
        + "\(moments.count) moments",
      caption: "A star: the 95 % interval of the difference is above zero.")
  }

  private func line(_ kernel: Neighbourhood, _ index: Int) -> ChartDescription.Line {
    let x = layers.ticks.map(Double.init)
    func flat(_ estimate: BootstrapEstimate) -> [ChartDescription.Point] {
      x.map { .init(x: $0, estimate) }
    }
    var series = layers.names.indices.map { layer in
      ChartDescription.Series(
        shortLayers[layer],
        points: x.indices.map {
          .init(x: x[$0], cell(kernel, layer: layer, tick: $0).result.score)
        })
    }
    let layer = chosenLayer
    let untrained = x.indices.compactMap { tick in
      BootstrapEstimate.mean(of: cell(kernel, layer: layer, tick: tick).untrained.map(\.score))
        .map { ChartDescription.Point(x: x[tick], $0) }
    }
    if untrained.count == x.count {
      series.append(
        ChartDescription.Series(
          "untrained networks, \(shortLayers[layer])", points: untrained, isControl: true))
    }
    series.append(
      ChartDescription.Series(
        "the observation", points: flat(observation[index].score), isControl: true))
    return ChartDescription.Line(
      title: "\(concept.phrase.prefix(1).uppercased() + concept.phrase.dropFirst()), tick by tick: "
        + "\(Self.name(kernel)) probes",
      x: .init("tick"), y: .init("macro-F1", range: 0...1), series: series,
      references: [.init("guessing", at: scan.baseline.value)], subtitle: about,
      caption: "Bands are 95 % intervals over levels. Probes are fitted at each tick.")
  }
}
