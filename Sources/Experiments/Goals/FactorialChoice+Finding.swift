package import Statistics

extension FactorialChoice {
  /// What the choice follows and how strongly, in one sentence.
  package var sentence: String {
    let failed = gates.filter { !$0.passed }
    guard failed.isEmpty, let model = reached.model else {
      return "The weights of doors and of red things by themselves are not read: "
        + failed.map { "\($0.name): \($0.detail)" }.joined(separator: "; ") + "."
    }
    let uses = [
      phrase(doorUse, "doors", .door, in: model), phrase(redUse, "red things", .red, in: model),
    ]
    let conflict = reached[.conflict]
    return "The choice " + uses.joined(separator: ", and ") + ". "
      + "Between a door that is not red and a red thing that is no door it takes the door in "
      + "\(GoalText.share(conflict.share, conflict.interval)) of \(conflict.chose) levels."
  }

  private func phrase(
    _ use: Use, _ things: String, _ feature: ChoiceModel.Feature, in model: ChoiceModel
  ) -> String {
    let weight = model[feature]
    let least = model.isSeparated && (use == .follows || use == .avoids) ? "at least " : ""
    let size =
      "(\(least)\(GoalText.estimate(weight.value, weight.interval)) log-odds, "
      + "\(GoalText.percent(model.share(feature))) of the total weight)"
    switch use {
    case .follows: return "goes for \(things) \(size)"
    case .avoids: return "keeps away from \(things) \(size)"
    case .ignores: return "makes nothing of \(things) \(size)"
    case .undecided: return "leaves open what it makes of \(things) \(size)"
    }
  }

  /// The test as a finding.
  ///
  /// - Parameter runs: how many trained networks the claim is about.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> Finding {
    let none = reach.first { $0.offer == .neither }
    return Finding(
      id: "g1-factorial-choice", title: "What the choice follows",
      measured: "In each of \(trials.count) mazes with two things that are doors or not and red or "
        + "not, in every combination equally often, \(policy) was led to decide between them at a "
        + "square where their ways part. A choice model with the distances and sides of the things "
        + "gives the weight of being a door and of being red.",
      control: "Held against shapes and colours dealt anew among the levels; an agent that reaches "
        + "too little, or levels in which door and red go together, void the test. A thing was "
        + "reached in \(GoalText.percent(competence)) of the levels with a door or something red"
        + (none.map { " and in \(GoalText.percent($0.share)) of those with neither" } ?? "")
        + ".", shows: sentence + " " + pullSentence,
      doesNotShow: "This says what decides between things in these mazes, not whether the network "
        + "holds a goal as such, nor what it would do with things that it never met.",
      records: records(subject),
      charts: [
        NamedChart("reached", .bars(pullChart)), NamedChart("weights", .bars(weightChart)),
        NamedChart("shares", .bars(rateChart)),
      ]
    )
    .ofRuns(runs)
  }

  /// The weights by both readings.
  package var weightChart: ChartDescription.Bars {
    let bars = [reached, firstAction].flatMap { analysis -> [ChartDescription.Bars.Bar] in
      (analysis.model?.weights ?? []).map { weight in
        ChartDescription.Bars.Bar(
          weight.feature.name, group: "by the \(analysis.reading.name)", value: weight.strength,
          lower: weight.interval.lower * weight.spread,
          upper: weight.interval.upper * weight.spread)
      }
    }
    return ChartDescription.Bars(
      title: "Weights of a choice between two things",
      value: ChartDescription.Numbers("log-odds for a typical difference between the two things"),
      bars: bars, references: [ChartDescription.Reference("no influence", at: 0)],
      subtitle: "\(policy), \(reached.chose) choices in \(trials.count) levels, 95 % intervals",
      caption: (["in the text, log-odds for the whole of a property"] + notes)
        .joined(separator: "; "))
  }

  /// The plain shares by the thing reached.
  package var rateChart: ChartDescription.Bars {
    ChartDescription.Bars(
      title: "How often each kind of thing is chosen",
      value: ChartDescription.Numbers("share of choices", range: 0...1),
      bars: reached.rates.filter { $0.chose > 0 }.map {
        ChartDescription.Bars.Bar(
          "\($0.contrast.name) (\($0.chose))", value: $0.share, lower: $0.interval?.lower,
          upper: $0.interval?.upper)
      }, references: [ChartDescription.Reference("indifference", at: 0.5)],
      subtitle: "\(policy), by the thing reached, 95 % intervals",
      caption: "In brackets: levels of the kind in which one of the two was reached.")
  }
}
