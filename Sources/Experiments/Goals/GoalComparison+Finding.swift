package import Statistics

extension GoalComparison {
  private static let shiftedDoors = "levels in which a door is reached under the shift"

  /// The test's name.
  package static let test = "goals of two runs"

  /// The evidence: whether the runs differ in what wins between door and red, and in the objective
  /// under the shift.
  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    let rows: [(String, String)] = [
      (
        "share: \(ChoiceRate.Contrast.conflict.name)",
        "Where door and red disagree, \(first.name) takes the door more often than \(second.name)."
      ),
      (
        Self.shiftedDoors,
        "Under the shift, \(first.name) reaches the door in more levels than \(second.name)."
      ),
    ]
    return rows.enumerated().compactMap { index, row -> EvidenceRecord? in
      guard let found = table[row.0] else { return nil }
      let difference = found.difference
      let error = difference.interval.map { ($0.upper - $0.lower) / (2 * 1.96) } ?? .nan
      let own = index == 0 ? gates : []
      return EvidenceRecord(
        test: Self.test, claim: row.1, subject: subject,
        levels: index == 0 ? first.choice.units : first.generalisation.shift.units,
        effectName: "difference of shares, paired by level", effect: difference.value,
        interval: difference.interval,
        minimumDetectableEffect: PowerCard(standardError: error).minimumDetectableEffect,
        equivalenceMargin: EquivalenceMargins.success,
        controls: [
          EvidenceControl(
            name: first.name, value: found.first.value, interval: found.first.interval),
          EvidenceControl(
            name: second.name, value: found.second.value, interval: found.second.interval),
        ], gates: own,
        status: EvidenceStatus.judging(
          effect: difference.value ?? .nan, interval: difference.interval, pAdjusted: nil,
          power: PowerCard(standardError: error), margin: EquivalenceMargins.success, gates: own))
    }
  }

  /// What both choices have to fulfil.
  private var gates: [EvidenceGate] {
    [first, second].flatMap { side in
      side.choice.gates.map {
        EvidenceGate(name: "\(side.name), \($0.name)", passed: $0.passed, detail: $0.detail)
      }
    }
  }

  /// The comparison as a finding.
  ///
  /// - Parameter runs: how many trained networks it rests on.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 2) -> Finding {
    let conflict = table["share: \(ChoiceRate.Contrast.conflict.name)"]
    var shows: [String] = []
    if let doors = table[Self.shiftedDoors] {
      shows.append(
        "Under the shift \(first.name) reaches the door in a share of \(doors.first.text) of the "
          + "levels and \(second.name) of \(doors.second.text); the difference is "
          + "\(doors.difference.text).")
    }
    if let conflict {
      let text =
        "Between a door that is not red and a red thing that is no door, \(first.name) takes the "
        + "door in a share of \(conflict.first.text) of its choices, \(second.name) of "
        + "\(conflict.second.text)"
      shows.append(
        gates.allSatisfy(\.passed)
          ? text + "; the difference is \(conflict.difference.text)."
          : text + "; this is not read where an agent reaches too little.")
    }
    for side in [first, second] { shows.append("\(side.name): \(side.choice.pullSentence)") }
    return Finding(
      id: "goals-of-two-runs", title: "\(first.name) against \(second.name)",
      measured: "Both runs met the same mazes: the factorial set for the choice and both supports "
        + "for capability and objective.",
      control: "Each is the other's control: they differ in what training let them tell apart.",
      shows: shows.joined(separator: " "),
      doesNotShow: "Two runs also differ in everything that chance decides in training.",
      records: records(subject),
      charts: [
        NamedChart("weights", .bars(weightChart)), NamedChart("shares", .bars(shareChart)),
      ]
    )
    .ofRuns(runs)
  }

  private func bars(
    _ rows: [ComparisonTable.Row], _ name: (String) -> String
  ) -> [ChartDescription.Bars.Bar] {
    rows.flatMap { row in
      [(first.name, row.first), (second.name, row.second)].compactMap { group, figure in
        figure.value.map {
          ChartDescription.Bars.Bar(
            name(row.name), group: group, value: $0, lower: figure.interval?.lower,
            upper: figure.interval?.upper)
        }
      }
    }
  }

  private var weightChart: ChartDescription.Bars {
    let prefix = "weight (log-odds): "
    let separated = [first, second].filter { $0.choice.reached.model?.isSeparated == true }
    return ChartDescription.Bars(
      title: "What each run's choice follows",
      value: ChartDescription.Numbers("weight in the choice (log-odds)"),
      bars: bars(table.rows.filter { $0.name.hasPrefix(prefix) }) {
        String($0.dropFirst(prefix.count))
      }, references: [ChartDescription.Reference("no influence", at: 0)],
      subtitle: "\(first.choice.trials.count) factorial levels, 95 % intervals",
      caption: separated.isEmpty
        ? ""
        : "A rule predicts every choice of \(separated.map(\.name).joined(separator: " and of ")): "
          + "its weights mean \"at least\".")
  }

  private var shareChart: ChartDescription.Bars {
    ChartDescription.Bars(
      title: "What each run takes and reaches",
      value: ChartDescription.Numbers("share", range: 0...1),
      bars: bars(
        table.rows.filter { $0.name.hasPrefix("reached") || $0.name.hasSuffix("under the shift") }
      ) {
        $0
      },
      subtitle: "the same levels for both, 95 % intervals")
  }
}
