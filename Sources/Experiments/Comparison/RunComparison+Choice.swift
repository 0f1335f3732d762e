internal import LinearAlgebra
internal import Statistics

extension RunComparison {
  package static let choiceTest = "G1 over runs"

  /// Door, red and red doors as such, group by group.
  var choiceFinding: Finding {
    Finding(
      id: "compare-choice", title: "What the choices of each run follow",
      measured:
        "All runs met the same \(levels.factorial.count) mazes with two things, door or not "
        + "crossed with red or not. An effect says how much likelier a thing is to be reached where it "
        + "alone has the property than where the other alone has it, all else the same (-1 to 1); it "
        + "is defined where every choice follows a rule, and where some are for neither thing. Beside "
        + "it stand the weights of the choice in log-odds.",
      control: "Over runs the null is that each could as well have come out with the other sign. "
        + "Intervals of means are over runs, with what the levels add.",
      shows: groups.map { sentence($0) }.joined(separator: " "),
      doesNotShow: "What is reached is behaviour, in these mazes and among these things.",
      records: groups.flatMap { choiceRecords($0) },
      charts: [
        NamedChart("weights", .forest(weightForest)),
        NamedChart(
          "effects",
          .forest(
            forest(
              "How much likelier a thing is reached for what it is", [.door, .red, .doorAndRed],
              axis: "effect (-1 to 1)"))),
        NamedChart(
          "reached",
          .forest(
            forest(
              "What is reached beside a thing that is neither door nor red",
              [.redDoor, .plainDoor, .redOther, .plainOther], axis: "share of levels"))),
      ])
  }

  private func sentence(_ group: RunGroup) -> String {
    let names: [(RunQuantity, String)] = [
      (.door, "for being a door"), (.red, "for being red"),
    ]
    let effects = names.map { quantity, words in
      let mean = mean(quantity, of: group)
      return "\(GoalText.estimate(mean.value, mean.interval)) likelier \(words)"
    }
    let pulls = [RunQuantity.redDoor, .plainDoor, .redOther].map { quantity in
      let mean = mean(quantity, of: group)
      return "a \(quantity.name) in \(GoalText.share(mean.value, mean.interval))"
    }
    return "'\(group.label)' (\(Wording.count(group.runs.count, "run"))): a thing is reached "
      + "\(Wording.list(effects)); beside a plain thing they reach \(Wording.list(pulls)) of the "
      + "levels."
  }

  private func choiceRecords(_ group: RunGroup) -> [EvidenceRecord] {
    var drawing = random.split("signs").split(group.label)
    let quantities: [(RunQuantity, String)] = [
      (.door, "the choice follows being a door"), (.red, "the choice follows being red"),
      (
        .conjunction,
        "red doors are gone for as such: more than doors, than red things, and than both add up to"
      ),
    ]
    let means = quantities.map { mean($0.0, of: group) }
    let nulls = means.map { $0.signNull(using: &drawing) }
    let adjusted = ChoiceNull.holm(nulls.map { $0?.p ?? 1 })
    return quantities.indices.map { index in
      let (quantity, words) = quantities[index]
      let mean = means[index]
      let gates = gates(group, mean)
      return EvidenceRecord(
        test: Self.choiceTest, claim: "Over runs of '\(group.label)', \(words).", subject: subject,
        levels: levels.factorial.count,
        effectName: quantity == .conjunction
          ? "share of levels in which a red door is reached, beyond what door and red explain"
          : "how much likelier a thing is reached for \(quantity.name)", effect: mean.value,
        interval: mean.interval, p: nulls[index]?.p,
        pAdjusted: nulls[index].map { _ in adjusted[index] },
        minimumDetectableEffect: mean.power.minimumDetectableEffect,
        equivalenceMargin: EquivalenceMargins.success, null: nulls[index].map { EvidenceNull($0) },
        controls: controls(quantity, group), gates: gates,
        status: .judging(
          effect: mean.value, interval: mean.interval,
          pAdjusted: nulls[index].map { _ in adjusted[index] }, power: mean.power,
          margin: EquivalenceMargins.success, gates: gates), notes: notes(group))
    }
  }

  private func controls(_ quantity: RunQuantity, _ group: RunGroup) -> [EvidenceControl] {
    var controls: [EvidenceControl] = []
    let features: [RunQuantity: ChoiceModel.Feature] = [.door: .door, .red: .red]
    if let feature = features[quantity], let weight = weight(feature, of: group) {
      controls.append(
        EvidenceControl(
          name: "mean weight in log-odds" + (weight.isBound ? ", at least" : "")
            + (weight.isRead ? "" : ", of runs that reach too little for it to be read"),
          value: weight.value, interval: weight.interval))
    }
    let beside: [RunQuantity] =
      quantity == .conjunction ? [.redDoor, .plainDoor, .redOther, .plainOther] : []
    controls += beside.map {
      let mean = mean($0, of: group)
      return EvidenceControl(name: $0.name, value: mean.value, interval: mean.interval)
    }
    return controls
      + group.runs.map {
        EvidenceControl(
          name: runs[$0].name, value: figures[$0][quantity].value,
          interval: figures[$0][quantity].interval)
      }
  }

  private static let weighed: [ChoiceModel.Feature] = [.door, .red, .doorAndRed]

  /// A run's weight of a feature; nil where no model was fitted.
  private func weight(
    _ feature: ChoiceModel.Feature, ofRun run: Int
  ) -> ChartDescription.Forest.Figure? {
    let own = measured[run]
    guard own.weights.indices.contains(feature.rawValue),
      let value = own.weights[feature.rawValue].value
    else { return nil }
    return .init(
      value, own.weights[feature.rawValue].interval, isBound: own.isSeparated,
      isRead: own.gates.allSatisfy(\.passed))
  }

  /// The mean weight over those runs whose weights may be read; where there are none, over all, which is
  /// then not read either.
  private func weight(
    _ feature: ChoiceModel.Feature, of group: RunGroup
  ) -> ChartDescription.Forest.Figure? {
    let all = group.runs.compactMap { weight(feature, ofRun: $0) }
    let read = all.filter(\.isRead)
    let counted = read.isEmpty ? all : read
    guard !counted.isEmpty else { return nil }
    let mean = RunMean(
      counted.map { BootstrapEstimate(value: $0.value, replicates: [], interval: nil) })
    return .init(
      mean.value, mean.interval, isBound: counted.contains(where: \.isBound),
      isRead: !read.isEmpty)
  }

  private var weightForest: ChartDescription.Forest {
    let hollow = measured.contains { !$0.gates.allSatisfy(\.passed) }
    let bounds = measured.contains(where: \.isSeparated)
    var caption: [String] = []
    if hollow {
      caption.append(
        "Hollow: a run that reaches too little for its weights to be read; it has no part in means."
      )
    }
    if bounds {
      caption.append(
        "Triangles: a rule predicts every choice, and the weight is at least as large.")
    }
    return ChartDescription.Forest(
      title: "Weights of each run's choice",
      panels: Self.weighed.map { .init($0.name, value: .init("weight (log-odds)")) },
      rows: rows(
        run: { run in Self.weighed.map { weight($0, ofRun: run) } },
        mean: { group in
          let figures = Self.weighed.map { weight($0, of: group) }
          return figures.contains { $0 != nil } ? figures : nil
        }),
      subtitle: "\(levels.factorial.count) factorial levels; runs: 95 % intervals over levels; "
        + "means: over runs", caption: caption.joined(separator: " "))
  }
}
