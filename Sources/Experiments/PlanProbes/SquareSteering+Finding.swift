package import Statistics

extension SquareSteering {
  package var gates: [EvidenceGate] {
    [
      EvidenceGate(
        name: "levels with another route", passed: routes >= Self.fewestLevels,
        detail: "\(routes) of at least \(Self.fewestLevels)")
    ]
  }

  package var status: EvidenceStatus {
    guard let effect else {
      return .inconclusive("\(Wording.count(routes, "report level")) with another route")
    }
    let status = effect.status(margin: EquivalenceMargins.success, gates: gates)
    guard let lower = effect.effect.interval?.lower, lower > 0, gates.allSatisfy(\.passed),
      status != .supports, let hardest = effect.nulls.max(by: { $0.exceeding < $1.exceeding }),
      effect.p > 0.05
    else { return status }
    return .inconclusive(
      "\(hardest.exceeding) of \(hardest.draws.count) \(hardest.name) are followed as often")
  }

  /// The record, the paragraph and the figure.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    Finding(
      id: "plan-probes-steering", title: "Does the agent go where its probes write? (steering)",
      measured: measured, control: control, shows: shows,
      doesNotShow:
        "It does not show that the network needs what was written to; and a route of a few "
        + "steps is not a plan to the end.", records: [record(identity)],
      charts: effect == nil ? [] : [NamedChart("success", .bars(bars))])
  }

  private func record(_ identity: EvidenceSubject) -> EvidenceRecord {
    var subject = identity
    subject.site = site
    var extra = controls.map {
      EvidenceControl(name: $0.name, value: $0.value.value, interval: $0.value.interval)
    }
    if let effect {
      extra.insert(
        EvidenceControl(
          name: "routes followed", value: effect.own.value, interval: effect.own.interval), at: 0)
      extra += effect.nulls.map { EvidenceControl(name: $0.name, value: $0.mean) }
    }
    return EvidenceRecord(
      test: Self.test,
      claim: "The agent goes where the directions of a probe of its approach are written.",
      subject: subject, levels: routes,
      effectName:
        "routes of \(length) steps followed, minus those under random directions of equal "
        + "length",
      effect: effect?.effect.value, interval: effect?.effect.interval, p: effect?.p,
      pAdjusted: effect?.p, minimumDetectableEffect: effect?.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      null: effect?.nulls.hardest.map {
        EvidenceNull($0.permutation(observed: effect?.own.value ?? 0))
      }, controls: extra, gates: gates, status: status,
      notes: [
        "written at \(site), dose \(Int(dose)) standard deviations a square",
        "on fit levels: "
          + tried.map { "\($0.name) \(Wording.percent($0.share))" }
          .joined(separator: "; "),
        "p is the larger one of both kinds of random direction",
      ])
  }

  private var measured: String {
    guard effect != nil else { return "Not measured: too few levels have another route." }
    return
      "In \(Wording.count(routes, "report level")) a route of \(length) steps that pushes nothing and "
      + "does not begin with the agent's own move was written into \(site) at every tick, as the "
      + "directions of the 1x1 probe of approach at its squares, \(Int(dose)) standard deviations each, "
      + "and that of never at the squares that the agent would have entered."
  }

  private var control: String {
    guard let effect else { return "" }
    let nulls = effect.nulls.map {
      "\($0.draws.count) \($0.name) \(Wording.percent($0.mean, decimals: 1))"
    }
    let others = controls.map { "\($0.name) \(Wording.percent($0.value.value))" }
    return
      "Routes followed under \(Wording.list(nulls)); \(Wording.list(others)). Bush et al. report "
      + "90 to 99 % for the agent's shortcuts beside 28 to 34 % for random probes."
  }

  private var shows: String {
    guard let effect else { return "" }
    let text =
      "\(Wording.percent(effect.own.value)) of the routes are followed, "
      + "\(Wording.signed(effect.effect)) beside random directions"
    switch status {
    case .supports: return text + ": what is read as the plan acts as one."
    case .contradicts: return text + ": what is read as the plan does not move the agent."
    case .inconclusive: return text + status.decidesNothing + "."
    }
  }

  private var bars: ChartDescription.Bars {
    var bars = effect?.bars("the probe's directions", group: "write") ?? []
    bars += controls.map { .init($0.name, group: "control", $0.value) }
    return ChartDescription.Bars(
      title: "Routes of \(length) steps followed when written",
      value: .init("share of routes", range: 0...1), bars: bars,
      subtitle: "\(site), \(routes) report levels",
      caption: "Bars of random directions span their draws from 5 to 95 %, the others are 95 % "
        + "intervals over levels.")
  }
}
