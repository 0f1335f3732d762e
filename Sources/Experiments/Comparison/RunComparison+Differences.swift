internal import LinearAlgebra
internal import Statistics

extension RunComparison {
  package static let differenceTest = "groups of runs"

  private static let compared: [(RunQuantity, String)] = [
    (.door, "follow being a door more"), (.red, "follow being red more"),
    (.preference, "go for doors rather than red things under the shift more"),
  ]

  /// Every two groups.
  private var pairs: [(Int, Int)] {
    groups.indices.flatMap { first in
      groups.indices.dropFirst(first + 1).map { (first, $0) }
    }
  }

  /// What sets groups apart.
  var differenceFinding: Finding {
    let all = Self.compared.map { quantity, words in (quantity, words, differences(quantity)) }
    return Finding(
      id: "compare-groups", title: "Do the groups differ?",
      measured: "The means over runs of every two groups, on the same levels.",
      control: "Runs dealt to the two groups anew; p-values are adjusted for all pairs of groups "
        + "(Holm).",
      shows: sentence(all.map { ($0.0, $0.2) }),
      doesNotShow: "Groups that differ in several settings do not say which of them did it.",
      records: all.flatMap { records($0.0, $0.1, $0.2) },
      charts: [NamedChart("differences", .forest(chart(all.map { ($0.0, $0.2) })))])
  }

  private func differences(_ quantity: RunQuantity) -> [RunDifference] {
    pairs.map { first, second in
      var drawing = random.split("deals").split(quantity.rawValue).split("\(first) \(second)")
      return RunDifference(
        groups[first].runs.map { figures[$0][quantity] },
        groups[second].runs.map { figures[$0][quantity] }, within: quantity.bounds,
        using: &drawing)
    }
  }

  private func sentence(_ all: [(RunQuantity, [RunDifference])]) -> String {
    var sentences: [String] = []
    for (place, (first, second)) in pairs.enumerated().prefix(6) {
      let parts = all.map { quantity, found in
        "\(quantity.name) \(Wording.signed(found[place].value, decimals: 2))"
          + (found[place].interval.map {
            " (\(Wording.signed($0.lower, decimals: 2)) to \(Wording.signed($0.upper, decimals: 2)))"
          } ?? "")
      }
      sentences.append(
        "'\(groups[first].label)' minus '\(groups[second].label)': \(Wording.list(parts)).")
    }
    if pairs.count > 6 { sentences.append("(\(pairs.count - 6) more pairs in the picture.)") }
    return sentences.joined(separator: " ")
  }

  private func records(
    _ quantity: RunQuantity, _ words: String, _ found: [RunDifference]
  ) -> [EvidenceRecord] {
    let adjusted = ChoiceNull.holm(found.map { $0.null?.p ?? 1 })
    return found.indices.map { index in
      let (first, second) = (groups[pairs[index].0], groups[pairs[index].1])
      let difference = found[index]
      let gates = [(first, difference.first), (second, difference.second)].map { group, mean in
        EvidenceGate(
          name: "runs of '\(group.label)'", passed: mean.values.count >= RunMean.fewest,
          detail: "\(mean.values.count) of at least \(RunMean.fewest)")
      }
      return EvidenceRecord(
        test: Self.differenceTest,
        claim: "Runs of '\(first.label)' \(words) than runs of '\(second.label)'.",
        subject: subject, levels: levels.factorial.count,
        effectName: "difference of means over runs: \(quantity.name)", effect: difference.value,
        interval: difference.interval, p: difference.null?.p,
        pAdjusted: difference.null.map { _ in adjusted[index] },
        minimumDetectableEffect: difference.power.minimumDetectableEffect,
        equivalenceMargin: EquivalenceMargins.success,
        null: difference.null.map { EvidenceNull($0) },
        controls: [
          EvidenceControl(
            name: first.label, value: difference.first.value, interval: difference.first.interval),
          EvidenceControl(
            name: second.label, value: difference.second.value,
            interval: difference.second.interval),
        ], gates: gates,
        status: .judging(
          effect: difference.value, interval: difference.interval,
          pAdjusted: difference.null.map { _ in adjusted[index] }, power: difference.power,
          margin: EquivalenceMargins.success, gates: gates),
        notes: Array(Set(notes(first) + notes(second))).sorted())
    }
  }

  private func chart(
    _ all: [(RunQuantity, [RunDifference])]
  ) -> ChartDescription.Forest {
    ChartDescription.Forest(
      title: "Differences between groups of runs",
      panels: all.map { .init($0.0.name, value: .init("difference of means")) },
      rows: pairs.enumerated().flatMap { place, pair -> [ChartDescription.Forest.Row] in
        let name = groups[pair.0].label
        return [
          .init(name, group: "\(place)", role: .heading),
          .init(
            "minus \(groups[pair.1].label)", group: "\(place)",
            figures: all.map { .init($0.1[place].value, $0.1[place].interval) }),
        ]
      }, subtitle: "95 % intervals over runs and levels")
  }
}
