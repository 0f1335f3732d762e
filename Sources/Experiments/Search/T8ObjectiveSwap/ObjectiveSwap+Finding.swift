package import Statistics

extension ObjectiveSwap {
  /// What has to hold before the effect is read.
  package var gates: [EvidenceGate] {
    let needed = base.settings.interventionFewestLevels
    return [
      EvidenceGate(
        name: "levels with a goal that could be elsewhere", passed: levels >= needed,
        detail: "\(levels) of at least \(needed)")
    ] + competence
  }

  /// Asked of a goal that can be moved: that none can be is said of networks that follow no goal, too.
  private var competence: [EvidenceGate] {
    guard !heedsNoGoal, let picture = shares?.picture.value, let effect,
      effect.interval.map({ $0.upper > EquivalenceMargins.success }) ?? true
    else { return [] }
    return [
      EvidenceGate(
        name: "a goal moved in the picture is walked to", passed: picture >= Self.fewestFollowed,
        detail: "in \(Wording.percent(picture)) of the levels, of at least "
          + Wording.percent(Self.fewestFollowed))
    ]
  }

  /// Whether the network follows its goal when it is moved in the picture.
  package var isAddressable: Bool { (shares?.picture.value ?? 0) >= Self.leastInput }

  /// Whether the network is shown to decide the same wherever the goal is shown: then it has no goal
  /// that it is told of, and none that could be moved.
  package var heedsNoGoal: Bool {
    guard let heeded, heeded.levels >= Self.fewestHeeded, let interval = heeded.share.interval
    else { return false }
    return interval.upper < EquivalenceMargins.success
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    guard let effect else { return .notApplicable(reason ?? "nothing was measured") }
    if heedsNoGoal, levels >= base.settings.interventionFewestLevels { return .contradicts }
    return .judging(
      effect: effect.value, interval: effect.interval, pAdjusted: p, power: effect.power,
      margin: EquivalenceMargins.success, gates: gates)
  }

  /// The record, the paragraph and the chart.
  package func finding(_ subject: StudySubject) -> Finding {
    var records = [record(subject)]
    if let midRun { records.append(record(of: midRun, subject)) }
    return Finding(
      id: "t8-objective-swap", title: "Can the goal be moved inside? (T8)", measured: measured,
      control: control, shows: shows,
      doesNotShow:
        "It does not show what else the network wants, nor that it searched for its way: a "
        + "reflex toward the goal follows a moved goal too.",
      records: records, charts: effect == nil ? [] : [NamedChart("swap", .bars(bars))])
  }

