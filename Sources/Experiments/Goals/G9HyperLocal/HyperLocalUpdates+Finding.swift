internal import NeuralNetworks
package import Statistics

extension HyperLocalUpdates {
  package static let test = "G9 small updates"

  private func share(_ estimate: BootstrapEstimate) -> String {
    GoalText.estimate(estimate.value, estimate.interval, digits: 3)
  }

  private func mean(_ kind: Kind, _ value: (Update) -> Double) -> Double {
    Sample.mean(updates[kind.rawValue].map(value).filter(\.isFinite))
  }

  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    var subject = subject
    subject.levels = levelDigest
    subject.site = place.sites[0].name
    subject.tick = place.sites[0].tick
    func record(
      _ claim: String, _ effectName: String, _ effect: BootstrapEstimate, margin: Double,
      _ value: @escaping (Update) -> Double
    ) -> EvidenceRecord {
      return EvidenceRecord(
        test: Self.test, claim: claim, subject: subject, levels: probes, effectName: effectName,
        effect: effect.value, interval: effect.interval,
        minimumDetectableEffect: effect.power.minimumDetectableEffect, equivalenceMargin: margin,
        controls: Kind.allCases.map {
          EvidenceControl(name: $0.name, value: mean($0, value))
        }, gates: gates,
        status: .judgingBeyondMargin(
          effect: effect.value, interval: effect.interval, pAdjusted: nil, power: effect.power,
          margin: margin, gates: gates))
    }
    return [
      record(
        "Telling base and proxy apart would turn what is made of the codes more than other steps.",
        "share of the change through what is made of the codes, minus that where they agree",
        pointer, margin: Self.margin
      ) { $0.pointer },
      record(
        "It would turn it towards doors.",
        "doors' part in that change, minus that where the wanted thing is drawn", turnBeyondDrawn,
        margin: 0
      ) { $0.doorAfter },
      record(
        "It would change the codes beside the directions of the two concepts.",
        "share outside of their span, minus that where they agree", outside,
        margin: Self.margin
      ) { 1 - $0.inside },
      record(
        "The change of the codes lies in the span of the two concepts.",
        "share inside of the span, minus that inside of a drawn one", insideBeyondDrawn,
        margin: Self.margin
      ) { $0.inside - $0.insideDrawn },
    ]
  }

  private var sentence: String {
    let figures =
      "Through what is made of the codes go \(GoalText.percent(mean(.conflict, \.pointer))) of the "
      + "change of choices, where base and proxy agree \(GoalText.percent(mean(.agreement, \.pointer))) "
      + "(difference \(share(pointer))). That part makes doors likelier by "
      + "\(GoalText.number(mean(.conflict, \.doorAfter))) and red things by "
      + "\(GoalText.number(mean(.conflict, \.redAfter))) of the whole change's length, where they agree by "
      + "\(GoalText.number(mean(.agreement, \.doorAfter))) and "
      + "\(GoalText.number(mean(.agreement, \.redAfter))); where the wanted thing is drawn doors by "
      + "\(GoalText.number(mean(.drawn, \.doorAfter))) (difference \(share(turnBeyondDrawn))). Of the change of the codes "
      + "\(GoalText.percent(mean(.conflict, \.inside))) lies in the span of the two concepts, against "
      + "\(GoalText.percent(mean(.agreement, \.inside))) there and "
      + "\(GoalText.percent(mean(.conflict, \.insideDrawn))) in a drawn span."
    switch outcome {
    case .refine:
      return
        "Such a step would change what is known, within the concepts that there are. \(figures)"
    case .repoint:
      return "Such a step would change what is made of the codes, towards doors. \(figures)"
    case .newConcept:
      return "Such a step would write something beside both concepts. \(figures)"
    case .mixed(let parts):
      return "Such a step would do several things: \(parts.joined(separator: ", ")). \(figures)"
    case .inconclusive(let why): return "Inconclusive: \(why). \(figures)"
    }
  }

  /// The test as a finding.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> Finding {
    let left = Sample.median((updates[0] + updates[1]).map(\.remainder).filter(\.isFinite))
    return Finding(
      id: "g9-small-updates", title: "Where one step against the proxy would go",
      measured:
        "On \(updates[0].count) batches of \(levelsABatch) mazes in which a door that is not red "
        + "is to be preferred to a red thing, one small step of gradient descent was taken each, and "
        + "what it does to choices in \(probes) other mazes was split at \(place.description): through "
        + "the codes of things, and through what is made of them. The parts leave "
        + "\(GoalText.percent(left)) over.",
      control:
        "The same on \(updates[1].count) batches in which the door is red and the other thing is "
        + "neither, and on \(updates[2].count) in which the wanted thing is drawn.",
      shows: sentence,
      doesNotShow:
        "One step from here, not what training did or would come to; the shares hang on how "
        + "scale is shared between layers, so that only their difference between batches means anything.",
      records: records(subject),
      charts: [NamedChart("where-steps-go", .bars(chart))]
    ).ofRuns(runs)
  }

  private var chart: ChartDescription.Bars {
    let rows: [(String, (Update) -> Double)] = [
      ("through what is made of codes", \.pointer), ("inside the concepts' span", \.inside),
      ("inside a drawn span", \.insideDrawn),
    ]
    return ChartDescription.Bars(
      title: "Where one step of training would go",
      value: ChartDescription.Numbers("share", range: 0...1),
      bars: rows.flatMap { name, value in
        Kind.allCases.compactMap { kind in
          let values = updates[kind.rawValue].map(value).filter(\.isFinite).sorted()
          guard values.count > 1 else { return nil }
          return ChartDescription.Bars.Bar(
            name, group: kind.name, value: Sample.mean(values),
            lower: Sample.quantile(0.05, ofSorted: values),
            upper: Sample.quantile(0.95, ofSorted: values))
        }
      }, subtitle: "\(place.description); bars are means, whiskers hold nine batches of ten")
  }
}
