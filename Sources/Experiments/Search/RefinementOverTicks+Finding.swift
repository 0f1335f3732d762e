internal import LinearAlgebra
internal import Probing
package import Statistics

extension RefinementOverTicks {
  /// The records (the slope first, then every tick), the paragraph and the charts.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "t2-refinement", title: "Does the plan get better tick by tick? (T2)",
      measured: measured, control: control, shows: shows, doesNotShow: doesNotShow,
      records: [record(subject)] + tickRecords(subject), charts: charts())
  }

  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = plan.series.name
    identity.levels = plan.captures.levels.digest
    identity.labelDefinition = "plan-direction"
    var controls: [EvidenceControl] = []
    func add(_ name: String, _ estimate: BootstrapEstimate?) {
      guard let estimate else { return }
      controls.append(
        EvidenceControl(name: name, value: estimate.value, interval: estimate.interval))
    }
    add("slope of this network", slope)
    add("mean slope of \(untrained.count) untrained networks", untrainedSlope)
    return EvidenceRecord(
      test: Self.test,
      claim: "The increment grows with the \(plan.series.unit)s, more than in untrained networks.",
      subject: identity, levels: hardLevels,
      effectName:
        "isotonic slope of the increment, macro-F1 a \(plan.series.unit), minus untrained",
      effect: effect?.value, interval: effect?.interval, p: effect?.twoSidedP,
      minimumDetectableEffect: effect?.power.minimumDetectableEffect, equivalenceMargin: margin,
      controls: controls, gates: appliedGates, status: status,
      notes: ["one probe fitted at each \(plan.series.unit)", "levels: \(gates.header)"])
  }

  private var hardGate: EvidenceGate {
    EvidenceGate(
      name: "hard report levels", passed: hardLevels >= DistanceTickMap.levelsPerBin,
      detail: "\(hardLevels) of at least \(DistanceTickMap.levelsPerBin)")
  }

  package var appliedGates: [EvidenceGate] { plan.report.gates + gates.size + [hardGate] }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    if let void = EvidenceStatus.void(appliedGates) { return void }
    guard let effect else {
      return .inconclusive("the network has one \(plan.series.unit), so there is nothing to refine")
    }
    guard !untrained.isEmpty else {
      return .inconclusive("no untrained network was probed beside it")
    }
    return .judging(
      effect: effect.value, interval: effect.interval, pAdjusted: nil, power: effect.power,
      margin: margin, gates: [])
  }

  private func tickRecords(_ subject: StudySubject) -> [EvidenceRecord] {
    var identity = subject.identity
    identity.levels = plan.captures.levels.digest
    identity.labelDefinition = "plan-direction"
    var records = plan.report.records(
      test: "\(Self.test), one \(plan.series.unit)", subject: identity
    ) { place in
      "The optimal direction is readable at \(place.site), \(plan.series.unit) \(place.tick)."
    }
    for index in records.indices {
      records[index].gates += gates.size
      if let void = EvidenceStatus.void(records[index].gates) { records[index].status = void }
    }
    return records
  }

  private var measured: String {
    guard let slope, let first = trained.first, let last = trained.last else {
      return "The network has one \(plan.series.unit) to read, so nothing could be followed."
    }
    return
      "The observation stays the same while the network thinks; a probe of its own was fitted at "
      + "each of \(Wording.count(plan.series.count, plan.series.unit)). On "
      + "\(Wording.count(hardLevels, "hard report level")) the increment over the observation goes "
      + "from \(Wording.signed(first.value)) at \(plan.series.label(0)) to "
      + "\(Wording.signed(last.value)) at \(plan.series.label(plan.series.count - 1)), an isotonic "
      + "slope of \(Wording.signed(slope.value, decimals: 4)) a \(plan.series.unit)."
  }

  private var control: String {
    guard let untrainedSlope else { return "No untrained network was run beside it." }
    return
      "\(Wording.count(untrained.count, "untrained network")) of the same shape, whose receptive "
      + "field grows in the same way, have a mean slope of "
      + "\(Wording.signed(untrainedSlope.value, decimals: 4))."
  }

  private var shows: String {
    guard let effect else { return "" }
    let text = Wording.signed(effect, decimals: 4)
    switch status {
    case .supports:
      return
        "The difference is \(text) a \(plan.series.unit): later \(plan.series.unit)s hold more "
        + "of the plan than the growth of a receptive field explains."
    case .contradicts:
      return "The difference is \(text) a \(plan.series.unit), which counts as none: the plan does "
        + "not get better."
    case .inconclusive:
      return "The difference is \(text) a \(plan.series.unit)\(status.decidesNothing)."
    }
  }

  private var doesNotShow: String {
    "It does not show in what order the squares are solved, which is the cone's question (T3), nor "
      + "that the \(plan.series.unit)s repeat one operation."
  }
}
