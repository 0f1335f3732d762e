package import LinearAlgebra
package import Statistics

extension ComputeScaling {
  static let refusal = RefusedTest(
    id: "t7-compute-scaling", title: "Do farther decisions need more ticks? (T7)", test: test,
    claim: claim, effectName: effectName)
  private static let claim =
    "Decisions farther through the maze need more ticks, more than in untrained networks."
  private static let effectName =
    "partial rank correlation of the ticks needed with the steps to the goal, given the distance "
    + "without walls, minus untrained"

  /// The test, or why it was not applied.
  package static func finding(
    _ subject: StudySubject, on levels: LevelSet, settings: SearchSettings, random: RandomStream
  ) throws -> Finding {
    if let reason = obstacle(subject, on: levels, settings: settings) {
      return refusal.finding(subject, levels: levels, reason: reason)
    }
    return try ComputeScaling(subject, on: levels, settings: settings, random: random)
      .finding(subject, levels: levels)
  }

  /// The record, the paragraph and the charts.
  package func finding(_ subject: StudySubject, levels: LevelSet) -> Finding {
    Finding(
      id: Self.refusal.id, title: Self.refusal.title, measured: measured, control: control,
      shows: shows, doesNotShow: doesNotShow, records: [record(subject, levels: levels)],
      charts: charts())
  }

  package func record(_ subject: StudySubject, levels: LevelSet) -> EvidenceRecord {
    var identity = subject.identity
    identity.levels = levels.digest
    var controls = [
      correlation.map {
        EvidenceControl(name: "this network", value: $0.value, interval: $0.interval)
      },
      untrainedCorrelation.map {
        EvidenceControl(
          name: "\(untrained.count) untrained networks together", value: $0.value,
          interval: $0.interval)
      },
      EvidenceControl(
        name: "ticks that a further step costs", value: slope.value, interval: slope.interval),
    ].compactMap { $0 }
    controls.append(
      EvidenceControl(
        name: "far starts: solved at the last tick minus with the state of the first tick kept",
        value: farGain.value, interval: farGain.interval))
    if let rise = halfway.slope {
      controls.append(
        EvidenceControl(
          name: "slope of T50 on distance", value: rise.value, interval: rise.interval))
    }
    controls.append(
      EvidenceControl(
        name: "b3 of the logistic fit, standardised", value: interaction.value,
        interval: interaction.interval))
    var notes = [
      "ticks run: \(trained.ticks.map(String.init).joined(separator: ", "))",
      "claimed up to tick \(last) only",
      "\(solved) of \(starts.count) starts solved at tick \(last), \(thinking) of them not after "
        + "the first",
    ]
    if correlation == nil { notes.append("too few starts need more than one tick to correlate") }
    if untrainedCorrelation == nil {
      notes.append("too few starts of untrained networks need more than one tick to compare with")
    }
    if let overthinking {
      notes.append(
        "after \(2 * last) ticks the share of solved starts is "
          + "\(Wording.signed(overthinking.value)) against tick \(last); no claim rests on that")
    }
    return EvidenceRecord(
      test: Self.test, claim: Self.claim, subject: identity, levels: starts.units,
      effectName: Self.effectName, effect: effect.value, interval: effect.interval, p: null.p,
      minimumDetectableEffect: effect.power.minimumDetectableEffect,
      equivalenceMargin: Self.margin, null: EvidenceNull(null), controls: controls, gates: gates,
      status: status, notes: notes)
  }

  private var measured: String {
    "At \(starts.count) starts of \(starts.units) levels, \(starts.distance.min() ?? 0) to "
      + "\(starts.distance.max() ?? 0) steps from the goal, the network was stopped after 1 to "
      + "\(last) ticks. A decision counts as solved when it begins a shortest way. \(solved) starts "
      + "are solved at tick \(last), \(thinking) of them not after the first."
      + (correlation.map {
        " The ticks that these needed and their steps to the goal have the rank correlation "
          + "\(Wording.signed($0)), the distance without walls being equal; a further step costs "
          + "\(Wording.signed(slope)) ticks."
      } ?? "")
  }

  private var control: String {
    var text =
      untrainedCorrelation.map {
        "In untrained networks of the same shape it is \(Wording.signed($0))."
      } ?? "Untrained networks of the same shape hardly decide anything by a later tick."
    text +=
      " With the state of the first tick kept, starts beyond the median distance are solved "
      + "\(Wording.signed(farGain)) less often than at tick \(last)."
    if let rise = halfway.slope {
      text +=
        " The tick at which decisions are half-way between guessing and their final accuracy "
        + "rises by \(Wording.signed(rise)) a step."
    }
    return text
  }

  private var shows: String {
    let size = Wording.signed(effect)
    switch status {
    case .supports:
      return
        "Farther decisions need more ticks (\(size) against untrained networks): what decides is "
        + "computed step by step along the free squares."
    case .contradicts where correlation == nil:
      return "No later tick decides what the first does not: whatever decides is there at once."
    case .contradicts:
      return
        "Farther decisions need no more ticks (\(size) against untrained networks): whatever "
        + "decides is there at once, or not computed along the free squares."
    case .inconclusive:
      return "Against untrained networks the correlation is \(size)\(status.decidesNothing)."
    }
  }

  private var doesNotShow: String {
    "It does not show what is computed in those ticks; a table that is revealed one distance a "
      + "tick looks the same. What happens beyond tick \(last) is drawn and not claimed."
  }
}