  /// The test's record.
  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = place
    identity.levels = base.levels.digest
    let null = nulls.hardest
    var extra: [EvidenceControl] = []
    if let shares {
      extra += [
        ("goal moved inside", shares.inside), ("goal moved in the picture", shares.picture),
        ("goal not moved", shares.none),
      ].map { EvidenceControl(name: $0.0, value: $0.1.value, interval: $0.1.interval) }
    }
    if let started {
      extra.append(
        EvidenceControl(
          name: "first actions toward the other square, goal moved inside",
          value: started.value, interval: started.interval))
    }
    if let heeded {
      extra.append(
        EvidenceControl(
          name: "first actions that change when the goal is moved in the picture",
          value: heeded.share.value, interval: heeded.share.interval))
    }
    extra += nulls.map { EvidenceControl(name: $0.name, value: $0.mean) }
    extra += controls.map {
      EvidenceControl(name: $0.name, value: $0.value.value, interval: $0.value.interval)
    }
    return EvidenceRecord(
      test: Self.test, claim: "The goal is a thing of its own inside that can be moved.",
      subject: identity, levels: levels,
      effectName: "shortest walks to the square that the goal was moved to inside, minus those "
        + "under random changes of equal length, relative to moving it in the picture",
      effect: effect?.value, interval: effect?.interval, p: p, pAdjusted: p,
      minimumDetectableEffect: effect?.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      null: null.map { EvidenceNull($0.permutation(observed: shares?.inside.value ?? 0)) },
      controls: extra, gates: effect == nil ? [] : gates, status: status, notes: notes)
  }

  private func record(of swap: MidRunSwap, _ subject: StudySubject) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = swap.place
    identity.tick = swap.tick
    identity.levels = base.levels.digest
    return EvidenceRecord(
      test: "T8 objective swap in mid-run",
      claim:
        "A goal that is moved inside in the middle of a run is followed, no sooner than the news "
        + "can have come.", subject: identity, levels: swap.levels,
      effectName: "actions toward the square that the goal was moved to, at the last tick",
      effect: swap.follow,
      controls: [
        EvidenceControl(
          name: "changed decisions that came too soon, of all changed",
          value: swap.changed == 0 ? nil : Double(swap.early) / Double(swap.changed))
      ], status: .inconclusive("described and not judged"), notes: [swap.sentence])
  }

  private var notes: [String] {
    guard effect != nil else { return [] }
    var notes = [
      "place chosen on fit levels: "
        + tried.map { "\($0.place) \(Wording.percent($0.share))" }.joined(separator: "; ")
    ]
    if heedsNoGoal {
      notes.append(
        "the first action is the same wherever the goal is shown (another one in "
          + "\(Wording.percent(heeded?.share.value ?? .nan)) of "
          + "\(Wording.count(heeded?.levels ?? 0, "level"))): there is no goal that it is told of")
    }
    if !isAddressable {
      notes.append(
        "the objective is not addressable through the picture: a goal that is moved there is followed "
          + "in \(Wording.percent(shares?.picture.value ?? .nan))")
    }
    return notes
  }

  private var measured: String {
    guard let place else { return "Not measured: \(reason ?? "there is nothing to measure")." }
    return
      "In \(Wording.count(levels, "report level")) what the goal does to the activations of its "
      + "square was taken away there and put on another square, at \(place), with the picture as it "
      + "is, at every step. The other square is reached by other first moves, and by a way that does "
      + "not simply head for it."
  }

  private var control: String {
    guard let shares else { return "" }
    let others = (nulls.map { ($0.name, $0.mean) } + controls.map { ($0.name, $0.value.value) })
      .map { "\($0.0) \(Wording.percent($0.1))" }
    return "With the goal moved in the picture the agent walks a shortest way to the other square "
      + "in \(Wording.percent(shares.picture.value)), with the goal where it is in "
      + "\(Wording.percent(shares.none.value)); \(Wording.list(others))."
  }

  private var shows: String {
    guard let effect, let shares, let started else { return "" }
    var text =
      "With the goal moved inside it does in \(Wording.percent(shares.inside.value)), and begins one "
      + "in \(Wording.percent(started.value)); relative to the picture and beside random changes "
      + "\(Wording.signed(effect))"
    switch status {
    case .supports: text += ": the goal is kept as a thing of its own."
    case .contradicts where heedsNoGoal:
      text +=
        ". Its first action is the same wherever the picture shows the goal: it has no goal that it is "
        + "told of, and whatever a change inside does, it moves none."
    case .contradicts: text += ": no goal was found inside that could be moved."
    case .inconclusive: text += status.decidesNothing + "."
    }
    if !isAddressable {
      text +=
        " A goal that is moved in the picture is not followed either: the objective is not "
        + "addressable through the picture."
    }
    if let midRun { text += " \(midRun.sentence)" }
    return text
  }

  private var bars: ChartDescription.Bars {
    var bars: [ChartDescription.Bars.Bar] = []
    if let shares {
      bars += [
        .init("moved inside", group: "goal", shares.inside),
        .init("moved in the picture", group: "goal", shares.picture),
        .init("not moved", group: "goal", shares.none),
      ]
    }
    bars += nulls.map { null in
      let draws = null.draws.sorted()
      return .init(
        null.name, group: "random", value: null.mean, lower: Sample.quantile(0.05, ofSorted: draws),
        upper: Sample.quantile(0.95, ofSorted: draws))
    }
    bars += controls.map { .init($0.name, group: "control", $0.value) }
    return ChartDescription.Bars(
      title: "Shortest walks to the other square", value: .init("share of levels", range: 0...1),
      bars: bars, subtitle: "\(place ?? ""), \(levels) report levels",
      caption:
        "Bars of random changes span their draws from 5 to 95 %, the others are 95 % intervals "
        + "over levels.")
  }
}
