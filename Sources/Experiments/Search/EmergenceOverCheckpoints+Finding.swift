internal import Probing
package import Statistics

extension EmergenceOverCheckpoints {
  /// The records (the last checkpoint's first, then every one's), the paragraph and the chart.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    let records = records(identity)
    return Finding(
      id: "t1-emergence", title: "When did the plan become readable? (T1 over checkpoints)",
      measured: measured, control: control, shows: shows, doesNotShow: doesNotShow,
      records: records.suffix(1) + records.dropLast(), charts: charts())
  }

  private func records(_ identity: EvidenceSubject) -> [EvidenceRecord] {
    var subject = identity
    subject.checkpoint = nil
    subject.levels = levels.digest
    subject.labelDefinition = "plan-direction"
    var records = report.records(test: Self.test, subject: subject) { place in
      "The optimal direction at every free square is readable at step \(place.step ?? 0)."
    }
    for index in records.indices {
      records[index].gates += gates.size + gates.difficulty
      if let void = EvidenceStatus.void(records[index].gates) { records[index].status = void }
      records[index].notes += brokenNotes
    }
    return records
  }

  private var brokenNotes: [String] {
    broken.map { "checkpoint at step \($0.step) was not measured: \($0.reason)" }
  }

  private var measured: String {
    guard let first = report.entries.first, let last = report.entries.last else { return "" }
    return
      "The probe of T1 was fitted anew at each of \(Wording.count(steps.count, "checkpoint")), on "
      + "the same \(levels.count) levels (\(gates.header)). The increment over the observation goes "
      + "from \(Wording.signed(first.result.increment.value)) at step \(steps[0]) to "
      + "\(Wording.signed(last.result.increment)) at step \(steps[steps.count - 1])."
  }

  private var control: String {
    guard let entry = report.entries.first,
      let mean = BootstrapEstimate.mean(of: entry.untrained.map(\.increment))
    else { return "No untrained network was run beside it." }
    return
      "\(Wording.count(entry.untrained.count, "untrained network")) of the same shape add "
      + "\(Wording.signed(mean))."
  }

  private var shows: String {
    var text: String
    if let void = EvidenceStatus.void(gates.size + gates.difficulty), let why = void.reason {
      text = "Nothing may be read from it: \(why)."
    } else if let emergence {
      text =
        "From step \(emergence) on, the increment stays above zero and above the untrained networks."
    } else {
      text =
        "At no step does the increment rise above zero and above the untrained networks to stay."
    }
    for item in broken {
      text += " The checkpoint at step \(item.step) was not measured: \(item.reason)"
      if !text.hasSuffix(".") { text += "." }
    }
    if let emergence, broken.contains(where: { $0.step < emergence }) {
      text += " The plan may have been readable there already."
    }
    return text
  }

  private var doesNotShow: String {
    "It does not show when the agent began to use it; steps between two checkpoints were not looked "
      + "at."
  }

  private func charts() -> [NamedChart] {
    let x = steps.map(Double.init)
    var series = [
      ChartDescription.Series(
        "this run", points: zip(x, report.entries).map { .init(x: $0, $1.result.increment) })
    ]
    if let entry = report.entries.first,
      let mean = BootstrapEstimate.mean(of: entry.untrained.map(\.increment))
    {
      series.append(
        ChartDescription.Series(
          "mean of \(entry.untrained.count) untrained networks",
          points: x.map { .init(x: $0, mean) }, isControl: true))
    }
    let chart = ChartDescription.Line(
      title: "When the plan became readable",
      x: .init("training step", isLogarithmic: true), y: .init("increment of macro-F1"),
      series: series, references: [.init("nothing", at: 0)],
      subtitle: "optimal direction at every free square, \(place), "
        + "\(report.reportLevels) report levels",
      caption: broken.isEmpty
        ? "Bands are 95 % intervals over levels."
        : "Bands are 95 % intervals over levels. Not measured: step "
          + "\(Wording.list(broken.map { "\($0.step)" })).")
    return [NamedChart("increment-by-step", .line(chart))]
  }

  private var place: String { "\(series.name), \(series.label(0))" }
}
