internal import Probing
package import Statistics

extension ConceptMap {
  /// The evidence at the last place: whether training put the concept there, and whether it is
  /// more than the observation. No place was selected, so none is picked for its score.
  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    guard let alone, let last = places.indices.last else { return [refused(subject)] }
    return [
      trained(alone, last, subject),
      beyond.map { increment($0, last, subject) } ?? noRoom(alone, last, subject),
    ]
  }

  private var location: String {
    question.place == .thing ? "At a thing's own square" : "At the agent's square"
  }

  private func at(_ place: ProbePlace, _ subject: EvidenceSubject) -> EvidenceSubject {
    var subject = subject
    subject.site = place.site
    subject.tick = place.tick
    subject.step = place.step ?? subject.step
    subject.labelDefinition = question.rawValue
    return subject
  }

  private func refused(_ subject: EvidenceSubject) -> EvidenceRecord {
    var subject = subject
    subject.labelDefinition = question.rawValue
    return EvidenceRecord(
      test: ConceptDecodability.test,
      claim: "\(location), training made it readable \(question.clause).", subject: subject,
      levels: 0, effectName: "macro-F1 above untrained networks",
      status: .inconclusive(refusal ?? "nothing was measured"))
  }

  private func trained(
    _ alone: ProbeReport, _ index: Int, _ subject: EvidenceSubject
  ) -> EvidenceRecord {
    let entry = alone.entries[index]
    let effect = entry.aboveUntrained
    let power = effect?.power ?? PowerCard(standardError: .nan)
    var controls = [
      EvidenceControl(
        name: "score of the activations", value: entry.result.score.value,
        interval: entry.result.score.interval),
      EvidenceControl(
        name: "score of the observation there", value: observation?.value,
        interval: observation?.interval),
      EvidenceControl(
        name: "class prior", value: alone.controls.classPrior.value,
        interval: alone.controls.classPrior.interval),
    ]
    for (number, untrained) in entry.untrained.enumerated() {
      controls.append(
        EvidenceControl(
          name: "untrained network \(number + 1)", value: untrained.score.value,
          interval: untrained.score.interval))
    }
    let status: EvidenceStatus =
      if let effect {
        EvidenceStatus.judging(
          effect: effect.value, interval: effect.interval, pAdjusted: entry.pAdjusted,
          power: power, margin: alone.margin, gates: alone.gates)
      } else {
        .inconclusive("no untrained network was probed beside it")
      }
    return EvidenceRecord(
      test: ConceptDecodability.test,
      claim: "\(location), training made it readable \(question.clause).",
      subject: at(entry.place, subject), levels: alone.reportLevels,
      effectName: "\(alone.metric.name) of the activations above the mean of untrained networks",
      effect: effect?.value, interval: effect?.interval, p: entry.p, pAdjusted: entry.pAdjusted,
      minimumDetectableEffect: power.minimumDetectableEffect, equivalenceMargin: alone.margin,
      null: entry.result.null.map { EvidenceNull($0) }, controls: controls, gates: alone.gates,
      status: status, notes: entry.result.notes.map(\.description))
  }

  private func increment(
    _ beyond: ProbeReport, _ index: Int, _ subject: EvidenceSubject
  ) -> EvidenceRecord {
    let place = beyond.entries[index].place
    let made = beyond.records(test: ConceptDecodability.test, subject: at(place, subject)) { _ in
      incrementClaim
    }
    var record = made[index]
    record.subject.labelDefinition = question.rawValue
    return record
  }

  private var incrementClaim: String {
    "\(location), the activations tell more than the observation about \(question.clause)"
      + (question.place == .agent ? ", where the kinds of things leave it open." : ".")
  }

  /// The record of a question that the observation answers by itself.
  private func noRoom(
    _ alone: ProbeReport, _ index: Int, _ subject: EvidenceSubject
  ) -> EvidenceRecord {
    EvidenceRecord(
      test: ConceptDecodability.test, claim: incrementClaim,
      subject: at(alone.entries[index].place, subject), levels: alone.reportLevels,
      effectName: "increment of \(alone.metric.name) over the observation",
      controls: [
        EvidenceControl(
          name: "observation only", value: observation?.value, interval: observation?.interval)
      ], gates: alone.gates,
      status: .inconclusive(noRoom ?? "nothing was measured"))
  }
}
