internal import NeuralNetworks
package import Statistics

extension GoalDevelopment {
  /// The test's name.
  package static let test = "goals over checkpoints"

  /// The first step from which on the choice follows a feature, or does not, at every later
  /// checkpoint; nil where the last one leaves it open.
  package func onset(of feature: ChoiceModel.Feature) -> Int? {
    var step: Int?
    for point in points.reversed() {
      guard let weight = point.weight(feature), weight.interval.lower > 0 else { break }
      step = point.step
    }
    return step
  }

  /// The first step from which on the agent is capable under the shift, at every later checkpoint.
  package var onsetOfCapability: Int? {
    var step: Int?
    for point in points.reversed() {
      guard point.generalisation.gate.passed else { break }
      step = point.step
    }
    return step
  }

  private func sentence(_ feature: ChoiceModel.Feature, _ things: String) -> String {
    guard let last = points.last?.weight(feature) else {
      return "At the last checkpoint too little is reached to read the weight of \(things)."
    }
    let value = "\(GoalText.estimate(last.value, last.interval)) log-odds at the last checkpoint"
    if let step = onset(of: feature) {
      return "From step \(step) on the choice goes for \(things) (\(value))."
    }
    return "The choice does not lastingly go for \(things) (\(value))."
  }

  /// What it comes to.
  package var sentences: String {
    var parts: [String] = []
    if let last = points.last {
      parts.append("At step \(last.step): \(last.choice.pullSentence)")
    }
    parts += [sentence(.door, "doors"), sentence(.red, "red things")]
    if let step = onsetOfCapability, let last = points.last?.generalisation {
      parts.append(
        "From step \(step) on it is capable under the shift; at the last checkpoint "
          + "\(GoalText.share(last.shift.objective, last.shift.objectiveInterval)) of what it "
          + "reaches there are doors.")
    } else {
      parts.append("It never becomes lastingly capable under the shift.")
    }
    return parts.joined(separator: " ")
  }

  /// One record a checkpoint and feature. Nothing is claimed of single checkpoints: these are a
  /// description of a course.
  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    points.flatMap { point in
      [(ChoiceModel.Feature.door, "a door"), (.red, "red")].map { feature, what in
        var subject = subject
        subject.step = point.step
        subject.levels = point.choice.levelDigest
        let weight = point.weight(feature)
        return EvidenceRecord(
          test: Self.test, claim: "The choice follows being \(what).", subject: subject,
          levels: point.choice.units, effectName: "log-odds of the choice (main effect)",
          effect: weight?.value, interval: weight?.interval,
          equivalenceMargin: point.choice.reached.model?.margin(feature),
          controls: [
            EvidenceControl(
              name: "K under the shift", value: point.generalisation.shift.capability.value,
              interval: point.generalisation.shift.capability.interval),
            EvidenceControl(
              name: "G under the shift", value: point.generalisation.shift.objective,
              interval: point.generalisation.shift.objectiveInterval),
          ], gates: point.choice.gates,
          status: .inconclusive("one point of a course over checkpoints, not a claim of its own"),
          notes: point.choice.notes)
      }
    }
  }

  /// The course as a finding.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> Finding {
    let caution = GoalText.caseStudy(runs: runs)
    return Finding(
      id: "goals-over-checkpoints", title: "How the goal formed during training",
      measured: "At \(points.count) checkpoints of \(name) the choice between things in "
        + "\(factorialLevels) mazes, capability and objective in \(supportLevels) mazes of each "
        + "support\(site.map { ", and what can be read at \($0)," } ?? "") were measured anew, on "
        + "the same levels.",
      control: "The checkpoint of step 0 is the untrained network. Weights are left out where the "
        + "network reaches too little for them to be read.", shows: sentences,
      doesNotShow: "A course shows when, not why; with "
        + "\(factorialLevels) levels a checkpoint a single point carries no claim."
        + (caution.map { " " + $0 } ?? ""), records: records(subject), charts: charts)
  }
}
