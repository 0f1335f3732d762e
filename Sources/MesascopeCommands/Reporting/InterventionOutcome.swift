internal import Experiments
internal import NeuralNetworks
internal import Statistics
internal import Storage
internal import Training

/// The end of an intervention: figures, records and page, and what is printed.
enum InterventionOutcome {
  case study(InterventionStudy)
  case ranking(ChannelRanking)

  func write(
    _ network: LoadedCheckpoint, _ drawn: InterventionLevels, folder: String, json: Bool
  ) throws {
    let note = network.agent.firstStepNote
    let identity = EvidenceSubject(
      run: network.runName, checkpoint: network.digest, step: network.checkpoint.step,
      version: Version.text)
    let finding =
      switch self {
      case .study(let study): study.finding(identity)
      case .ranking(let ranking): ranking.finding(identity)
      }
    try StudyOutcome(
      [finding.noting(note)], network: network,
      levels: (drawn.decisions.mazes, drawn.source), note: note, folder: folder,
      title: "What an intervention does",
      lead: [
        "Activations were changed at one site while the network decided. What that does is held "
          + "against random changes that are as large."
      ]
    ).print(
      json: json, summary: summary(finding.noting(note)), extra: [.init("intervention", document)])
  }

  /// The text for a terminal.
  private func summary(_ finding: Finding) -> String {
    let lines = [finding.shows, finding.doesNotShow].flatMap {
      DefinitionList.wrap($0, width: 88).map { "  " + $0 }
    }
    let random =
      finding.charts.isEmpty
      ? ""
      : "\n\nWhere two numbers stand, they are of random ones of equal Euclidean and of equal "
        + "Mahalanobis length."
    return ([finding.title, "  The evidence: \(finding.status)."] + lines).joined(separator: "\n")
      + "\n\n" + table + random
  }

  private var table: String {
    switch self {
    case .study(let study):
      var table = TextTable(["measure", "intervention", "random, mean", "beyond random", "p"])
      for effect in study.effects {
        table.add([
          study.name(effect.measure), Self.plain(effect.own),
          effect.random.isEmpty
            ? "-" : effect.random.map { Wording.number($0.value) }.joined(separator: " / "),
          effect.random.isEmpty ? "-" : Self.plain(effect.beyond),
          effect.nulls.isEmpty
            ? "-" : effect.nulls.map { Wording.number($0.p) }.joined(separator: " / "),
        ])
      }
      return table.text
    case .ranking(let ranking):
      let carriers = Set(ranking.groups?.carriers.channels ?? [])
      var table = TextTable([
        "channel", "change of the choice", "random directions", "p", "optimal choices lost",
        "carries",
      ])
      for channel in ranking.channels.prefix(24) {
        table.add([
          "\(channel.channel)", Self.plain(channel.effect.value, channel.interval),
          channel.nulls.map { Wording.number(Sample.mean($0.draws)) }.joined(separator: " / "),
          channel.adjusted.map { Wording.number($0) }.joined(separator: " / "),
          channel.loss.map { Wording.number($0.value) } ?? "-",
          ranking.groups == nil ? "-" : carriers.contains(channel.channel) ? "yes" : "",
        ])
      }
      let rest = ranking.channels.count - 24
      return table.text + (rest > 0 ? "\n\(rest) more channels are in records.jsonl." : "")
    }
  }

  private static func plain(_ estimate: BootstrapEstimate) -> String {
    plain(estimate.value, estimate.interval)
  }

  /// `0.123 (0.101 to 0.145)`.
  private static func plain(_ value: Double, _ interval: Interval?) -> String {
    Wording.number(value)
      + (interval.map {
        " (\(Wording.number($0.lower)) to \(Wording.number($0.upper)))"
      } ?? "")
  }

  /// The intervention for programs.
  private var document: JSON {
    switch self {
    case .study(let study):
      let place = study.intervention.place
      return .object(
        [
          .init("kind", .string(study.intervention.kind)),
          .init("summary", .string(study.intervention.text)),
        ] + Self.members(place, study.decisions) + [
          .init("must_change_nothing", .boolean(study.intervention.isIdentity)),
          .init("outputs_identical", .boolean(study.isIdentical)),
        ])
    case .ranking(let ranking):
      return .object(
        [
          .init("kind", .string("rank-channels")),
          .init("ablate", .string(ranking.fill.rawValue)),
        ] + Self.members(ranking.place, ranking.decisions) + [
          .init(
            "carriers",
            ranking.groups.map { .array($0.carriers.channels.map { .integer($0) }) } ?? .null),
          .init(
            "ranking",
            .array(
              ranking.channels.map { channel in
                .object([
                  .init("channel", .integer(channel.channel)),
                  .init("change", .number(channel.effect.value)),
                  .init("p_adjusted", channel.p.map { .number($0) } ?? .null),
                ])
              })),
        ])
    }
  }

  private static func members(
    _ place: InterventionPlace, _ decisions: DecisionSet
  ) -> [JSON.Member] {
    [
      .init("site", .string(place.name)),
      .init("ticks", .array(place.sites.map(\.tick).filter { $0 > 0 }.map { .integer($0) })),
      .init("channels", .array(place.channels.map { .integer($0) })),
      .init("squares", .string(place.squares.rawValue)),
      .init("decisions", .integer(decisions.report.count)),
    ]
  }
}
