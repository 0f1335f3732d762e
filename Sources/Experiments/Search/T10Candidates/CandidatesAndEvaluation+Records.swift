internal import LinearAlgebra
package import Statistics

extension CandidatesAndEvaluation {
  static let valueClaim =
    "The losing way's number of steps is held beyond what winner, observation and plan tell."
  static let valueEffect =
    "share explained of the losing way's steps that winner and observation leave, minus untrained"

  /// The value first, then the candidate and the exchange.
  func records(_ subject: StudySubject, _ levels: LevelSet) -> [EvidenceRecord] {
    [value(subject, levels), candidate(subject, levels), exchange(subject, levels)]
  }

  private func identity(_ subject: StudySubject, _ levels: LevelSet) -> EvidenceSubject {
    var identity = subject.identity
    identity.levels = levels.digest
    identity.site = site
    return identity
  }

  private var notes: [String] {
    [
      "\(self.levels) levels made with \(kind.description), in pairs that differ by one wall",
      "the decision stays after \(Wording.number(meanCommitment, decimals: 1)) ticks on average; "
        + "later than at the first in \(Wording.percent(commitsLater)) of the levels",
    ]
  }

  private func value(_ subject: StudySubject, _ levels: LevelSet) -> EvidenceRecord {
    let value = values.first
    var controls = values.flatMap { value in
      [
        EvidenceControl(
          name: "share explained \(value.name)", value: value.explained.value,
          interval: value.explained.interval)
      ]
        + (value.untrained.map {
          [
            EvidenceControl(
              name: "untrained, \(value.name)", value: $0.value, interval: $0.interval)
          ]
        } ?? [])
    }
    controls.append(
      EvidenceControl(
        name: "levels decided for the shorter way", value: shorter.value,
        interval: shorter.interval))
    return EvidenceRecord(
      test: CandidateNames.value, claim: Self.valueClaim, subject: identity(subject, levels),
      levels: reportUnits, effectName: Self.valueEffect, effect: value?.effect.value,
      interval: value?.effect.interval, p: valueNull.draws.isEmpty ? nil : valueNull.p,
      minimumDetectableEffect: value?.effect.power.minimumDetectableEffect,
      equivalenceMargin: Self.valueMargin,
      null: valueNull.draws.isEmpty ? nil : EvidenceNull(valueNull), controls: controls,
      gates: gates, status: status,
      notes: notes + [
        value.map { "read \($0.name), chosen on the fit levels" } ?? "no state varies"
      ])
  }

  private func candidate(_ subject: StudySubject, _ levels: LevelSet) -> EvidenceRecord {
    let when = presence.isBeforeCommitment ? "before the commitment" : "after the last tick"
    var controls = [
      EvidenceControl(
        name: "reader of all planes alone", value: presence.baseline.value,
        interval: presence.baseline.interval),
      EvidenceControl(
        name: "increment of this network", value: presence.increment.value,
        interval: presence.increment.interval),
    ]
    if let untrained = presence.untrained {
      controls.append(
        EvidenceControl(
          name: "increment of untrained networks", value: untrained.value,
          interval: untrained.interval))
    }
    return EvidenceRecord(
      test: CandidateNames.presence,
      claim: "The losing way is held \(when): it is told from the same way behind a wall.",
      subject: identity(subject, levels), levels: presence.levels,
      effectName: "increment of macro-F1 over all planes, minus untrained",
      effect: presence.effect.value, interval: presence.effect.interval, p: presence.null?.p,
      minimumDetectableEffect: presence.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.increment, null: presence.null.map(EvidenceNull.init),
      controls: controls, gates: candidateGates, status: candidateStatus, notes: notes)
  }

  private var candidateGates: [EvidenceGate] {
    gates + [
      EvidenceGate(
        name: "levels whose losing way can be blocked",
        passed: presence.levels >= Self.fewestLevels,
        detail: "\(presence.levels) of at least \(Self.fewestLevels)")
    ]
  }

  /// What the test says of the losing candidate.
  package var candidateStatus: EvidenceStatus {
    .judging(
      effect: presence.effect.value, interval: presence.effect.interval,
      pAdjusted: presence.null?.p, power: presence.effect.power,
      margin: EquivalenceMargins.increment, gates: candidateGates)
  }

  private func exchange(_ subject: StudySubject, _ levels: LevelSet) -> EvidenceRecord {
    let claim = "Exchanging the decoded values of the two ways exchanges the choice."
    let effectName = "share of choices that change to the other way, minus matched random changes"
    guard let swap else {
      return EvidenceRecord(
        test: CandidateNames.swap, claim: claim, subject: identity(subject, levels), levels: 0,
        effectName: effectName, gates: gates,
        status: EvidenceStatus.notApplicable(noSwap ?? "no values can be exchanged"))
    }
    return EvidenceRecord(
      test: CandidateNames.swap, claim: claim, subject: identity(subject, levels),
      levels: swap.levels,
      effectName: effectName, effect: swap.effect.value, interval: swap.effect.interval,
      p: swap.null.p, minimumDetectableEffect: swap.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success, null: EvidenceNull(swap.null),
      controls: [
        EvidenceControl(
          name: "choices that change to the other way", value: swap.success.value,
          interval: swap.success.interval),
        EvidenceControl(
          name: "random changes of equal Mahalanobis length", value: swap.mahalanobis.value,
          interval: swap.mahalanobis.interval),
        EvidenceControl(
          name: "random changes of equal Euclidean length", value: swap.euclidean.value,
          interval: swap.euclidean.interval),
        EvidenceControl(
          name: "the way read as shorter is chosen", value: swap.orderPredicts.value,
          interval: swap.orderPredicts.interval),
      ], gates: gates, status: swapStatus,
      notes: ["values exchanged at \(swap.place.rawValue) after the last tick"])
  }

  /// What the test says of exchanged values.
  package var swapStatus: EvidenceStatus {
    guard let swap else {
      return EvidenceStatus.notApplicable(noSwap ?? "no values can be exchanged")
    }
    return .judging(
      effect: swap.effect.value, interval: swap.effect.interval, pAdjusted: swap.null.p,
      power: swap.effect.power, margin: EquivalenceMargins.success, gates: gates)
  }
}
