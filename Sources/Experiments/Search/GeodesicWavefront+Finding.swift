internal import Environments
internal import LinearAlgebra
package import Statistics

extension GeodesicWavefront {
  /// The record, the paragraph and the charts.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "t3-wavefront", title: "Does it spread like a search? (T3)", measured: measured,
      control: control, shows: shows, doesNotShow: doesNotShow, records: [record(subject)],
      charts: charts())
  }

  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = cone.places.name
    identity.levels = levels.digest
    var controls: [EvidenceControl] = []
    func add(_ name: String, _ estimate: BootstrapEstimate?) {
      guard let estimate else { return }
      controls.append(
        EvidenceControl(name: name, value: estimate.value, interval: estimate.interval))
    }
    add("this network, geodesic given Chebyshev and open distance", cone.trained.geodesic)
    add("this network, Chebyshev given geodesic", cone.trained.chebyshev)
    add("untrained mean, geodesic given Chebyshev and open distance", untrained(\.geodesic))
    add("untrained mean, Chebyshev given geodesic", untrained(\.chebyshev))
    add("onset of decodability, \(cone.places.unit)s a step of distance", onset?.slope)
    for (threshold, effect) in zip(cone.thresholds, cone.sweep) {
      add("trained minus untrained at a threshold of \(threshold) standard deviations", effect)
    }
    for (threshold, effect) in zip(cone.thresholds, cone.anyChannel) {
      add("the same with all channels, whichever shows the edit first, at \(threshold)", effect)
    }
    let lockstep = cone.lockstep(cone.trained)
    var notes = [
      choiceNote,
      "\(cone.squares.count) squares of \(Wording.count(cone.squares.units, "level")); onset minus "
        + "geodesic distance is \(lockstep.lag) in \(Wording.percent(lockstep.share))",
      "nothing showed by the last \(cone.places.unit) in "
        + "\(Wording.percent(cone.trained.censored)) of the squares, which are left out",
      "levels: \(gates.header)",
    ]
    if cone.places.unit == "layer" {
      notes.append("a network without ticks: layers stand for time")
    }
    let effect = cone.effect
    return EvidenceRecord(
      test: Self.test, claim: "Edits spread along free squares, not through walls.",
      subject: identity, levels: cone.squares.units, effectName: Self.effectName,
      effect: effect.value, interval: effect.interval, p: effect.twoSidedP,
      minimumDetectableEffect: effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.cone, controls: controls, gates: appliedGates,
      status: status, notes: notes)
  }

  /// How the network was read.
  private var readingText: String {
    let reading = cone.trained.reading
    let threshold = "a threshold of \(reading.threshold) standard deviations"
    return reading.kind == .direction
      ? "one direction of \(cone.places.name) at \(threshold)"
      : "all channels of \(cone.places.name), whichever shows the edit first, at \(threshold)"
  }

  private var choiceNote: String {
    let fitted = Wording.number(cone.trained.reading.fitted, decimals: 2)
    return "read along \(readingText), chosen of \(cone.trained.reading.tried) on "
      + "\(cone.fitSquares) squares of other levels, where the correlation is \(fitted); each "
      + "untrained network had the same choice; ranks within each kind of edit"
  }

  func untrained(
    _ part: KeyPath<PerturbationCone.Network, BootstrapEstimate>
  ) -> BootstrapEstimate? {
    BootstrapEstimate.mean(of: cone.untrained.map { $0[keyPath: part] })
  }

  private var measured: String {
    var text =
      "In each of \(Wording.count(cone.sample.edits.count, "level")) the goal was moved or one wall "
      + "toggled, and the network run on both versions. On "
      + "\(cone.fitSquares) squares of part of the levels the reading was chosen that goes best with "
      + "the steps from the goal: \(readingText). At the "
      + "\(cone.squares.count) squares of the other levels whose steps to the goal change, the first "
      + "\(cone.places.unit) at which the edit shows goes with the number of "
      + "steps from the goal, given the straight distances to the edit, with a rank correlation of "
      + "\(Wording.signed(cone.trained.geodesic)); with the straight distance, given the steps, "
      + "\(Wording.signed(cone.trained.chebyshev))."
    if let sentence = onsetSentence { text += " " + sentence }
    return text
  }

  /// What the onset of decodability says, in words.
  private var onsetSentence: String? {
    guard let onset, let slope = onset.slope, let first = onset.distances.first,
      let last = onset.distances.last
    else { return nil }
    let range = "from \(first) to \(last) steps from the goal"
    guard let interval = slope.interval, interval.lower > 0 else {
      return "The plan itself becomes readable at about the same \(cone.places.unit) \(range)."
    }
    return
      "The plan itself becomes readable one \(cone.places.unit) later every "
      + "\(Wording.number(1 / slope.value, decimals: 1)) steps, \(range)."
  }

  private var control: String {
    guard let geodesic = untrained(\.geodesic), let chebyshev = untrained(\.chebyshev) else {
      return "No untrained network was run beside it."
    }
    return
      "In \(Wording.count(cone.untrained.count, "untrained network")) of the same shape, where only "
      + "the receptive field grows, read with the same freedom of choice, the two are \(Wording.signed(geodesic.value)) and "
      + "\(Wording.signed(chebyshev.value))."
  }

  private var shows: String {
    let effect = Wording.signed(cone.effect)
    let verdict =
      switch status {
      case .supports:
        "Trained minus untrained is \(effect), above the threshold of "
          + "\(Wording.number(settings.coneThreshold, decimals: 1)): news of an edit travels along "
          + "free squares, as in a search"
          + (spreadsStraight ? "; part of it goes straight through walls as well." : ".")
      case .contradicts:
        "Trained minus untrained is \(effect): news of an edit travels no more along free squares "
          + "than in a network that was never trained."
      case .inconclusive: "Trained minus untrained is \(effect)\(status.decidesNothing)."
      }
    return verdict + " " + sweepSentence
  }

  /// Whether the onset also follows the straight distance, given the one along free squares.
  private var spreadsStraight: Bool { (cone.trained.chebyshev.interval?.lower ?? 0) > 0 }

  /// What hangs on the threshold.
  private var sweepSentence: String {
    let texts = zip(cone.thresholds, cone.sweep).map { threshold, effect in
      "\(Wording.signed(effect.value, decimals: 2)) at \(threshold)"
    }
    return
      "By the threshold, in standard deviations, the difference is \(Wording.list(texts))."
  }

  private var doesNotShow: String {
    "It does not show that the agent acts on what spreads: a side channel would look the same."
  }

  private func charts() -> [NamedChart] {
    var charts = [NamedChart("cone", .bars(bars()))]
    if cone.thresholds.count > 1 { charts.append(NamedChart("thresholds", .line(thresholds()))) }
    if let grid = onsetMaps() { charts.append(NamedChart("onset-by-distance", .heatmapGrid(grid))) }
    if let maze = example() { charts.append(NamedChart("onset-in-a-level", .maze(maze))) }
    return charts
  }

  private func bars() -> ChartDescription.Bars {
    let names = ("steps from the goal, given straight distances", "straight distance, given steps")
    var bars: [ChartDescription.Bars.Bar] = [
      .init(names.0, group: "this network", cone.trained.geodesic),
      .init(names.1, group: "this network", cone.trained.chebyshev),
    ]
    if let geodesic = untrained(\.geodesic), let chebyshev = untrained(\.chebyshev) {
      bars.append(.init(names.0, group: "untrained networks", geodesic))
      bars.append(.init(names.1, group: "untrained networks", chebyshev))
    }
    return ChartDescription.Bars(
      title: "What decides when an edit shows", value: .init("partial rank correlation"),
      bars: bars, references: [.init("nothing", at: 0)],
      subtitle: "\(cone.squares.units) levels, \(cone.squares.count) squares",
      caption: "A search follows the steps from the goal; a growing receptive field follows the "
        + "straight distance to the edit.")
  }

  private func thresholds() -> ChartDescription.Line {
    let x = cone.thresholds.map(Double.init)
    var series = [
      ChartDescription.Series(
        "this network", points: zip(x, cone.trained.sweep).map { .init(x: $0, $1) })
    ]
    let means = cone.thresholds.indices.compactMap { index in
      BootstrapEstimate.mean(of: cone.untrained.map { $0.sweep[index] })
    }
    if means.count == x.count {
      series.append(
        ChartDescription.Series(
          "mean of \(cone.untrained.count) untrained networks",
          points: zip(x, means).map { .init(x: $0, $1) }, isControl: true))
    }
    series.append(
      ChartDescription.Series(
        "this network, all channels, the first to show it",
        points: zip(x, cone.trained.anyChannel).map { .init(x: $0, $1) }))
    return ChartDescription.Line(
      title: "What hangs on the threshold",
      x: .init("threshold (standard deviations)", isLogarithmic: true),
      y: .init("partial rank correlation with the steps from the goal"), series: series,
      references: [.init("nothing", at: 0)],
      subtitle: "\(cone.squares.units) levels, \(cone.squares.count) squares",
      caption: "Below, ripples count that reach every square with the receptive field; above, less "
        + "and less counts at all. The test read \(cone.trained.reading.threshold).")
  }

  /// Mean onset by geodesic and Chebyshev distance, trained beside untrained.
  private func onsetMaps() -> ChartDescription.HeatmapGrid? {
    let squares = cone.squares
    guard let rows = squares.geodesic.max(), let columns = squares.chebyshev.max() else {
      return nil
    }
    let (height, width) = (Int(rows) + 1, Int(columns) + 1)
    func panel(_ name: String, _ networks: [PerturbationCone.Network]) -> ChartDescription.Heatmap {
      var sums = Matrix<Double>(rows: height, columns: width)
      var counts = Matrix<Double>(rows: height, columns: width)
      for square in 0..<squares.count {
        let (row, column) = (Int(squares.geodesic[square]), Int(squares.chebyshev[square]))
        for network in networks { sums[row, column] += network.onset[square] }
        counts[row, column] += 1
      }
      let few = counts.elements.map { $0 < 5 }
      return ChartDescription.Heatmap(
        title: name,
        values: Matrix(
          rows: height, columns: width,
          elements: sums.elements.indices.map {
            few[$0] ? .nan : sums.elements[$0] / (counts.elements[$0] * Double(networks.count))
          }),
        rows: .init("steps from the goal", numbers: 0..<height),
        columns: .init("straight distance to the edit", numbers: 0..<width),
        quantity: "mean onset (\(cone.places.unit))", scale: .sequential,
        masks: few.map { $0 ? .void : .shown }, maskMeaning: "fewer than five squares")
    }
    var panels = [panel("this network", [cone.trained])]
    if !cone.untrained.isEmpty { panels.append(panel("untrained networks", cone.untrained)) }
    return ChartDescription.HeatmapGrid(
      title: "When an edit shows", panels: panels, sharedScale: .sequential, panelsPerRow: 2,
      subtitle: "mean over squares of \(cone.squares.units) levels",
      caption: "Colours that change from top to bottom follow the maze; colours that change from "
        + "left to right follow the picture. Crossed cells have fewer than five squares.")
  }

  /// The edit with the most squares, each with its onset.
  private func example() -> ChartDescription.Maze? {
    var squaresOfEdit = [Int](repeating: 0, count: cone.sample.edits.count)
    for edit in cone.squares.edit { squaresOfEdit[edit] += 1 }
    guard let most = squaresOfEdit.max(), let chosen = squaresOfEdit.firstIndex(of: most) else {
      return nil
    }
    let edit = cone.sample.edits[chosen]
    var values = Matrix<Double>(
      rows: levels.rows, columns: levels.columns, repeating: .nan)
    for square in 0..<cone.squares.count where cone.squares.edit[square] == chosen {
      values.elements[cone.squares.cell[square]] = cone.trained.onset[square]
    }
    let cells = Wording.list(edit.editedCells.map { "row \($0.row), column \($0.column)" })
    return ChartDescription.Maze(
      title: "When an edit shows, square by square", level: edit.after,
      showsAgent: false, values: values, quantity: "onset (\(cone.places.unit))",
      scale: .sequential, subtitle: "the level after the edit of \(cells)",
      caption: "Hatched squares keep their number of steps to the goal, or were edited.")
  }
}
