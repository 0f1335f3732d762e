internal import Environments
internal import LinearAlgebra
internal import Probing
package import Statistics

extension SerialCandidates {
  package static let presenceClaim =
    "From tick to tick another sequence of moves is followed through the level, most of which are not "
    + "chosen."
  static let valueClaim =
    "How soon the best sequence of moves so far meets a goal is held from tick to tick."

  /// Why the test cannot be made of a network; nil where it can.
  package static func obstacle(_ series: SiteSeries?) -> String? {
    guard let series, series.unit == "tick", series.count >= TraceMatching.fewestTicks else {
      return "one candidate after another needs at least \(TraceMatching.fewestTicks) ticks"
    }
    return nil
  }

  private var gates: [EvidenceGate] {
    let needed = settings.gates.levels
    return [
      EvidenceGate(
        name: "distinct levels", passed: fitLevels + reportLevels >= needed,
        detail: "\(fitLevels + reportLevels) of at least \(needed)"),
      EvidenceGate(
        name: "different candidates", passed: distinct >= Self.fewestCandidates,
        detail:
          "\(distinct) of at least \(Self.fewestCandidates), at the ticks at which one is read"),
      EvidenceGate(
        name: "candidates not decided for", passed: losing >= Self.leastLosing,
        detail: "\(Wording.percent(losing)) of at least \(Wording.percent(Self.leastLosing))"),
      EvidenceGate(
        name: "candidates that the picture leaves open", passed: left >= Self.leastLeft,
        detail: "\(Wording.percent(left, decimals: 1)) of at least "
          + Wording.percent(Self.leastLeft)),
    ]
  }

  /// What the test says of the candidates. Its p-values are doubled, for it is tried beside the test of
  /// levels with two ways.
  package var status: EvidenceStatus {
    .judgingBeyondMargin(
      effect: effect.value, interval: effect.interval, pAdjusted: renamed.map { min(1, 2 * $0.p) },
      power: effect.power, margin: EquivalenceMargins.trace, gates: gates)
  }

  /// What it says of their worth.
  package var valueStatus: EvidenceStatus {
    guard let value else {
      return .notApplicable("no candidate meets a goal, or ticks are left out")
    }
    if let upper = value.share.interval?.upper, upper < 0 {
      return .inconclusive(
        "in other levels it is read worse than not at all, which says nothing of its absence")
    }
    return .judging(
      effect: value.effect.value, interval: value.effect.interval,
      pAdjusted: min(1, 2 * value.exchanged.p), power: value.effect.power,
      margin: EquivalenceMargins.trace, gates: gates)
  }

  /// The worth first, then the candidates, as in the test of levels with two ways; the candidates alone
  /// lead where no worth can be asked for.
  package func records(_ subject: StudySubject) -> [EvidenceRecord] {
    var identity = subject.identity
    identity.site = captures.series.name
    identity.levels = captures.levels.digest
    identity.labelDefinition = "candidates"
    let levels = fitLevels + reportLevels
    let notes = [
      "candidates of \(Wording.count(length, "move")), tick by tick: "
        + candidates.map { $0?.map { captures.levels.moves.names[$0] }.joined() ?? "none" }
        .joined(separator: " "),
      "\(distinct) different ones; \(Wording.percent(losing)) of ticks with one and levels have a candidate "
        + "that is not the one decided for",
    ]
    func controls(_ untrained: [BootstrapEstimate], _ own: BootstrapEstimate) -> [EvidenceControl] {
      [EvidenceControl(name: "share explained", value: own.value, interval: own.interval)]
        + (BootstrapEstimate.mean(of: untrained).map {
          [
            EvidenceControl(
              name: "untrained networks, mean", value: $0.value, interval: $0.interval)
          ]
        } ?? [])
    }
    let records = [
      EvidenceRecord(
        test: CandidateNames.value, claim: Self.valueClaim, subject: identity, levels: levels,
        effectName: "share explained of the best worth so far, minus untrained",
        effect: value?.effect.value, interval: value?.effect.interval, p: value?.exchanged.p,
        pAdjusted: value.map { min(1, 2 * $0.exchanged.p) },
        minimumDetectableEffect: value?.effect.power.minimumDetectableEffect,
        equivalenceMargin: EquivalenceMargins.trace, null: value.map { EvidenceNull($0.exchanged) },
        controls: value.map { controls($0.untrained, $0.share) } ?? [],
        gates: value == nil ? [] : gates, status: valueStatus, notes: notes),
      EvidenceRecord(
        test: CandidateNames.presence, claim: Self.presenceClaim, subject: identity, levels: levels,
        effectName: "share explained of where losing candidates end, minus untrained",
        effect: effect.value, interval: effect.interval, p: renamed?.p,
        pAdjusted: renamed.map { min(1, 2 * $0.p) },
        minimumDetectableEffect: effect.power.minimumDetectableEffect,
        equivalenceMargin: EquivalenceMargins.trace, null: renamed.map { EvidenceNull($0) },
        controls: controls(untrained, share), gates: gates, status: status, notes: notes),
    ]
    return value == nil ? records.reversed() : records
  }

