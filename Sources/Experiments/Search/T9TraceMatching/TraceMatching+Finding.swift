internal import Environments
internal import LinearAlgebra
internal import Probing
package import Statistics

extension TraceMatching {
  /// What has to hold for the shares to be read.
  package var gates: [EvidenceGate] {
    let needed = settings.gates.levels
    return [
      EvidenceGate(
        name: "distinct levels", passed: fitLevels + reportLevels >= needed,
        detail: "\(fitLevels + reportLevels) of at least \(needed)"),
      EvidenceGate(
        name: "traces that the observation leaves open", passed: isDefined,
        detail: isDefined
          ? "something is left of the traces"
          : "the observation, the answer and the tick give every trace"),
    ]
  }

  /// The larger of the p-values under traces wrong in time and wrong in place.
  package var p: Double? {
    let all = [ticksPermuted, wrongPlace].compactMap { $0?.p }
    return all.max()
  }

  /// What the activations hold beyond those of the untrained networks.
  package var beyondUntrained: BootstrapEstimate { effect.minus(meanOf: untrained) }

  /// What the test says of its claim that the activations follow an algorithm step by step.
  package var status: EvidenceStatus {
    let own = EvidenceStatus.judging(
      effect: effect.value, interval: effect.interval, pAdjusted: p, power: effect.power,
      margin: EquivalenceMargins.trace, gates: gates)
    switch own {
    case .supports:
      guard !nearest.algorithms.isEmpty else {
        return .inconclusive(
          isShared
            ? "what several algorithms have in common is held, but not shown to be above "
              + "\(Wording.significant(EquivalenceMargins.trace)), which counts as none"
            : "a trace is held on the levels reported on and not on the others")
      }
      if let interval = beyondUntrained.interval, interval.lower <= 0, !untrained.isEmpty {
        return .inconclusive("untrained networks of the same shape hold as much of the trace")
      }
      return .supports
    case .contradicts where nearest != .none:
      return .inconclusive(
        "the best trace is not held, and the others cannot all be ruled out with these levels")
    default: return own
    }
  }

  /// The record, the paragraph and the charts.
  package func finding(_ subject: StudySubject) -> Finding {
    Finding(
      id: Self.id, title: "Whose steps are these? (T9)", measured: measured, control: control,
      shows: shows, doesNotShow: Self.doesNotShow, records: [record(subject)] + rows(subject),
      charts: [NamedChart("unique-shares", .bars(chart()))])
  }

  static let id = "t9-trace-matching"
  static let doesNotShow =
    "It does not show that the network uses what follows the algorithm's steps, nor rule out "
    + "algorithms that were not tried. An answer that is there before the first tick and comes through "
    + "at several rates, or square by square at thresholds, can look like steps: T3 tells that apart."

  /// The finding of a network that the test cannot be made of.
  package static func notApplicable(
    _ reason: String, subject: StudySubject, levels: LevelSet
  ) -> Finding {
    var identity = subject.identity
    identity.levels = levels.digest
    return Finding(
      id: id, title: "Whose steps are these? (T9)",
      measured: "Not measured: \(reason).", control: "", shows: "", doesNotShow: doesNotShow,
      records: [
        EvidenceRecord(
          test: test, claim: claim([]), subject: identity, levels: levels.count,
          effectName: effectName, status: .notApplicable(reason))
      ])
  }

  static let effectName = "unique share of the trace's variance"

  static func claim(_ algorithms: [SearchAlgorithm]) -> String {
    algorithms.isEmpty
      ? "The activations follow the steps of a search algorithm, tick by tick."
      : "The activations follow the steps of "
        + "\(Wording.list(algorithms.map(\.rawValue))), tick by tick."
  }

  private func identity(_ subject: StudySubject) -> EvidenceSubject {
    var identity = subject.identity
    identity.levels = captures.levels.digest
    identity.site = captures.series.name
    identity.labelDefinition = Self.labels
    return identity
  }

  /// The record of the family's share.
  package func record(_ subject: StudySubject) -> EvidenceRecord {
    var controls = shares.map {
      EvidenceControl(
        name: "unique share of \($0.algorithm.rawValue)", value: $0.unique.value,
        interval: $0.unique.interval)
    }
    if let mean = BootstrapEstimate.mean(of: untrained) {
      controls.append(
        EvidenceControl(
          name: "untrained networks, mean", value: mean.value, interval: mean.interval))
    }
    if let wrongPlace {
      controls.append(
        EvidenceControl(
          name: "the trace of goals and agents elsewhere, mean",
          value: wrongPlace.draws.reduce(0, +) / Double(wrongPlace.draws.count)))
    }
    return EvidenceRecord(
      test: Self.test, claim: Self.claim(reading.algorithms), subject: identity(subject),
      levels: fitLevels + reportLevels, effectName: Self.effectName, effect: effect.value,
      interval: effect.interval, p: p, pAdjusted: p,
      minimumDetectableEffect: effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.trace, null: ticksPermuted.map { EvidenceNull($0) },
      controls: controls, gates: gates, status: status,
      notes: [reading.note] + (reading == nearest ? [] : ["nearest: \(nearest)"])
        + shares.map {
          "\($0.algorithm.rawValue): best as \($0.form), variance inflation "
            + Wording.significant($0.inflation) + ", iterations "
            + $0.iterations.map(String.init).joined(separator: " ")
        })
  }

