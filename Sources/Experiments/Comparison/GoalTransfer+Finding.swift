internal import LinearAlgebra
internal import Probing
internal import Statistics

extension GoalTransfer {
  /// What one pair says.
  func status(_ first: Int, _ second: Int) -> EvidenceStatus {
    let gates = [first, second].map { set in
      EvidenceGate(
        name: "squares without things move what '\(codes.codes[set].name)' is read by",
        passed: isReached(set),
        detail: "mapped onto itself it keeps "
          + "\(GoalText.estimate(itself[set].share.value, itself[set].share.interval)) of a probe that explains "
          + "\(GoalText.number(own(set))), of at least \(GoalText.number(Self.leastReached)) of "
          + GoalText.number(Self.leastRead))
    }
    if let void = EvidenceStatus.void(gates) { return void }
    guard let entry = share?.entry(first, second), let interval = entry.interval else {
      return .inconclusive("the share has no interval")
    }
    if interval.upper < Self.leastShare { return .contradicts }
    if interval.lower > Self.leastShare, interval.lower > max(0, untrainedFloor),
      (entry.floor?.p ?? 1) <= 0.05
    {
      return .supports
    }
    return .inconclusive("no more than between trained and untrained networks, or in random orders")
  }

  /// Group by group, then pair by pair.
  package func finding() -> Finding {
    let trained = codes.codes.indices.filter { !codes.codes[$0].isUntrained }
    let reached = trained.filter { isReached($0) }
    return comparison.cautious(
      Finding(
        id: "compare-\(codes.place.id)transfer-\(concept.rawValue)",
        title: "Does a run's probe for \(concept.name) read other runs? (\(codes.place.title))",
        measured:
          "A ridge probe for \(concept.name) was fitted on each run's codes of things. Another "
          + "run's codes were laid onto these by ridge regression on \(codes.neutralLevel.count) squares "
          + "without things of \(codes.neutralLevels.count) mazes as in training, and read by the same "
          + "probe on levels that neither was fitted on. 1 is as much as the other's own probe reads.",
        control:
          "The diagonal says how much of its own probe a run keeps when it is mapped onto itself: "
          + "squares without things move what is read in \(reached.count) of \(trained.count) runs. The "
          + "floor puts the mazes of the squares in a random order"
          + (share == nil
            ? "." : "; untrained networks come to \(GoalText.number(untrainedFloor)) at most."),
        shows: share == nil
          ? "Nothing: in no run do squares without things move what is read there, so that no map made "
            + "of them could carry it."
          : comparison.groups.map { sentence($0) }.filter { !$0.isEmpty }.joined(separator: " "),
        doesNotShow:
          "A probe that does not carry over may still read a concept that both have: squares "
          + "without things need not show how two networks correspond.",
        records: comparison.groups.map { record($0) }
          + trained.flatMap { first in
            trained.filter { share != nil && $0 != first }.map { record(first, $0) }
          }, charts: share == nil ? [] : [chart]))
  }

  private func sentence(_ group: RunGroup) -> String {
    let own = sets(group)
    guard own.count > 1 else { return "" }
    let found = self.group(group)
    return "In '\(group.label)' another run's probe reads "
      + "\(GoalText.estimate(found.within.value, found.within.interval)) of what the own one does, that of "
      + "an untrained network \(GoalText.number(found.floor)); mapped onto themselves the runs keep "
      + "\(GoalText.number(Sample.mean(own.map { itself[$0].share.value })))."
  }

  private func record(_ group: RunGroup) -> EvidenceRecord {
    let own = sets(group)
    let found = self.group(group)
    let reached = own.filter { isReached($0) }
    let power = PowerCard(found.above.interval)
    let gates = [
      EvidenceGate(
        name: "runs", passed: own.count >= RunMean.fewest,
        detail: "\(own.count) of at least \(RunMean.fewest)"),
      EvidenceGate(
        name: "squares without things move what is read",
        passed: !own.isEmpty && 2 * reached.count > own.count,
        detail: "in \(reached.count) of \(own.count) runs, and in more than half they have to"),
    ]
    return EvidenceRecord(
      test: Self.test,
      claim:
        "Over runs of '\(group.label)', a run's probe for \(concept.name) reads other runs better "
        + "than probes of untrained networks do.", subject: comparison.subject,
      levels: codes.levels.count,
      effectName:
        "share of the own probe's explained variance, beyond that with untrained networks and nothing",
      effect: found.above.value, interval: found.above.interval,
      minimumDetectableEffect: power.minimumDetectableEffect, equivalenceMargin: Self.leastShare,
      controls: [
        EvidenceControl(
          name: "between runs", value: found.within.value, interval: found.within.interval),
        EvidenceControl(name: "with untrained networks", value: found.floor),
        EvidenceControl(
          name: "onto themselves",
          value: own.isEmpty ? nil : Sample.mean(own.map { itself[$0].share.value })),
      ], gates: gates,
      status: .judging(
        effect: found.above.value, interval: found.above.interval, pAdjusted: nil, power: power,
        margin: Self.leastShare, gates: gates), notes: comparison.notes(group))
  }

  private func record(_ first: Int, _ second: Int) -> EvidenceRecord {
    let entry = share?.entry(first, second)
    return EvidenceRecord(
      test: Self.test,
      claim: "The probe for \(concept.name) of \(codes.codes[first].name) reads "
        + "\(codes.codes[second].name).", subject: comparison.subject, levels: codes.levels.count,
      effectName: "share of the own probe's explained variance", effect: entry?.value,
      interval: entry?.interval, p: entry?.floor?.p,
      controls: [
        EvidenceControl(name: "own probe's explained variance", value: own(second)),
        EvidenceControl(name: "squares in a random order", value: entry?.floor?.mean),
        EvidenceControl(name: "untrained networks, at most", value: untrainedFloor),
      ], status: status(first, second), notes: (entry?.notes ?? []).map(\.description))
  }
}
