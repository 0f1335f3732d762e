internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

extension ConceptDecodability {
  /// Whether the places are the ticks of one site.
  private var isByTick: Bool {
    Set(sites.map(\.name)).count == 1 && sites.allSatisfy { $0.tick > 0 }
  }

  private var placeTitle: String { isByTick ? "tick of \(sites[0].name)" : "site" }

  private var placeLabels: [String] {
    isByTick ? sites.map { "\($0.tick)" } : sites.map { "\($0)" }
  }

  /// Activations, untrained networks, and their difference with what carries no claim in grey.
  func triple(_ measured: [ConceptMap]) -> ChartDescription.HeatmapTriple {
    func values(_ make: (ConceptMap) -> [Double]) -> Matrix<Double> {
      Matrix(rows: measured.count, columns: sites.count, elements: measured.flatMap(make))
    }
    let masks = measured.flatMap { map -> [ChartDescription.Mask] in
      (map.alone?.entries ?? []).map { entry in
        guard map.alone?.isVoid == false, let above = entry.aboveUntrained,
          let interval = above.interval
        else { return .void }
        let isClear = interval.excludesZero && (entry.pAdjusted ?? 0) <= 0.05
        return isClear ? .shown : .belowEffect
      }
    }
    return ChartDescription.HeatmapTriple(
      title: "What can be read at one square",
      estimate: .init("trained network", values { $0.scores.map(\.value) }),
      baseline: .init("untrained networks (mean)", values { $0.untrained }),
      difference: .init(
        "trained minus untrained",
        values { ($0.alone?.entries ?? []).map { $0.aboveUntrained?.value ?? .nan } }),
      rows: ChartDescription.Categories(
        "concept",
        labels: measured.map { "\($0.question.name) (\($0.question.place.name))" }),
      columns: ChartDescription.Categories(placeTitle, labels: placeLabels),
      quantity: "macro-F1", scale: .sequentialBetween(0, 1), masks: masks,
      maskMeaning: "not told apart from untrained networks",
      subtitle: "linear probes of one square, \(measured[0].alone?.reportLevels ?? 0) levels that "
        + "they were not fitted on",
      caption: "At a thing's own square the observation shows what it is; at the agent's square it "
        + "does not.")
  }

  private var numbers: [Double] {
    sites.indices.map { isByTick ? Double(sites[$0].tick) : Double($0 + 1) }
  }

  private func flat(_ name: String, _ value: Double) -> ChartDescription.Series {
    ChartDescription.Series(
      name, points: numbers.map { ChartDescription.Point(x: $0, y: value) }, isControl: true)
  }

  /// What activations add to the observation, by place.
  func added(_ map: ConceptMap, _ beyond: ProbeReport) -> ChartDescription.Line {
    func untrained(_ entry: ProbeReport.Entry) -> Double {
      Sample.mean(entry.untrained.map(\.score.value))
    }
    return ChartDescription.Line(
      title: "Added to the observation: \(map.question.name)",
      x: ChartDescription.Numbers(placeTitle),
      y: ChartDescription.Numbers("macro-F1", range: 0...1),
      series: [
        ChartDescription.Series(
          "observation and activations",
          points: zip(numbers, beyond.entries).map {
            ChartDescription.Point(x: $0, $1.result.score)
          }),
        flat("observation", beyond.controls.observation.value),
        ChartDescription.Series(
          "observation and untrained networks (mean)",
          points: zip(numbers, beyond.entries).map {
            ChartDescription.Point(x: $0, y: untrained($1))
          }, isControl: true),
      ].filter { $0.points.allSatisfy(\.y.isFinite) },
      subtitle: "linear probe of one square, \(beyond.reportLevels) levels"
        + (map.question.place == .agent ? " whose kinds of things leave it open" : "")
        + ", 95 % intervals")
  }

  /// One question by place, with its controls.
  func line(_ map: ConceptMap) -> ChartDescription.Line {
    var series = [
      ChartDescription.Series(
        "activations alone",
        points: zip(numbers, map.scores).map { ChartDescription.Point(x: $0, $1) })
    ]
    if let observation = map.observation {
      series.append(flat("observation", observation.value))
    }
    if map.untrained.allSatisfy(\.isFinite) {
      series.append(
        ChartDescription.Series(
          "untrained networks (mean)",
          points: zip(numbers, map.untrained).map { ChartDescription.Point(x: $0, y: $1) },
          isControl: true))
    }
    if let alone = map.alone { series.append(flat("class prior", alone.controls.classPrior.value)) }
    return ChartDescription.Line(
      title: "Read \(map.question.place.name): \(map.question.name)",
      x: ChartDescription.Numbers(placeTitle),
      y: ChartDescription.Numbers("macro-F1", range: 0...1), series: series,
      subtitle: "linear probe of one square, 95 % intervals over levels")
  }
}