  /// One record an algorithm.
  private func rows(_ subject: StudySubject) -> [EvidenceRecord] {
    shares.map { share in
      EvidenceRecord(
        test: Self.test + ": " + share.algorithm.rawValue, claim: Self.claim([share.algorithm]),
        subject: identity(subject), levels: fitLevels + reportLevels,
        effectName: Self.effectName, effect: share.unique.value, interval: share.unique.interval,
        minimumDetectableEffect: share.unique.power.minimumDetectableEffect,
        equivalenceMargin: EquivalenceMargins.trace,
        controls: share.untrained.enumerated().map {
          EvidenceControl(
            name: "untrained network \($0.offset + 1)", value: $0.element.value,
            interval: $0.element.interval)
        } + [
          EvidenceControl(
            name: "share beyond observation and answer alone", value: share.marginal.value,
            interval: share.marginal.interval)
        ],
        status: .judging(
          effect: share.unique.value, interval: share.unique.interval, pAdjusted: nil,
          power: share.unique.power, margin: EquivalenceMargins.trace,
          gates: gates + [
            EvidenceGate(
              name: "trace left by the other algorithms", passed: share.isApart,
              detail: "\(Wording.percent(share.fitLeft, decimals: 2)) of at least "
                + Wording.percent(Self.leastLeft, decimals: 2))
          ]))
    }
  }

  private var measured: String {
    let series = captures.series
    return "On \(Wording.count(captures.levels.count, "level")), the maps that "
      + "\(Wording.list(shares.map(\.algorithm.rawValue))) would hold after each iteration were "
      + "laid against the activations at \(series.name) from \(series.label(0)) to "
      + "\(series.label(series.count - 1)), with one linear reader for all ticks, fitted on "
      + "\(fitLevels) levels and measured on \(reportLevels) others."
  }

  private var control: String {
    var text =
      "What stays the same while the network thinks, what squares do in one common course over the "
      + "ticks (as where all let an answer in little by little), the observation around a square, waves "
      + "through open space and the final answer were taken out first, and so were the maps of all "
      + "other algorithms"
      + (leftOut.isEmpty
        ? "." : " but \(Wording.list(leftOut.map(\.rawValue))), which cannot be told from it here.")
    if let mean = BootstrapEstimate.mean(of: untrained) {
      text +=
        " Untrained networks of the same shape hold \(Wording.number(mean.value)) of the "
        + "trace."
    }
    if let ticksPermuted {
      text +=
        " With the ticks of the trace in another order the share is at most "
        + Wording.number(ticksPermuted.draws.max() ?? .nan)
      if let wrongPlace {
        text +=
          ", with goal and agent elsewhere at most "
          + Wording.number(wrongPlace.draws.max() ?? .nan)
      }
      text += "."
    }
    return text
  }

  /// Algorithms behind the effect that are not named, for one of their maps is missing.
  private var leftOut: [SearchAlgorithm] {
    let named = reading.algorithms
    guard !named.isEmpty, !named.contains(.bothWays) else { return [] }
    return family.filter { !named.contains($0) }
  }

  private var shows: String {
    guard isDefined else {
      return "Nothing can be read: \(status.reason ?? "nothing is left of the traces")."
    }
    let share =
      "\(Wording.plain(effect)) of the variance that is left of its trace is explained by the "
      + "activations and by nothing else"
      + (leftOut.isEmpty
        ? ""
        : " (the steps of \(Wording.list(leftOut.map(\.rawValue))) would show there too, and another "
          + "map of these is missing)")
    switch reading {
    case .one(let algorithm):
      return "The steps are those of \(algorithm.rawValue): \(share)\(status.decidesNothing)."
    case .family(let algorithms):
      return "The steps are those of \(Wording.list(algorithms.map(\.rawValue))), which are not "
        + "told apart here: \(share)\(status.decidesNothing)."
    case .none:
      return "The activations follow none of these algorithms: for the best of them \(share)."
    case .cannotTell where !nearest.algorithms.isEmpty:
      return
        "The steps are nearest to those of \(Wording.list(nearest.algorithms.map(\.rawValue))): "
        + "\(share)\(status.decidesNothing). No algorithm is named, for "
        + (isComplete
          ? "the levels do not show that the share is above "
            + "\(Wording.significant(EquivalenceMargins.trace)), which counts as none."
          : "of one of its maps less than a quarter is held.")
    case .cannotTell:
      return "Which algorithm the activations follow cannot be told: for the best of them "
        + "\(share)\(status.decidesNothing)."
    }
  }

  private func chart() -> ChartDescription.Bars {
    var bars: [ChartDescription.Bars.Bar] = []
    for share in shares {
      bars.append(.init(share.algorithm.rawValue, group: "this network", share.unique))
      if let mean = BootstrapEstimate.mean(of: share.untrained) {
        bars.append(.init(share.algorithm.rawValue, group: "untrained networks", mean))
      }
    }
    if family.count > 1 {
      bars.append(.init("what several share", group: "this network", effect))
    }
    return ChartDescription.Bars(
      title: "What the activations hold of each algorithm's steps",
      value: .init("unique share of the trace's variance"), bars: bars,
      references: [.init("counts as none below", at: EquivalenceMargins.trace)],
      subtitle: "\(captures.series.name), \(captures.series.count) ticks, "
        + "\(reportLevels) report levels",
      caption: "Beyond the observation, the final answer, and all other algorithms. "
        + (family.count > 1
          ? "What several share: \(Wording.list(family.map(\.rawValue))). " : "")
        + "Bars are 95 % intervals over levels.")
  }
}
