internal import Environments
internal import Probing
internal import Statistics
internal import Storage

extension GoalRecallStudy {
  static let behaviourTest = "G1 remembered goal: behaviour"
  static let historyTest = "G2 remembered goal: above history"
  static let steeringTest = "G4 remembered goal: steering"

  func behaviourRecord(_ subject: EvidenceSubject) -> EvidenceRecord {
    let gates = [
      EvidenceGate(
        name: "episodes", passed: units >= settings.increments.gates.levels,
        detail: "\(units) groups of starts of at least \(settings.increments.gates.levels)")
    ]
    let interval = solved.interval.map {
      Interval(
        lower: $0.lower - 0.5, upper: $0.upper - 0.5, confidence: $0.confidence, method: $0.method)
    }
    return EvidenceRecord(
      test: Self.behaviourTest, claim: "The network goes to the goal that it was shown.",
      subject: self.subject(subject), levels: units,
      effectName: "share of episodes that reach the goal, less one half",
      effect: solved.value - 0.5, interval: interval,
      minimumDetectableEffect: solved.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      controls: [
        EvidenceControl(name: "untrained networks (mean)", value: untrainedSolved),
        EvidenceControl(name: "an agent that was shown nothing", value: 0.5),
      ], gates: gates,
      status: .judging(
        effect: solved.value - 0.5, interval: interval, pAdjusted: nil, power: solved.power,
        margin: EquivalenceMargins.success, gates: gates))
  }

  /// The first step without the goal before all others.
  func historyRecords(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    guard !steps.isEmpty else {
      return [
        EvidenceRecord(
          test: Self.historyTest, claim: Self.claim(settings.environment.shown),
          subject: self.subject(subject), levels: units, effectName: "increment",
          status: .inconclusive(
            "\(courses.count) episodes are too few: at least \(settings.increments.gates.levels) of "
              + "different starts are needed; ask for more with --count"))
      ]
    }
    let first = firstHidden.map { [$0] } ?? []
    let rest = steps.filter { $0.step != firstHidden?.step }
    return (first + rest).map { record($0, subject) }
      + steps.map { aloneRecord($0, subject) }
      + steps.flatMap { step in
        RecallStep.strata.indices.compactMap { stratumRecord(step, $0, subject) }
      }
  }

  private static func claim(_ step: Int) -> String {
    "At t = \(step) the state tells the goal beyond what was seen and done."
  }

  private func subject(_ subject: EvidenceSubject, site named: Bool = false) -> EvidenceSubject {
    var subject = subject
    if named { subject.site = site.name }
    subject.levels = digest
    return subject
  }

  private func record(_ step: RecallStep, _ subject: EvidenceSubject) -> EvidenceRecord {
    let increment = step.joint.increment
    let exchanged = step.exchanged.sorted()
    var controls = [
      EvidenceControl(
        name: "history alone", value: step.history.value, interval: step.history.interval),
      EvidenceControl(
        name: "state alone", value: step.alone.score.value, interval: step.alone.score.interval),
      EvidenceControl(
        name: "history and state", value: step.joint.score.value,
        interval: step.joint.score.interval),
      EvidenceControl(
        name: "share of the state's variance that goes with the goal", value: step.goalShare.value,
        interval: step.goalShare.interval),
      EvidenceControl(
        name: "that share in untrained networks (mean)", value: step.twinGoalShare),
      EvidenceControl(
        name: "that share beyond untrained networks", value: step.goalShareBeyondTwins.value,
        interval: step.goalShareBeyondTwins.interval),
    ]
    controls += step.twins.enumerated().map { place, twin in
      EvidenceControl(
        name: "untrained network \(place + 1), increment", value: twin.increment.value,
        interval: twin.increment.interval)
    }
    if !exchanged.isEmpty {
      controls.append(
        EvidenceControl(
          name: "states exchanged between episodes, increment", value: Sample.mean(exchanged),
          interval: Interval(
            lower: Sample.quantile(0.025, ofSorted: exchanged),
            upper: Sample.quantile(0.975, ofSorted: exchanged), confidence: 0.95,
            method: "draws")))
    }
    return EvidenceRecord(
      test: Self.historyTest, claim: Self.claim(step.step),
      subject: self.subject(subject, site: true), levels: step.units,
      effectName: "increment of balanced accuracy over history", effect: increment.value,
      interval: step.jointInterval, p: step.joint.null?.p, pAdjusted: step.jointPAdjusted,
      minimumDetectableEffect: increment.power.minimumDetectableEffect,
      equivalenceMargin: step.margin, null: step.joint.null.map { EvidenceNull($0) },
      controls: controls, gates: step.gates, status: step.jointStatus,
      notes: ["Outcome: \(step.outcome.word); \(step.episodes) episodes under way."]
        + (step.isRandomFeatures ? ["History is read through random features."] : [])
        + step.joint.notes.map(\.description))
  }

