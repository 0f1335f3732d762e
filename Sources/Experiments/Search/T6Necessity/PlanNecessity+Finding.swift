package import Statistics

extension PlanNecessity {
  /// What has to hold before the effect is read.
  ///
  /// That nothing of the plan is left is asked of an effect that is absent or in doubt. A drop beyond
  /// that of other subspaces stands without it: what is left could only make it larger.
  package var gates: [EvidenceGate] { isSupported ? [size] : [size, erasure] }

  private var isSupported: Bool {
    effect?.status(margin: EquivalenceMargins.ablation, gates: [size]) == .supports
  }

  private var size: EvidenceGate {
    let needed = base.settings.interventionFewestLevels
    return EvidenceGate(
      name: "report levels", passed: levels >= needed, detail: "\(levels) of at least \(needed)")
  }

  private var erasure: EvidenceGate {
    EvidenceGate(
      name: "no linear reader finds the plan under erasure",
      passed: unread.after >= PlanErasers.fewestUnread,
      detail: "\(Wording.percent(unread.after)) of its variance is left unread, at least "
        + "\(Wording.percent(PlanErasers.fewestUnread)) (before: "
        + "\(Wording.percent(unread.before)))")
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    guard let effect else { return .notApplicable(reason ?? "nothing was measured") }
    return effect.status(margin: EquivalenceMargins.ablation, gates: gates)
  }

  /// The record, the paragraph and the chart.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "t6-necessity", title: "Does the network need its plan? (T6)", measured: measured,
      control: control, shows: shows,
      doesNotShow:
        "It does not show that the plan was searched for, nor that nothing is left of it "
        + "in a form that no linear reader sees.",
      records: [record(subject)],
      charts: effect == nil ? [] : [NamedChart("erasure", .bars(bars))])
  }

  /// The test's record.
  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = base.series.name
    identity.levels = base.levels.digest
    let null = effect?.nulls.hardest
    var extra: [EvidenceControl] = []
    if let optimality {
      extra += [("as it is", optimality.natural), ("without its plan", optimality.erased)].map {
        EvidenceControl(
          name: "optimal decisions \($0.0)", value: $0.1.value, interval: $0.1.interval)
      }
    }
    if let effect {
      extra.append(
        EvidenceControl(
          name: "drop without the plan", value: effect.own.value, interval: effect.own.interval))
      extra += effect.nulls.map { EvidenceControl(name: "drop without \($0.name)", value: $0.mean) }
    }
    if let divergence {
      extra.append(EvidenceControl(name: "divergence of actions in nats", value: divergence.own))
      extra.append(
        EvidenceControl(
          name: "divergence under other random subspaces in nats", value: divergence.others))
    }
    extra += controls.map {
      EvidenceControl(name: $0.name, value: $0.value.value, interval: $0.value.interval)
    }
    return EvidenceRecord(
      test: Self.test, claim: "The network decides worse without its plan.", subject: identity,
      levels: levels,
      effectName: "drop in the share of optimal decisions, minus that under "
        + (isElsewhere
          ? ErasureElsewhere.name : "other random subspaces that move the activations as far"),
      effect: effect?.effect.value, interval: effect?.effect.interval, p: effect?.p,
      pAdjusted: effect?.p, minimumDetectableEffect: effect?.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.ablation,
      null: null.map { EvidenceNull($0.permutation(observed: effect?.own.value ?? 0)) },
      controls: extra, gates: effect == nil ? [] : gates, status: status, notes: notes)
  }

  private var notes: [String] {
    guard effect != nil else { return [] }
    return [
      "left unread of the plan's variance by a linear reader: \(Wording.percent(unread.before)) "
        + "before, \(Wording.percent(unread.after)) under erasure",
      "erased at \(place): rank \(rank) of \(channels) channels",
      "drop beside other random subspaces on fit levels: "
        + tried.map { "\($0.name) \(Wording.signed($0.effect))" }.joined(separator: "; "),
      "\(Wording.percent(matched)) of the random subspaces move the activations as far to 5 %",
      isElsewhere
        ? "held against \(ErasureElsewhere.name), as no random subspace moves the activations as far and "
          + "it tells more on fit levels"
        : hasOthers
          ? "p is the larger one of both kinds of random subspace"
          : "nothing but the plan varies there: the drop is held against none",
    ]
  }

  private var measured: String {
    guard effect != nil else { return "Not measured: \(reason ?? "there is nothing to measure")." }
    return
      "The \(Wording.count(rank, "direction")) of \(channels) channels at \(place), from which "
      + "the plan is read, were taken out of all free squares (LEACE, fitted on fit levels), and the "
      + "network was asked for its first move in \(Wording.count(levels, "report level"))."
  }

  private var control: String {
    guard let effect else { return "" }
    let nulls = effect.nulls.map { "\($0.name): \(Wording.signed($0.mean))" }
    let others = Wording.list(controls.map { "\($0.name): \(Wording.signed($0.value.value))" })
    let draws = base.settings.interventionDraws
    if isElsewhere, let own = effect.nulls.first {
      return
        "No random subspace moves the activations as far. Taken out along the best ways alone the plan "
        + "costs \(Wording.signed(effect.own)), out of as many squares off them \(Wording.signed(own.mean)) "
        + "(\(draws) draws); \(others)."
    }
    guard !nulls.isEmpty else {
      return "Nothing but the plan varies there, so that nothing else can be taken out; \(others)."
    }
    return
      "\(draws) random subspaces a kind that move the activations as far and hold nothing of the plan "
      + "cost on average \(Wording.list(nulls)); \(others)."
  }

  private var shows: String {
    guard let effect, let optimality else { return "" }
    let fall =
      "Optimal decisions fall from \(Wording.percent(optimality.natural.value)) to "
      + Wording.percent(optimality.erased.value)
    let text =
      isElsewhere
      ? fall + "; without the plan along the best ways alone they fall "
        + "\(Wording.signed(effect.effect)) more than without it elsewhere"
      : effect.nulls.isEmpty
        ? fall + ", \(Wording.signed(effect.effect)) in all"
        : fall + ", \(Wording.signed(effect.effect)) more than under other random subspaces"
    switch status {
    case .supports: return text + ": the decision rests on what is read as the plan."
    case .contradicts: return text + ": the decision does not rest on what is read as the plan."
    case .inconclusive: return text + status.decidesNothing + "."
    }
  }

  private var bars: ChartDescription.Bars {
    var bars = effect?.bars("plan", group: "erased") ?? []
    bars += controls.map { .init($0.name, group: "control", $0.value) }
    return ChartDescription.Bars(
      title: "What erasing costs", value: .init("drop in the share of optimal decisions"),
      bars: bars, references: [.init("nothing", at: 0)],
      subtitle: "\(base.series.name), \(levels) report levels",
      caption: "Bars of random subspaces span their draws from 5 to 95 %, the others are 95 % "
        + "intervals over levels.")
  }
}
