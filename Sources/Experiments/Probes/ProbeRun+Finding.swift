internal import Environments
internal import LinearAlgebra
package import Probing
package import Statistics

extension ProbeRun {
  /// One record a site and tick, the paragraph and the increment table.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "probe-\(definition.id)", title: "Probe: \(definition.id)", measured: measured,
      control: control, shows: shows, doesNotShow: doesNotShow, records: records(subject),
      charts: [NamedChart("increments", chart())])
  }

  package func records(_ subject: StudySubject) -> [EvidenceRecord] {
    var identity = subject.identity
    identity.levels = levels.digest
    identity.labelDefinition = definition.digest
    var records = report.records(test: "probe \(definition.id)", subject: identity) { place in
      "\(definition.concept) is readable at \(place.site)"
        + (place.tick > 0 ? ", tick \(place.tick)" : "") + ", beyond what the observation gives."
    }
    guard case .classes(let names, _) = scan.data.target else { return records }
    for (index, entry) in report.entries.enumerated() {
      guard let counts = entry.result.sums.counts else { continue }
      for (name, score) in zip(names, ClassMetrics.f1(counts.totals[...])) {
        records[index].controls.append(EvidenceControl(name: "F1 of class \(name)", value: score))
      }
    }
    return records
  }

  /// The place with the largest increment, where one is defined.
  package var best: ProbeReport.Entry? {
    report.entries.max { $0.result.increment.value < $1.result.increment.value }
  }

  private func place(_ entry: ProbeReport.Entry) -> String {
    entry.place.site + (entry.place.tick > 0 ? " at tick \(entry.place.tick)" : "")
  }

  private var measured: String {
    let summary = definition.description.split(whereSeparator: \.isNewline).joined(separator: " ")
    return
      "\(summary) A ridge probe on "
      + (definition.neighbourhood == .single
        ? "the square's channels" : "the nine squares' channels")
      + " was fitted on \(report.selectionLevels) levels and scored on \(report.reportLevels) others, "
      + "at \(Wording.count(report.entries.count, "place"))."
  }

  private var control: String {
    let controls = report.controls
    return
      "The observation alone (\(settings.baseline.description)"
      + (isRandomBaseline ? ", through random rectified features" : "") + ") reaches "
      + "\(report.metric.name) \(Wording.number(controls.observation.value)), the commonest answer "
      + "\(Wording.number(controls.classPrior.value)), the square's position "
      + "\(Wording.number(controls.positionPrior.value))."
  }

  private var shows: String {
    guard let best else { return "" }
    var text =
      "The largest increment is \(Wording.signed(best.result.increment)), at \(place(best))"
    if let untrained = BootstrapEstimate.mean(of: best.untrained.map(\.increment)) {
      text += ", where untrained networks add \(Wording.signed(untrained.value))"
    }
    let supported = report.entries.count { $0.status == .supports }
    text +=
      "; it stands above the observation and the untrained networks at \(supported) of "
      + "\(Wording.count(report.entries.count, "place"))."
    if report.isVoid, let why = EvidenceStatus.void(report.gates)?.reason {
      text += " Nothing may be read from it: \(why)."
    }
    return text
  }

  private var doesNotShow: String {
    "What can be read need not be used. The largest of several places is named after the fact; its "
      + "p-value is adjusted for that, its size is not."
  }

  private func chart() -> ChartDescription {
    let ticks = Set(sites.flatMap(\.ticks)).sorted()
    if sites.count == 1, ticks.count > 1 { return .line(lineChart()) }
    func matrix(_ value: (ProbeReport.Entry) -> Double) -> Matrix<Double> {
      var result = Matrix<Double>(rows: sites.count, columns: ticks.count, repeating: .nan)
      for entry in report.entries {
        guard let row = sites.firstIndex(where: { $0.name == entry.place.site }),
          let column = ticks.firstIndex(of: entry.place.tick)
        else { continue }
        result[row, column] = value(entry)
      }
      return result
    }
    let trained = matrix { $0.result.increment.value }
    let untrained = matrix {
      BootstrapEstimate.mean(of: $0.untrained.map(\.increment))?.value ?? 0
    }
    let isShown = matrix { $0.status == .supports ? 1 : 0 }
    let difference = zip(trained.elements, untrained.elements).map { $0 - $1 }
    return .heatmapTriple(
      ChartDescription.HeatmapTriple(
        title: "What each place adds to the observation: \(definition.id)",
        estimate: .init("this network", trained), baseline: .init("untrained networks", untrained),
        difference: .init(
          "difference",
          Matrix(rows: sites.count, columns: ticks.count, elements: difference)),
        rows: .init("site", labels: sites.map(\.name)), columns: .init("tick", numbers: ticks),
        quantity: "increment of \(report.metric.name)", scale: .diverging,
        masks: isShown.elements.map { $0.isNaN ? .void : $0 == 1 ? .shown : .belowEffect },
        maskMeaning: "not above observation and untrained networks",
        subtitle: "\(report.reportLevels) report levels",
        caption: "Crossed: the site has no such tick."))
  }

  private func lineChart() -> ChartDescription.Line {
    var series = [
      ChartDescription.Series(
        "this network",
        points: report.entries.map { .init(x: Double($0.place.tick), $0.result.increment) })
    ]
    let control = report.entries.compactMap { entry in
      BootstrapEstimate.mean(of: entry.untrained.map(\.increment)).map {
        ChartDescription.Point(x: Double(entry.place.tick), $0)
      }
    }
    if !control.isEmpty {
      series.append(.init("untrained networks", points: control, isControl: true))
    }
    return ChartDescription.Line(
      title: "What each tick adds to the observation: \(definition.id)", x: .init("tick"),
      y: .init("increment of \(report.metric.name)"), series: series,
      references: [.init("nothing", at: 0)],
      subtitle: "\(sites[0].name), \(report.reportLevels) report levels",
      caption: "Bands are 95 % intervals over levels. The observation alone reaches "
        + "\(Wording.number(report.controls.observation.value)).")
  }
}
