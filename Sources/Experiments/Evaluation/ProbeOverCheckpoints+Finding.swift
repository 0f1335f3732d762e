internal import Probing
package import Statistics

extension ProbeOverCheckpoints {
  /// One record a site and step, the paragraph and the chart.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    var subject = identity
    subject.checkpoint = nil
    subject.levels = levels.digest
    subject.labelDefinition = definition.digest
    let records = report.records(test: "probe \(definition.id)", subject: subject) { place in
      "\(definition.concept) is readable at \(place.site) at step \(place.step ?? 0), beyond what "
        + "the observation gives."
    }
    return Finding(
      id: "probe-\(definition.id)-by-step", title: "Probe over training: \(definition.id)",
      measured: "The probe '\(definition.id)' was fitted anew at each of "
        + "\(Wording.count(steps.count, "checkpoint")), at the last tick of each site, on the same "
        + "\(levels.count) levels.",
      control: "The observation alone reaches \(report.metric.name) "
        + "\(Wording.number(report.controls.observation.value)); untrained networks stand beside "
        + "every score.", shows: shows,
      doesNotShow: "What can be read need not be used, and a step between two checkpoints was not "
        + "looked at.", records: records.suffix(1) + records.dropLast(),
      charts: [NamedChart("increment-by-step", .line(chart))])
  }

  private func entries(of site: Int) -> [ProbeReport.Entry] {
    Array(report.entries[site * steps.count..<(site + 1) * steps.count])
  }

  private var shows: String {
    if report.isVoid, let why = EvidenceStatus.void(report.gates)?.reason {
      return "Nothing may be read from it: \(why)."
    }
    let sentences = sites.indices.compactMap { index -> String? in
      guard let last = entries(of: index).last else { return nil }
      let first = zip(steps, entries(of: index)).first { $0.1.status == .supports }?.0
      return "At \(sites[index]) the increment ends at \(Wording.signed(last.result.increment)); "
        + (first.map { "it first stands above its controls at step \($0)." }
          ?? "it stands above its controls at no step.")
    }
    return sentences.joined(separator: " ")
  }

  private var chart: ChartDescription.Line {
    var series: [ChartDescription.Series] = []
    for (index, site) in sites.enumerated() {
      let entries = entries(of: index)
      series.append(
        .init(
          "\(site)", points: zip(steps, entries).map { .init(x: Double($0), $1.result.increment) }))
      if let mean = entries.first.flatMap({
        BootstrapEstimate.mean(of: $0.untrained.map(\.increment))
      }) {
        series.append(
          .init(
            sites.count == 1 ? "untrained networks" : "\(site), untrained",
            points: steps.map { .init(x: Double($0), mean) }, isControl: true))
      }
    }
    return ChartDescription.Line(
      title: "What the network adds to the observation over training: \(definition.id)",
      x: .init("training step", isLogarithmic: true),
      y: .init("increment of \(report.metric.name)"), series: series,
      references: [.init("nothing", at: 0)],
      subtitle: "\(report.reportLevels) report levels",
      caption: "Bands are 95 % intervals over "
        + "levels. The observation alone reaches "
        + "\(Wording.number(report.controls.observation.value)).")
  }
}
