internal import Agents
internal import NeuralNetworks
package import Statistics

extension ChannelRanking {
  /// The chart shows so many channels.
  private static let shown = 24

  private var gates: [EvidenceGate] {
    let count = decisions.report.count
    return [
      EvidenceGate(
        name: "report levels", passed: count >= settings.fewestLevels,
        detail: "\(count) of at least \(settings.fewestLevels)")
    ]
  }

  private var quantity: String {
    isNumbers
      ? "squared change of the answer, in variances" : "share of the choice that changes"
  }

  private var ablation: String { fill == .zero ? "zero" : "its mean" }

  /// The records, the paragraph and the charts.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    var subject = identity
    subject.site = place.name
    subject.levels = decisions.digest
    let ticks = place.sites.map(\.tick)
    subject.tick = ticks.count == 1 && ticks[0] > 0 ? ticks[0] : nil
    let records =
      (groups.map { groupRecords($0, subject) } ?? []) + channels.map { record($0, subject) }
    return Finding(
      id: "channel-ranking", title: "Which channels matter at \(place.text)?",
      measured: "Each of the \(channels.count) channels was set to \(ablation) by itself at "
        + "\(place.text), and the network asked for one decision in each of "
        + "\(decisions.report.count) \(decisions.noun)s.", control: control, shows: shows,
      doesNotShow:
        "A channel that changes nothing by itself may matter together with others; a probe's weight "
        + "says what can be read from a channel, not that anything reads it.",
      records: records, charts: charts)
  }

  private func record(_ channel: Channel, _ subject: EvidenceSubject) -> EvidenceRecord {
    var controls = channel.nulls.map { null in
      EvidenceControl(name: null.name, value: Sample.mean(null.draws))
    }
    if let loss = channel.loss {
      controls.append(
        EvidenceControl(
          name: isNumbers ? "gain of the squared error" : "drop in optimal choices",
          value: loss.value, interval: loss.interval))
    }
    return EvidenceRecord(
      test: Self.test,
      claim: "Channel \(channel.channel) changes the choice more than random "
        + "directions that carry its ablation.", subject: subject,
      levels: decisions.report.count, effectName: quantity, effect: channel.effect.value,
      interval: channel.interval, p: channel.nulls.map(\.p).max(), pAdjusted: channel.p,
      minimumDetectableEffect: channel.effect.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      null: channel.nulls.max { Sample.mean($0.draws) < Sample.mean($1.draws) }.map {
        EvidenceNull($0)
      }, controls: controls, gates: gates,
      status: .besideRandom(
        effect: channel.effect.value, interval: channel.interval, p: channel.p ?? 1,
        power: channel.effect.power, margin: EquivalenceMargins.success, gates: gates),
      notes: [
        "the interval holds for all \(channels.count) channels at once, p is corrected for their "
          + "number (max statistic)",
        "random directions were tried on \(levels) of the \(decisions.noun)s",
      ])
  }

  private func groupRecords(_ groups: ChannelGroups, _ subject: EvidenceSubject)
    -> [EvidenceRecord]
  {
    let carriers = groups.carriers
    let margin = EquivalenceMargins.success
    func control(_ name: String, _ value: BootstrapEstimate) -> EvidenceControl {
      EvidenceControl(name: name, value: value.value, interval: value.interval)
    }
    let notes = [
      "carriers of \(carriers.concept): channels "
        + carriers.channels.map(String.init).joined(separator: ", "),
      "the probe scores \(Wording.number(carriers.score)) (\(carriers.scoreName)) on report levels",
    ]
    return [
      EvidenceRecord(
        test: Self.test + " (carriers against random sets)",
        claim: "The channels that carry \(carriers.concept), matter more than as many random ones.",
        subject: subject, levels: decisions.report.count,
        effectName: quantity + ", carriers minus random sets of as many channels",
        effect: groups.beyond.value, interval: groups.beyond.interval, p: groups.random.p,
        pAdjusted: groups.random.p,
        minimumDetectableEffect: groups.beyond.power.minimumDetectableEffect,
        equivalenceMargin: margin,
        null: EvidenceNull(groups.random.permutation(observed: groups.own.value)),
        controls: [
          control("without the \(carriers.channels.count) carriers", groups.own),
          control("without random sets of as many", groups.randomMean),
          control("without the \(carriers.others.count) others", groups.others),
        ], gates: gates,
        status: .besideRandom(
          effect: groups.beyond.value, interval: groups.beyond.interval,
          p: groups.random.p, power: groups.beyond.power, margin: margin, gates: gates),
        notes: notes
          + (groups.sets < 1000
            ? ["there are \(groups.sets) sets of as many channels, the carriers among them"] : [])),
      EvidenceRecord(
        test: Self.test + " (carriers against others)",
        claim: "Channels that carry \(carriers.concept), matter more than as many others.",
        subject: subject, levels: decisions.report.count,
        effectName: quantity
          + ", sets of \(groups.equal) carriers minus sets of \(groups.equal) others",
        effect: groups.difference.value, interval: groups.difference.interval,
        p: groups.difference.twoSidedP,
        minimumDetectableEffect: groups.difference.power.minimumDetectableEffect,
        equivalenceMargin: margin,
        controls: [
          control("without \(groups.equal) carriers", groups.equalCarriers),
          control("without \(groups.equal) others", groups.equalOthers),
        ], gates: gates,
        status: .judging(
          effect: groups.difference.value, interval: groups.difference.interval,
          pAdjusted: groups.difference.twoSidedP, power: groups.difference.power, margin: margin,
          gates: gates), notes: notes),
    ]
  }

  private var control: String {
    "Beside each channel \(settings.rankingDraws) random directions of each of two lengths carry "
      + "what its ablation takes away (on \(levels) \(decisions.noun)s); intervals and p hold for all "
      + "\(channels.count) channels at once (max statistic)."
  }

  private var shows: String {
    let first = channels.prefix(3).map {
      "channel \($0.channel) (\(Wording.number($0.effect.value, decimals: 2)))"
    }
    let beyond = MatchedLength.allCases.map { length in
      let found = channels.filter { channel in
        zip(channel.nulls, channel.adjusted).contains {
          $0.0.name.hasSuffix(length.phrase) && $0.1 <= 0.05
        }
      }.map { String($0.channel) }
      return "of \(length.phrase) "
        + (found.isEmpty
          ? "none"
          : "\(found.count == 1 ? "channel" : "channels") \(Wording.list(found))")
    }
    let silent = channels.count { $0.effect.value == 0 }
    var text =
      silent == channels.count
      ? "None of the \(channels.count) channels changes anything by itself."
      : "Most changes without \(Wording.list(first)), in the \(quantity). More than random "
        + "directions that carry as much do: \(beyond.joined(separator: ", "))."
        + (silent > 0
          ? " Without \(silent) of the \(channels.count) channels nothing changes." : "")
    guard let groups else {
      return text + (reason.map { " No groups: \($0)" } ?? "")
    }
    let carriers = groups.carriers
    text +=
      " Without the \(Wording.count(carriers.channels.count, "channel")) that \(carriers.channels.count == 1 ? "carries" : "carry") "
      + "\(carriers.concept) (probe \(carriers.scoreName) \(Wording.number(carriers.score, decimals: 2))), "
      + "the change is \(Wording.plain(groups.own)); without the \(carriers.others.count) others "
      + "\(Wording.plain(groups.others)); without random sets of \(carriers.channels.count) "
      + "\(Wording.plain(groups.randomMean)), p = \(Wording.number(groups.random.p)). In equal numbers "
      + "(\(groups.equal)): carriers \(Wording.number(groups.equalCarriers.value)), others "
      + "\(Wording.number(groups.equalOthers.value)), difference "
      + "\(Wording.signed(groups.difference))."
    return text
  }

  private var charts: [NamedChart] {
    var charts: [NamedChart] = []
    if let groups {
      let count = groups.carriers.channels.count
      var bars: [ChartDescription.Bars.Bar] = [
        .init("carriers (\(count))", group: "carriers", groups.own),
        .init("random sets of \(count)", group: "random sets", groups.randomMean),
        .init("others (\(groups.carriers.others.count))", group: "others", groups.others),
      ]
      if count != groups.equal {
        bars.append(
          .init("carriers, sets of \(groups.equal)", group: "carriers", groups.equalCarriers))
      }
      if groups.carriers.others.count != groups.equal {
        bars.append(.init("others, sets of \(groups.equal)", group: "others", groups.equalOthers))
      }
      charts.append(
        NamedChart(
          "groups",
          .bars(
            ChartDescription.Bars(
              title: "Channels that carry what is decided by, against others",
              value: .init(quantity), bars: bars, references: [.init("nothing", at: 0)],
              subtitle: "\(place.text), \(decisions.report.count) report \(decisions.noun)s",
              caption: "Carriers of \(groups.carriers.concept), by the weights of a linear probe. "
                + "95 % intervals over \(decisions.noun)s."))))
    }
    let carrying = Set(groups?.carriers.channels ?? [])
    let bars = channels.prefix(Self.shown).map { channel in
      ChartDescription.Bars.Bar(
        "channel \(channel.channel)" + ((channel.p ?? 1) <= 0.05 ? " *" : ""),
        group: groups == nil ? "" : carrying.contains(channel.channel) ? "carrier" : "other",
        value: channel.effect.value, lower: channel.interval?.lower,
        upper: channel.interval?.upper)
    }
    charts.append(
      NamedChart(
        "channels",
        .bars(
          ChartDescription.Bars(
            title: "One channel at a time", value: .init(quantity), bars: Array(bars),
            references: [.init("nothing", at: 0)],
            subtitle: "\(place.text), set to \(ablation), \(decisions.report.count) report "
              + "\(decisions.noun)s"
              + (channels.count > Self.shown
                ? "; the first \(Self.shown) of \(channels.count)" : ""),
            caption: "Intervals hold for all channels at once. *: more than random directions that "
              + "carry as much, corrected for the number of channels."))))
    return charts
  }
}
