internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Statistics

extension InterchangeStudy {
  /// What an exchange of one rank does beyond no exchange, as a record: supported where it changes
  /// the action to the source's, and by directions that the network reads.
  package func record(_ rank: Rank, _ subject: StudySubject, levels: String) -> EvidenceRecord {
    var identity = subject.identity
    identity.levels = levels
    identity.site = site.name
    identity.tick = site.tick
    let effect = rank.accuracy.minus(none)
    let gates = rank.nullShare.map {
      [
        EvidenceGate(
          name: "carried by directions that the network reads",
          passed: $0.value < Self.mostNullShare,
          detail: "\(Wording.percent($0.value)) of the effect is lost without the others, at most "
            + Wording.percent(Self.mostNullShare))
      ]
    }
    var controls = [
      EvidenceControl(
        name: "interchange accuracy", value: rank.accuracy.value, interval: rank.accuracy.interval),
      EvidenceControl(name: "no exchange", value: none.value, interval: none.interval),
      EvidenceControl(name: "whole vectors", value: whole.value, interval: whole.interval),
      EvidenceControl(
        name: "principal directions", value: rank.principal.value,
        interval: rank.principal.interval),
      EvidenceControl(
        name: "what the network reads of the patch", value: rank.answered.value,
        interval: rank.answered.interval),
      EvidenceControl(
        name: "the patch inside of the natural range", value: rank.natural.value,
        interval: rank.natural.interval),
    ]
    if let untrained = rank.untrained {
      controls.append(
        EvidenceControl(
          name: "an untrained network's own subspace", value: untrained.value,
          interval: untrained.interval))
    }
    return EvidenceRecord(
      test: Self.test,
      claim: "\(Wording.count(rank.rank, "direction")) of \(site) at \(squares.rawValue) "
        + "\(rank.rank == 1 ? "carries" : "carry") the goal into the action.",
      subject: identity, levels: fitPairs + reportPairs,
      effectName: "interchange accuracy minus accuracy without exchange", effect: effect.value,
      interval: effect.interval, minimumDetectableEffect: effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success, controls: controls, gates: gates ?? [],
      status: .judging(
        effect: effect.value, interval: effect.interval, pAdjusted: nil, power: effect.power,
        margin: EquivalenceMargins.success, gates: gates ?? []))
  }

  /// The records of all ranks, the paragraph and the chart.
  package func finding(_ subject: StudySubject, levels: String) -> Finding {
    let best = ranks.max { ($0.accuracy.value, -$0.rank) < ($1.accuracy.value, -$1.rank) }
    var shows = "Nothing was exchanged."
    if let best {
      shows =
        "\(Wording.count(best.rank, "direction")) of the site "
        + "\(best.rank == 1 ? "makes" : "make") the network do what it does on the source in "
        + "\(Wording.plain(best.accuracy)) of the pairs."
      if let null = best.nullShare, let range = best.unnaturalShare {
        shows +=
          " \(Wording.percent(null.value)) of the effect is carried by directions that the "
          + "action does not answer to on natural activations, and \(Wording.percent(range.value)) "
          + "by activations that do not occur by themselves"
        shows +=
          null.value >= Self.mostNullShare
          ? ", so the pathway is a dormant one and not what the network uses." : "."
      }
    }
    var bars: [ChartDescription.Bars.Bar] = []
    for rank in ranks {
      let label = Wording.count(rank.rank, "direction")
      bars.append(.init(label, group: "searched", rank.accuracy))
      bars.append(.init(label, group: "principal", rank.principal))
      if let untrained = rank.untrained {
        bars.append(.init(label, group: "untrained network", untrained))
      }
      bars.append(.init(label, group: "what is read of the patch", rank.answered))
      bars.append(.init(label, group: "inside of the natural range", rank.natural))
    }
    return Finding(
      id: "interchange", title: "Which directions carry the goal?",
      measured: "In \(Wording.count(fitPairs + reportPairs, "pair")) of levels that differ in the "
        + "goal's place alone, activations at \(site) and \(squares.rawValue) were exchanged along "
        + "directions searched for on \(fitPairs) of them, and the action was compared with what "
        + "is best in the source on the other \(reportPairs).",
      control: "Without any exchange \(Wording.plain(none)) do what is best in the source, with "
        + "whole vectors exchanged \(Wording.plain(whole)).",
      shows: shows,
      doesNotShow: "A direction that carries the goal need not be the only one, nor does it show "
        + "how the network came by it.",
      records: ranks.map { record($0, subject, levels: levels) },
      charts: [
        NamedChart(
          "interchange-accuracy",
          .bars(
            ChartDescription.Bars(
              title: "Interchange accuracy by rank", value: .init("share of pairs", range: 0...1),
              bars: bars, references: [.init("no exchange", at: none.value)],
              subtitle: "\(site), \(squares.rawValue), \(reportPairs) report pairs",
              caption: "Searched on other levels. Bars are 95 % intervals over levels.")))
      ])
  }
}
