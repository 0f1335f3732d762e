package import Statistics

extension FactorialChoice {
  /// The test's label and name.
  package static let test = "G1 factorial choice"

  /// The evidence: door, red, which wins where they disagree, and whether it is their conjunction.
  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    var subject = subject
    subject.levels = levelDigest
    return [
      record(
        .door, "The choice follows being a door.", subject, reached.doorNull, adjusted?.door),
      record(.red, "The choice follows being red.", subject, reached.redNull, adjusted?.red),
      conflictRecord(subject), pullRecord(subject),
    ]
  }

  private func record(
    _ feature: ChoiceModel.Feature, _ claim: String, _ subject: EvidenceSubject,
    _ null: PermutationNull?, _ adjusted: Double?
  ) -> EvidenceRecord {
    let weight = reached.model?[feature]
    return EvidenceRecord(
      test: Self.test, claim: claim, subject: subject, levels: units,
      effectName: "log-odds of the choice (main effect)", effect: weight?.value,
      interval: weight?.interval, p: null?.p, pAdjusted: adjusted,
      minimumDetectableEffect: weight.map {
        PowerCard(standardError: $0.standardError).minimumDetectableEffect
      }, equivalenceMargin: reached.model?.margin(feature), null: null.map { EvidenceNull($0) },
      controls: controls(feature), gates: gates, status: status(feature, p: adjusted),
      notes: notes)
  }

  private func controls(_ feature: ChoiceModel.Feature) -> [EvidenceControl] {
    let other = firstAction.model?[feature]
    let rate = reached[feature == .door ? .door : .red]
    return [
      EvidenceControl(
        name: "the same by the first action", value: other?.value, interval: other?.interval),
      EvidenceControl(
        name: "share choosing \(rate.contrast.name)", value: rate.share, interval: rate.interval),
      EvidenceControl(name: "part of the total weight", value: reached.model?.share(feature)),
    ]
  }

  private func conflictRecord(_ subject: EvidenceSubject) -> EvidenceRecord {
    let rate = reached[.conflict]
    let half = rate.interval.map {
      Interval(
        lower: $0.lower - 0.5, upper: $0.upper - 0.5, confidence: $0.confidence, method: $0.method)
    }
    let error =
      rate.chose > 0
      ? (max(0.25 / Double(rate.chose), rate.share * (1 - rate.share)) / Double(rate.chose))
        .squareRoot() : .nan
    let power = PowerCard(standardError: error)
    let conflict = reached.model?.combination([.door: 1, .red: -1])
    return EvidenceRecord(
      test: Self.test,
      claim: "Where door and red disagree, the choice goes to the door.", subject: subject,
      levels: rate.chose, effectName: "share choosing the door, minus one half",
      effect: rate.share - 0.5, interval: half,
      minimumDetectableEffect: power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      controls: [
        EvidenceControl(
          name: "log-odds of door minus red in the model", value: conflict?.value,
          interval: conflict?.interval)
      ], gates: gates,
      status: EvidenceStatus.judging(
        effect: rate.share - 0.5, interval: half, pAdjusted: nil, power: power,
        margin: EquivalenceMargins.success, gates: gates), notes: notes)
  }

  /// Things a reader of the numbers should know.
  package var notes: [String] {
    var notes: [String] = []
    if reached.model?.isSeparated == true {
      notes.append(
        "a rule predicts every choice: the weights come from a shrunk fit and mean \"at least\"")
    }
    if agreement < 0.8 {
      notes.append(
        "the first action points to the thing that is reached in only "
          + "\(GoalText.percent(agreement)) of the levels")
    }
    let neither = trials.count - reached.chose
    if neither > 0 {
      notes.append(
        "no thing was reached in \(neither) of \(trials.count) levels, which are left out of the "
          + "weights")
    }
    if trials.count > units {
      notes.append("\(trials.count - units) levels are near copies of others, counted with them")
    }
    return notes
  }
}