  /// The records, the paragraph and the chart.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: "t10-candidates", title: "Is what is not chosen held and weighed? (T10)",
      measured: "At each of \(Wording.count(candidates.count, "tick")) the state at "
        + "\(captures.series.name) was held against where every sequence of "
        + "\(Wording.count(length, "move")) leads from the agent, with one linear reader for all ticks, "
        + "fitted on \(fitLevels) levels and measured on \(reportLevels) others.",
      control: control, shows: shows,
      doesNotShow:
        "It does not show that candidates are compared, nor that what is held of them decides.",
      records: records(subject), charts: [NamedChart("serial-candidates", .bars(chart))])
  }

  private var control: String {
    var text =
      "What the picture, the answer and the places around the agent tell at each tick was taken out: "
      + "what is left is that a move against a wall leads nowhere."
    if let mean = BootstrapEstimate.mean(of: untrained) {
      text += " Untrained networks hold \(Wording.plain(mean))."
    }
    if let most = renamed?.draws.max() {
      text +=
        " With the candidates renamed in each level, and all fitted again, the share is at most "
        + "\(Wording.number(most))."
    }
    return text
  }

  private var shows: String {
    var text: String
    switch status {
    case .supports:
      text =
        "The network looks at one candidate after another, \(distinct) different ones: "
        + "\(Wording.signed(effect)) of where those not chosen end is in the state."
    case .contradicts:
      text = "No sequence of moves is followed from tick to tick (\(Wording.signed(effect)))."
    case .inconclusive: text = "The effect is \(Wording.signed(effect))\(status.decidesNothing)."
    }
    guard let value else { return text }
    switch valueStatus {
    case .supports:
      text += " The worth of the best so far is held (\(Wording.signed(value.effect)))."
    case .contradicts: text += " The worth of the best so far is not held."
    case .inconclusive: break
    }
    return text
  }

  private var chart: ChartDescription.Bars {
    var bars: [ChartDescription.Bars.Bar] = []
    func add(_ name: String, _ own: BootstrapEstimate, _ untrained: [BootstrapEstimate]) {
      bars.append(.init(name, group: "this network", own))
      if let mean = BootstrapEstimate.mean(of: untrained) {
        bars.append(.init(name, group: "untrained networks", mean))
      }
    }
    add("where losing candidates end", share, untrained)
    if let value { add("the best worth so far", value.share, value.untrained) }
    return ChartDescription.Bars(
      title: "What the state holds of one candidate after another",
      value: .init("share of variance explained"), bars: bars,
      references: [.init("counts as none below", at: EquivalenceMargins.trace)],
      subtitle: "\(captures.series.name), \(candidates.count) ticks, \(reportLevels) report levels",
      caption: "Beyond the picture, the answer and the places around the agent. Bars are 95 % "
        + "intervals over levels.")
  }
}