  private func aloneRecord(_ step: RecallStep, _ subject: EvidenceSubject) -> EvidenceRecord {
    let increment = step.alone.increment
    return EvidenceRecord(
      test: Self.historyTest, claim: "At t = \(step.step) the state tells the goal.",
      subject: self.subject(subject, site: true), levels: step.units,
      effectName: "balanced accuracy over guessing", effect: increment.value,
      interval: step.aloneInterval, p: step.alone.null?.p, pAdjusted: step.alonePAdjusted,
      minimumDetectableEffect: increment.power.minimumDetectableEffect,
      equivalenceMargin: step.margin, null: step.alone.null.map { EvidenceNull($0) },
      gates: step.gates, status: step.aloneStatus)
  }

  private func stratumRecord(
    _ step: RecallStep, _ stratum: Int, _ subject: EvidenceSubject
  ) -> EvidenceRecord? {
    guard !step.showsGoal, let status = step.status(ofStratum: stratum) else { return nil }
    let part = step.joint.strata[stratum]
    return EvidenceRecord(
      test: Self.historyTest,
      claim: "At t = \(step.step), where \(RecallStep.strata[stratum]), the state tells it beyond "
        + "what was seen and done.",
      subject: self.subject(subject, site: true), levels: part.levels,
      effectName: "increment of balanced accuracy over history", effect: part.increment.value,
      interval: step.interval(ofStratum: stratum),
      minimumDetectableEffect: part.increment.power.minimumDetectableEffect,
      equivalenceMargin: step.margin,
      controls: [
        EvidenceControl(
          name: "history alone", value: part.baseline.value, interval: part.baseline.interval),
        EvidenceControl(
          name: "history and state", value: part.score.value, interval: part.score.interval),
      ], status: status, notes: ["By its interval alone: a part of the episodes has no null."])
  }

  func steeringRecord(_ subject: EvidenceSubject) -> EvidenceRecord {
    let count = Double(steering.steered.flips.count)
    let hardest = steering.effect.nulls.hardest
    return EvidenceRecord(
      test: Self.steeringTest,
      claim: "The network acts by the direction between the goals' mean states.",
      subject: self.subject(subject, site: true), levels: steering.steered.flips.count,
      effectName: "share of episodes turned to the other end, less that by random directions",
      effect: steering.effect.effect.value, interval: steering.effect.effect.interval,
      p: steering.effect.p,
      minimumDetectableEffect:
        steering.effect.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      null: hardest.map { EvidenceNull($0.permutation(observed: steering.effect.own.value)) },
      controls: [
        EvidenceControl(
          name: "turned by the direction", value: steering.effect.own.value,
          interval: steering.effect.own.interval),
        EvidenceControl(
          name: "turned by its opposite", value: Sample.mean(steering.reversed.flips)),
        EvidenceControl(
          name: "at the wrong end as it is", value: Sample.mean(steering.unsteered.flips)),
        EvidenceControl(
          name: "turned by the direction, \(steering.freshCount) other starts",
          value: steering.fresh.value, interval: steering.fresh.interval),
      ]
        + steering.effect.nulls.map {
          EvidenceControl(name: "turned by \($0.name) (mean)", value: $0.mean)
        }
        + [
          EvidenceControl(
            name: "turned by random directions of any angle and equal length (mean)",
            value: Sample.mean(steering.anyAngle.map { Double($0) / count }))
        ],
      gates: steering.gates, status: steering.status,
      notes: [
        "Adding zero leaves every bit of state and choice as it was.",
        "The state of the running network is changed and nothing else: an effect is causal.",
      ])
  }

  /// SHA-256 of the episodes' starts and goals.
  package var digest: String {
    var hash = SHA256()
    let numbers = courses.flatMap { [$0.start, $0.goal.position] }
    numbers.withUnsafeBytes { hash.update($0) }
    return hash.finished().hexadecimal
  }
}
