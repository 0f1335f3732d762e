internal import LinearAlgebra
package import Statistics

extension IterateMatching {
  /// The record, the paragraph and the chart.
  package func finding(_ subject: EvidenceSubject) -> Finding {
    var bars: [ChartDescription.Bars.Bar] = [.init("this network", effect)]
    bars += untrained.enumerated().map { .init("untrained network \($0.offset + 1)", $0.element) }
    return Finding(
      id: TraceMatching.id, title: "Whose steps are these? (T9)", measured: measured,
      control: control, shows: shows, doesNotShow: TraceMatching.doesNotShow,
      records: [record(subject)],
      charts: [
        NamedChart(
          "iterates",
          .bars(
            ChartDescription.Bars(
              title: "What the activations hold of the steps of \(algorithm.rawValue)",
              value: .init("share of the trace's variance"), bars: bars,
              references: [.init("counts as none below", at: EquivalenceMargins.trace)],
              subtitle: steps > 0 ? "\(site), \(Wording.count(steps, "step"))" : site,
              caption: "Beyond the problem and its answer. Bars are 95 % intervals over problems."))
        )
      ])
  }

  /// The record.
  package func record(_ subject: EvidenceSubject) -> EvidenceRecord {
    var identity = subject
    identity.site = site
    identity.labelDefinition = "iterates"
    var controls: [EvidenceControl] = []
    if let mean = BootstrapEstimate.mean(of: untrained) {
      controls.append(
        EvidenceControl(
          name: "untrained networks, mean", value: mean.value, interval: mean.interval))
    }
    controls.append(
      EvidenceControl(
        name: "the steps on other problems, mean",
        value: exchanged.draws.reduce(0, +) / Double(exchanged.draws.count)))
    return EvidenceRecord(
      test: Self.test, claim: TraceMatching.claim([algorithm]), subject: identity,
      levels: fitProblems + reportProblems, effectName: TraceMatching.effectName,
      effect: effect.value, interval: effect.interval, p: p, pAdjusted: p,
      minimumDetectableEffect: effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.trace, null: EvidenceNull(exchanged),
      controls: controls, status: status,
      notes: [
        reading.note,
        "\(parameterName) \(Wording.significant(parameter)), fitted on \(fitProblems) problems",
      ])
  }

  private var name: String {
    algorithm == .gradientSteps ? "gradient descent" : algorithm.rawValue
  }

  private var measured: String {
    "\(name.prefix(1).uppercased() + name.dropFirst()) on \(problem) was "
      + "\(steps > 0 ? "followed for \(Wording.count(steps, "step")) and " : "")laid against the activations at \(site), with one "
      + "linear reader for all of them, fitted on \(fitProblems) problems (and so was the "
      + "\(parameterName), \(Wording.significant(parameter))) and measured on \(reportProblems) "
      + "others."
  }

  private var control: String {
    var text = "What stays the same from step to step, the problem and its answer were taken out."
    if let mean = BootstrapEstimate.mean(of: untrained) {
      text +=
        " Untrained networks of the same shape hold \(Wording.number(mean.value)) of the "
        + "trace."
    }
    return text + " With the steps on other problems the share is at most "
      + "\(Wording.number(exchanged.draws.max() ?? .nan))."
  }

  private var shows: String {
    let share =
      "\(Wording.plain(effect)) of what is left of the trace is explained by the "
      + "activations"
    switch status {
    case .supports: return "The steps are those of \(name): \(share)."
    case .contradicts: return "The steps are not those of \(name): \(share)."
    case .inconclusive:
      return "Whether the steps are those of \(name) cannot be told: "
        + "\(share)\(status.decidesNothing)."
    }
  }
}
