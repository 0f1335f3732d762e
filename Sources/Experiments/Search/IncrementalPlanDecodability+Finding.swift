internal import Environments
internal import LinearAlgebra
internal import Probing
package import Statistics

extension IncrementalPlanDecodability {
  /// The record, the paragraph and the charts.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "t1-plan-decodability", title: "Is the plan readable? (T1)", measured: measured,
      control: control, shows: shows, doesNotShow: doesNotShow, records: [record(subject)],
      charts: charts())
  }

  /// The record of the end of the computation.
  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.levels = plan.captures.levels.digest
    identity.labelDefinition = "plan-direction"
    let last = plan.report.entries.count - 1
    let series = plan.series
    var record = plan.report.records(test: Self.test, subject: identity) { _ in
      "The optimal direction at every free square is readable at \(series.name) after "
        + "\(series.label(series.count - 1)) beyond what the observation gives."
    }[last]
    record.gates = appliedGates
    record.status = status
    record.controls += strata.map {
      EvidenceControl(
        name: "increment \($0.name)", value: $0.trained.value, interval: $0.trained.interval)
    }
    record.notes += [
      "baseline: \(plan.settings.baseline.description)"
        + (plan.isRandomBaseline
          ? ", through random rectified features, which read it better" : ""),
      "levels: \(gates.header)",
      "adjusted over \(plan.report.entries.count) places by the largest statistic",
    ]
    return record
  }

  private var measured: String {
    let levels = plan.captures.levels
    return
      "On \(levels.count) held-out levels (\(gates.header)), a ridge probe was asked for the one "
      + "optimal direction towards the door at every free square, from the network's activations "
      + "at \(plan.series.name) after \(plan.series.label(plan.series.count - 1)). It was fitted on "
      + "\(plan.scan.selectionLevels) levels and scored on \(plan.scan.reportLevels) others: "
      + "observation and activations together reach macro-F1 "
      + "\(Wording.plain(entry.result.score))."
  }

  private var control: String {
    let controls = plan.report.controls
    var text =
      "The same reader with the observation alone (\(plan.settings.baseline.description)"
      + (plan.isRandomBaseline ? ", through random rectified features" : "")
      + ") reaches \(Wording.number(controls.observation.value)); always naming the commonest "
      + "direction \(Wording.number(controls.classPrior.value)), knowing the square's position "
      + "\(Wording.number(controls.positionPrior.value))."
    if let untrained = plan.untrainedIncrement(plan.series.count - 1) {
      text +=
        " \(entry.untrained.count) untrained networks of the same shape add "
        + "\(Wording.signed(untrained)) to it."
    }
    return text
  }

  private var shows: String {
    let increment = Wording.signed(entry.result.increment)
    var text: String
    switch status {
    case .supports:
      text =
        "The activations add \(increment) to the observation: directions that the picture around a "
        + "square does not give stand in the network's state"
    case .contradicts:
      text =
        "The activations add \(increment) to the observation: inside the margin of "
        + "\(Wording.number(plan.report.margin, decimals: 2)) that counts as nothing"
    case .inconclusive:
      text = "The activations add \(increment) to the observation\(status.decidesNothing)"
    }
    if let off = stratum("off the path that the agent takes"),
      let on = stratum("on the path that the agent takes")
    {
      text +=
        "; on the squares that the agent goes through \(Wording.signed(on.trained.value)), off "
        + "them \(Wording.signed(off.trained.value))"
    }
    return text + "."
  }

  private var doesNotShow: String {
    "It does not show that the network uses what the probe reads, nor that it searched for it."
  }

  private func charts() -> [NamedChart] {
    var charts = [
      NamedChart("scores", .bars(scoresChart())), NamedChart("by-part", .bars(parts())),
    ]
    if let maze = PlanPictures(plan).picture(
      place: plan.series.count - 1,
      title: "Directions read after \(plan.series.label(plan.series.count - 1))")
    {
      charts.append(NamedChart("plan", .maze(maze)))
    }
    return charts
  }

  private func scoresChart() -> ChartDescription.Bars {
    let controls = plan.report.controls
    var bars: [ChartDescription.Bars.Bar] = [
      .init("commonest direction", controls.classPrior),
      .init("position of the square", controls.positionPrior),
      .init("observation", controls.observation),
    ]
    if let mean = BootstrapEstimate.mean(of: entry.untrained.map(\.score)) {
      bars.append(.init("observation + untrained networks", mean))
    }
    bars.append(.init("observation + this network", entry.result.score))
    return ChartDescription.Bars(
      title: "Optimal direction at every free square",
      value: .init("macro-F1", range: 0...1), bars: bars,
      subtitle: "\(plan.series.name) after \(plan.series.label(plan.series.count - 1)), "
        + "\(plan.scan.reportLevels) report levels",
      caption: "Bars are 95 % intervals over levels. What counts is the step from the observation "
        + "to the last bar, beside the untrained one.")
  }

  private func parts() -> ChartDescription.Bars {
    var bars: [ChartDescription.Bars.Bar] = []
    for stratum in strata {
      bars.append(.init(stratum.name, group: "this network", stratum.trained))
      if let untrained = stratum.untrained {
        bars.append(.init(stratum.name, group: "untrained networks", untrained))
      }
    }
    return ChartDescription.Bars(
      title: "What the activations add, by part", value: .init("increment of macro-F1"),
      bars: bars, references: [.init("nothing", at: 0)],
      subtitle: "\(plan.series.name) after \(plan.series.label(plan.series.count - 1))",
      caption: "Each part is scored by itself, so parts do not average to the whole.")
  }
}
