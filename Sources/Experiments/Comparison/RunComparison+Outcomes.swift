internal import LinearAlgebra
internal import Statistics

extension RunComparison {
  package static let outcomeTest = "outcomes over runs"

  /// One way to name what a run comes to.
  private struct Naming: Sendable {
    let id: String
    let title: String
    /// What the name says, after "runs": `go by`.
    let question: String
    let name: @Sendable (RunMeasurement) -> String
  }

  /// What is said where nothing can be.
  static let none = "inconclusive"

  private static let namings = [
    Naming(
      id: "use", title: "What the choice goes by inside (G4)",
      question: "what the choice goes by", name: { $0.concepts.map(used) ?? "left out" }),
    Naming(
      id: "concepts", title: "Which concepts there are and which decides (G3 and G4)",
      question: "which concept decides", name: { $0.concepts?.outcome ?? "left out" }),
    Naming(
      id: "separate", title: "Door and red: one concept or two (G3)",
      question: "what is known of doors and red things",
      name: { $0.concepts?.separateness ?? "left out" }),
    Naming(
      id: "shift", title: "What is gone for under the shift (G6)",
      question: "what is gone for under the shift", name: { $0.shiftOutcome }),
  ]

  /// What a choice goes by, whether or not the two concepts are told apart.
  private static func used(_ found: RunMeasurement.Concepts) -> String {
    switch (found.usesDoors, found.usesRed) {
    case (true?, true?): return "both"
    case (true?, false?): return "doors alone"
    case (false?, true?): return "red things alone"
    case (false?, false?): return "neither"
    default: return none
    }
  }

  /// The number of runs of each outcome, by group.
  package func counts(_ naming: String) -> [[String: Int]] {
    guard let naming = Self.namings.first(where: { $0.id == naming }) else { return [] }
    return groups.map { group in
      Dictionary(grouping: group.runs) { naming.name(measured[$0]) }.mapValues(\.count)
    }
  }

  var outcomeFinding: Finding {
    Finding(
      id: "compare-outcomes", title: "How many runs come to which outcome",
      measured:
        "Each run was called by what its own tests say: G4 (what the choice goes by, and which concept that "
        + "is), G3 (one concept or two) and G6 (objective under the shift), at the place where its codes of "
        + "things, exchanged, exchange its choice.",
      control: "A run of which nothing can be said counts as inconclusive and for no outcome.",
      shows: Self.namings.map { naming in
        naming.title + ": "
          + zip(groups, counts(naming.id)).map { group, found in
            "'\(group.label)' " + Wording.list(Self.ordered(found).map { "\($0.1) \($0.0)" })
          }.joined(separator: "; ") + "."
      }.joined(separator: " ") + reasons,
      doesNotShow: "The outcome of a run is that of its tests, each with errors of its own.",
      records: Self.namings.flatMap { naming in groups.map { record(naming, $0) } },
      charts: Self.namings.map { naming in NamedChart(naming.id, .heatmap(map(naming))) })
  }

  /// Why runs are inconclusive, the commonest reasons first.
  private var reasons: String {
    let all = measured.compactMap { $0.concepts == nil ? $0.leftOut : $0.concepts?.why }
    guard !all.isEmpty else { return "" }
    let counted = Dictionary(grouping: all) { $0 }.mapValues(\.count)
    return " G4 is inconclusive where "
      + Wording.list(Self.ordered(counted).prefix(4).map { "\($0.0) (\($0.1))" }) + "."
  }

  private static func ordered(_ counts: [String: Int]) -> [(String, Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  private func record(_ naming: Naming, _ group: RunGroup) -> EvidenceRecord {
    let found = Self.ordered(counts(naming.id)[groups.firstIndex { $0.label == group.label } ?? 0])
    let named = found.filter { $0.0 != Self.none && $0.0 != "left out" }
    let total = group.runs.count
    let (name, count) = named.first ?? (Self.none, 0)
    let interval = Proportion.wilson(successes: Double(count), trials: Double(total))
    let gates = [
      EvidenceGate(
        name: "runs", passed: total >= RunMean.fewest,
        detail: "\(total) of at least \(RunMean.fewest)"),
      EvidenceGate(
        name: "outcomes", passed: !named.isEmpty, detail: "no run has one that has a name"),
    ]
    let status: EvidenceStatus =
      if let void = EvidenceStatus.void(gates) {
        void
      } else if interval.lower > 0.5 {
        .supports
      } else if interval.upper < 0.5 {
        .contradicts
      } else {
        .inconclusive(
          "\(count) of \(total) runs leave open whether it is more than half of all there could be")
      }
    return EvidenceRecord(
      test: Self.outcomeTest,
      claim: "Most runs of '\(group.label)' come to '\(name)' (\(naming.question)).",
      subject: subject, levels: levels.factorial.count, effectName: "share of the runs",
      effect: Double(count) / Double(max(1, total)), interval: interval,
      controls: found.map {
        EvidenceControl(name: $0.0, value: Double($0.1) / Double(max(1, total)))
      }, gates: gates, status: status, notes: notes(group))
  }

  private func map(_ naming: Naming) -> ChartDescription.Heatmap {
    let counts = counts(naming.id)
    var names: [String] = []
    for found in counts {
      for (name, _) in Self.ordered(found) where !names.contains(name) { names.append(name) }
    }
    // What says nothing stands last.
    names = names.filter { $0 != Self.none } + names.filter { $0 == Self.none }
    var values = Matrix<Double>(rows: groups.count, columns: names.count)
    var text: [String] = []
    for (row, found) in counts.enumerated() {
      for (column, name) in names.enumerated() {
        let count = found[name] ?? 0
        values[row, column] = Double(count) / Double(groups[row].runs.count)
        text.append("\(count) of \(groups[row].runs.count)")
      }
    }
    return ChartDescription.Heatmap(
      title: naming.title, values: values,
      rows: .init("group of runs", labels: groups.map(\.label)),
      columns: .init("outcome", labels: names), quantity: "share of the group's runs",
      scale: .sequentialBetween(0, 1),
      subtitle: "\(Wording.count(runs.count, "run")); runs in the cells",
      cellText: text)
  }
}
