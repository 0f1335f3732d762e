package import Statistics

extension PlanSteering {
  /// What has to hold before the effect is read.
  package var gates: [EvidenceGate] {
    let needed = base.settings.interventionFewestLevels
    return [
      EvidenceGate(
        name: "levels with another route", passed: routes.all >= needed,
        detail: "\(routes.all) of at least \(needed)")
    ]
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    guard let effect else { return .notApplicable(reason ?? "nothing was measured") }
    return effect.status(margin: EquivalenceMargins.success, gates: gates)
  }

  /// The record, the paragraph and the chart.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "t5-steering", title: "Does the network follow a plan written into it? (T5)",
      measured: measured, control: control, shows: shows,
      doesNotShow: "It does not show that the network needs what was written to: a direction that "
        + "does nothing in normal running can steer too, which the erasure of T6 tells apart.",
      records: [record(subject)], charts: effect == nil ? [] : [NamedChart("steering", .bars(bars))]
    )
  }

  /// The test's record.
  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = base.series.name
    identity.levels = base.levels.digest
    let null = effect?.nulls.hardest
    var extra: [EvidenceControl] = []
    if let effect {
      extra.append(
        EvidenceControl(
          name: "routes followed, of \(routes.compared)", value: effect.own.value,
          interval: effect.own.interval))
      extra += effect.nulls.map { EvidenceControl(name: $0.name, value: $0.mean) }
    }
    if let toTheEnd {
      extra.append(
        EvidenceControl(
          name: "routes followed to their end, of \(routes.all)", value: toTheEnd.value,
          interval: toTheEnd.interval))
    }
    extra += controls.map {
      EvidenceControl(name: $0.name, value: $0.value.value, interval: $0.value.interval)
    }
    return EvidenceRecord(
      test: Self.test, claim: "The network follows a plan that is written where its plan is read.",
      subject: identity, levels: routes.compared,
      effectName: "routes followed for \(Self.mostSteps) steps or to their end, minus those under "
        + "random changes of equal length",
      effect: effect?.effect.value, interval: effect?.effect.interval, p: effect?.p,
      pAdjusted: effect?.p, minimumDetectableEffect: effect?.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      null: null.map { EvidenceNull($0.permutation(observed: effect?.own.value ?? 0)) },
      controls: extra, gates: effect == nil ? [] : gates, status: status, notes: notes)
  }

  private var notes: [String] {
    guard effect != nil else { return [] }
    return [
      "reader at \(base.series.last) with macro-F1 \(Wording.number(readerScore))",
      "written at \(place), dose \(Wording.percent(dose.percentile, decimals: 1)) of natural margins",
      "routes followed to their end on fit levels: "
        + tried.map { "\($0.name) \(Wording.percent($0.share))" }.joined(separator: "; "),
      "mean length of the write at a square in a tick: \(Wording.number(length)) standard deviations",
      "p is the larger one of both kinds of random direction",
    ]
  }

  private var measured: String {
    guard effect != nil else {
      return "Not measured: there is \(reason ?? "nothing to measure")."
    }
    return
      "In \(Wording.count(routes.all, "report level")) a legal route that begins with a move that "
      + "is not optimal was written into \(base.series.name) at every tick: the smallest change after "
      + "which a frozen linear reader reads the route, by a margin as large as "
      + "\(Wording.percent(dose.percentile, decimals: 1)) of natural ones have at most."
  }

  private var control: String {
    guard let effect else { return "" }
    let nulls = effect.nulls.map {
      "\(base.settings.interventionDraws) \($0.name) \(Wording.percent($0.mean, decimals: 1))"
    }
    let others = controls.map { "\($0.name) \(Wording.percent($0.value.value))" }
    return "Of the routes, \(Wording.list(nulls)) are followed on average; \(Wording.list(others))."
  }

  private var shows: String {
    guard let effect, let toTheEnd else { return "" }
    let text =
      "The written route is followed in \(Wording.percent(effect.own.value)) of "
      + "\(Wording.count(routes.compared, "level")) for \(Self.mostSteps) steps and to its end in "
      + "\(Wording.percent(toTheEnd.value)) of \(routes.all); \(Wording.signed(effect.effect)) beside "
      + "random changes"
    switch status {
    case .supports: return text + ": what is read as the plan acts as one."
    case .contradicts: return text + ": what is read as the plan does not move the network."
    case .inconclusive: return text + status.decidesNothing + "."
    }
  }

  private var bars: ChartDescription.Bars {
    var bars = effect?.bars("plan written", group: "write") ?? []
    bars += controls.map { .init($0.name, group: "control", $0.value) }
    return ChartDescription.Bars(
      title: "Routes followed when written", value: .init("share of routes", range: 0...1),
      bars: bars, subtitle: "\(base.series.name), \(routes.compared) report levels",
      caption: "Bars of random directions span their draws from 5 to 95 %, the others are 95 % "
        + "intervals over levels.")
  }
}
