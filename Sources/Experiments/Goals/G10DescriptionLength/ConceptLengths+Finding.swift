internal import NeuralNetworks
internal import Probing
package import Statistics

extension ConceptLengths {
  static let test = "G10 description length"

  private func bits(_ estimate: BootstrapEstimate) -> String {
    GoalText.estimate(estimate.value, estimate.interval)
  }

  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    var subject = subject
    subject.levels = levelDigest
    subject.site = place.sites[place.sites.count - 1].name
    subject.tick = place.sites[place.sites.count - 1].tick
    // The proxy, which may be described by the base, comes first.
    return [1, 0].map { index in
      let saved = code.saved[index]
      return EvidenceRecord(
        test: Self.test,
        claim: "What tells \(names[1 - index]) tells something of \(names[index]) too.",
        subject: subject, levels: code.levels,
        effectName:
          "bits a label of \(names[index]) saved by the read-out of \(names[1 - index])",
        effect: saved.value, interval: saved.interval,
        minimumDetectableEffect: saved.power.minimumDetectableEffect,
        equivalenceMargin: Self.margin,
        controls: [
          EvidenceControl(
            name: "bits a label", value: code.alone[index].value,
            interval: code.alone[index].interval),
          EvidenceControl(
            name: "given the other's read-out", value: code.given[index].value,
            interval: code.given[index].interval),
          EvidenceControl(name: "labels of other levels", value: code.unread[index]),
          EvidenceControl(
            name: "saved by read-outs of other levels", value: code.savedByChance[index]),
          EvidenceControl(
            name: "bits a label in the picture's planes", value: picture?.alone[index].value,
            interval: picture?.alone[index].interval),
        ], status: status(index))
    }
  }

  private var sentence: String {
    let parts = names.indices.map { index in
      let pruned = pruned[index]
      return
        "\(names[index]) takes \(bits(code.alone[index])) bits a label, "
        + "\(bits(code.given[index])) given what is read of \(names[1 - index]); it is read from "
        + "\(pruned.kept.count) of \(channels) channels with a balanced accuracy of "
        + "\(GoalText.number(pruned.accuracyOfKept)), from all with "
        + GoalText.number(pruned.accuracyOfAll)
    }
    return (parts.map { $0.prefix(1).uppercased() + $0.dropFirst() } + [end])
      .joined(separator: ". ").replacing("..", with: ".")
  }

  /// Whether one is shorter given the other.
  var end: String {
    let verdicts = [0, 1].map(status)
    if verdicts.allSatisfy({ $0 == .contradicts }) {
      return "Neither is shorter given the other: each is written down by itself."
    } else if verdicts.contains(.supports) {
      let which = verdicts.indices.filter { verdicts[$0] == .supports }.map { names[$0] }
      return
        "Shorter given the other: \(which.joined(separator: ", ")). They have something in common."
    }
    return "Whether one is shorter given the other is not told."
  }

  /// The test as a finding.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> Finding {
    Finding(
      id: "g10-description-length", title: "How long base and proxy are",
      measured:
        "Labels of both things of \(code.levels) report levels were sent by an online code, "
        + "given the code of things at \(place.description): whether it is a door, and whether it is "
        + "red; and each given also what a regression reads of the other.",
      control: "Labels of other levels take "
        + names.indices.map { "\(GoalText.number(code.unread[$0])) bits" }.joined(
          separator: " and ")
        + " a label; read-outs of other levels save "
        + names.indices.map { GoalText.number(code.savedByChance[$0]) }.joined(separator: " and ")
        + ". "
        + (picture.map {
          "In the picture's own planes there the labels take "
            + $0.alone.map { GoalText.number($0.value) }.joined(separator: " and ") + " bits."
        } ?? "The picture's own planes there do not vary."),
      shows: sentence,
      doesNotShow: "A short code says that a concept is easy to read, not that it is used.",
      records: records(subject),
      charts: [
        NamedChart("accuracy-by-rank", .line(rankChart)),
        NamedChart("bits-a-label", .bars(bitsChart)),
      ]
    ).ofRuns(runs)
  }

  private var bitsChart: ChartDescription.Bars {
    ChartDescription.Bars(
      title: "Bits a label, by itself and given the other",
      value: ChartDescription.Numbers("bits a label", range: 0...1.2),
      bars: names.indices.flatMap { index in
        [
          ChartDescription.Bars.Bar("by itself", group: names[index], code.alone[index]),
          ChartDescription.Bars.Bar("given the other", group: names[index], code.given[index]),
          ChartDescription.Bars.Bar(
            "labels of other levels", group: names[index], value: code.unread[index]),
        ] + (picture.map { [.init("in the picture", group: names[index], $0.alone[index])] } ?? [])
      }, subtitle: "\(place.description); 95 % intervals over levels")
  }
}

extension ConceptLengths {
  private var rankChart: ChartDescription.Line {
    ChartDescription.Line(
      title: "How well each is read from the directions of largest variance",
      x: ChartDescription.Numbers("number of principal components", isLogarithmic: true),
      y: ChartDescription.Numbers("balanced accuracy", range: 0.4...1),
      series: names.indices.map { index in
        ChartDescription.Series(
          names[index],
          points: zip(ranks[index].ranks, ranks[index].accuracies).map {
            ChartDescription.Point(x: Double($0), y: $1)
          })
      }, references: [ChartDescription.Reference("chance", at: 0.5)],
      subtitle: "\(place.description), on report levels")
  }
}
