internal import Agents
internal import NeuralNetworks
package import Statistics

extension InterventionStudy {
  /// What has to hold before an effect is read.
  private var gates: [EvidenceGate] {
    let count = decisions.report.count
    return [
      EvidenceGate(
        name: "report levels", passed: count >= settings.fewestLevels,
        detail: "\(count) of at least \(settings.fewestLevels)")
    ]
  }

  /// What a measure says of its claim.
  package func status(_ effect: InterventionEffect) -> EvidenceStatus {
    guard !intervention.isIdentity else {
      return .inconclusive("nothing was changed, so that there is nothing to judge")
    }
    return .besideRandom(
      effect: effect.beyond.value, interval: effect.beyond.interval, p: effect.p,
      power: effect.beyond.power, margin: margin(effect.measure), gates: gates)
  }

  private func margin(_ measure: DecisionMeasure) -> Double {
    measure == .loss && !isNumbers ? EquivalenceMargins.ablation : EquivalenceMargins.success
  }

  /// What a measure is called, as the name of an axis.
  package func name(_ measure: DecisionMeasure) -> String {
    switch (measure, isNumbers) {
    case (.choice, false): "share of the choice that changes"
    case (.choice, true): "squared change of the answer, in variances"
    case (.divergence, _): "divergence of the actions' probabilities, nats"
    case (.loss, false): "drop in the share of optimal choices"
    case (.loss, true): "gain of the squared error, in variances"
    }
  }

  private func title(_ measure: DecisionMeasure) -> String {
    switch measure {
    case .choice: isNumbers ? "How answers change" : "How choices change"
    case .divergence: "How probabilities change"
    case .loss: isNumbers ? "What answers lose" : "What choices lose"
    }
  }

  private func claim(_ measure: DecisionMeasure) -> String {
    let what =
      switch measure {
      case .choice: isNumbers ? "changes the answer" : "changes the choice"
      case .divergence: "changes the actions' probabilities"
      case .loss: isNumbers ? "costs right answers" : "costs optimal choices"
      }
    return "The intervention \(what) more than random ones that are as large."
  }

  /// The records, the paragraph and the charts.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    Finding(
      id: "intervention",
      title: "\(intervention.text.prefix(1).uppercased())\(intervention.text.dropFirst()): "
        + intervention.place.text,
      measured: measured, control: control, shows: shows,
      doesNotShow: intervention.isIdentity
        ? "It is a check of the tool and says nothing of the network."
        : "A change of the choice shows that what was changed matters there, not what it stands for; "
          + "and activations that no level brings about can change a choice by being strange.",
      records: effects.map { record($0, identity) },
      charts: intervention.isIdentity ? [] : charts)
  }

  private func record(_ effect: InterventionEffect, _ identity: EvidenceSubject)
    -> EvidenceRecord
  {
    var subject = identity
    subject.site = intervention.place.name
    subject.levels = decisions.digest
    let ticks = intervention.place.sites.map(\.tick)
    subject.tick = ticks.count == 1 && ticks[0] > 0 ? ticks[0] : nil
    var controls = [
      EvidenceControl(
        name: "the intervention itself", value: effect.own.value, interval: effect.own.interval)
    ]
    controls += zip(effect.nulls, effect.random).map {
      EvidenceControl(name: $0.0.name, value: $0.1.value, interval: $0.1.interval)
    }
    if let right, effect.measure == .loss {
      controls.append(
        EvidenceControl(
          name: isNumbers ? "squared error as it is, in variances" : "optimal choices as it is",
          value: right.value, interval: right.interval))
    }
    return EvidenceRecord(
      test: Self.test + (effect.measure == .choice ? "" : " (\(effect.measure.rawValue))"),
      claim: claim(effect.measure), subject: subject, levels: decisions.report.count,
      effectName: name(effect.measure)
        + (effect.nulls.isEmpty ? "" : ", beyond that of random changes as large"),
      effect: effect.beyond.value, interval: effect.beyond.interval, p: effect.p,
      pAdjusted: effect.p, minimumDetectableEffect: effect.beyond.power.minimumDetectableEffect,
      equivalenceMargin: margin(effect.measure),
      null: effect.nulls.hardest.map { EvidenceNull($0.permutation(observed: effect.own.value)) },
      controls: controls, gates: gates, status: status(effect), notes: notes)
  }

  private var notes: [String] {
    var notes = ["\(intervention.text) at \(intervention.place.text)"]
    if isIdentical { notes.append("all outputs are the same bit for bit") }
    guard !intervention.isIdentity else { return notes }
    notes += MatchedLength.allCases.compactMap { length in
      guard let ratio = matched[length] else { return nil }
      return "random changes of \(length.phrase): squared length "
        + "\(Wording.number(ratio, decimals: 4)) times that of the intervention"
    }
    if within < 0.95 {
      notes.append(
        "\(Wording.percent(1 - within)) of the squared change lie outside of the directions that "
          + "vary, and have no Mahalanobis length")
    }
    if choice.nulls.count == 1 {
      notes.append("no part of the change varies, so that there is no Mahalanobis length to match")
    }
    return notes
  }

  private var measured: String {
    "The network was asked for one decision in each of \(decisions.report.count) \(decisions.noun)s, "
      + "as it is and under \(intervention.text) at \(intervention.place.text)."
      + (intervention.isIdentity
        ? ""
        : " The intervention moves the activations of a changed square by "
          + "\(Wording.significant(sizes[.euclidean] ?? 0)) (root mean square), which is "
          + "\(Wording.significant(sizes[.mahalanobis] ?? 0)) in standard deviations (Mahalanobis).")
  }

  private var control: String {
    guard !intervention.isIdentity else { return "" }
    return
      "\(settings.draws) random changes a kind turn all that the intervention adds by one random "
      + "rotation each, every square, tick and \(decisions.noun) keeping its length: "
      + Wording.list(
        zip(choice.nulls, choice.random).map {
          "with \($0.0.name.dropFirst("random changes of ".count)) \(name(.choice)) "
            + Wording.plain($0.1)
        }) + "."
  }

  private var shows: String {
    guard !intervention.isIdentity else {
      return
        "Nothing changed: all outputs are the same bit for bit, as \(intervention.text) has to leave "
        + "them."
    }
    let own = choice.own
    var text =
      isNumbers
      ? "The answers change by \(Wording.plain(own)) of their variance (mean square)"
      : "\(Wording.percent(own.value)) of the choice changes"
        + (own.interval.map {
          " (95 % interval \(Wording.percent($0.lower)) to \(Wording.percent($0.upper)))"
        } ?? "")
    if isIdentical {
      text += "; all outputs are the same bit for bit"
    } else if touched < 1 {
      text +=
        "; no output moves at all in \(Wording.percent(1 - touched)) of the \(decisions.noun)s"
    }
    text += ". That is \(Wording.signed(choice.beyond)) beyond random changes as large"
    if let p = choice.p { text += " (p = \(Wording.number(p)))" }
    switch status(choice) {
    case .supports: text += ": what was changed matters more than its size."
    case .contradicts where choice.beyond.value < 0 && (choice.beyond.interval?.upper ?? 0) < 0:
      text += ": random changes of this size do more."
    case .contradicts: text += ": it does no more than any change of this size."
    case .inconclusive: text += status(choice).decidesNothing + "."
    }
    for effect in effects.dropFirst() {
      text +=
        " \(name(effect.measure).prefix(1).uppercased())\(name(effect.measure).dropFirst()): "
        + "\(Wording.plain(effect.own)), random "
        + Wording.list(effect.random.map { Wording.number($0.value) })
        + (effect.p.map { ", p = \(Wording.number($0))" } ?? "") + "."
    }
    return text
  }

  private var charts: [NamedChart] {
    effects.map { effect in
      var bars = [
        ChartDescription.Bars.Bar(intervention.kind, group: "intervention", effect.own)
      ]
      bars += zip(effect.nulls, effect.random).map { null, mean in
        .init(
          "random, " + null.name.dropFirst("random changes of ".count),
          group: "random changes as large", mean)
      }
      let draws = (effect.nulls.hardest?.draws ?? []).sorted()
      let high = Sample.quantile(0.95, ofSorted: draws)
      return NamedChart(
        effect.measure.rawValue,
        .bars(
          ChartDescription.Bars(
            title: title(effect.measure), value: .init(name(effect.measure)), bars: bars,
            references: draws.isEmpty
              ? [.init("nothing", at: 0)]
              : [.init("nothing", at: 0), .init("95 % of random draws below", at: high)],
            subtitle: "\(intervention.text), \(intervention.place.text), "
              + "\(decisions.report.count) report \(decisions.noun)s",
            caption:
              "Bars are means with 95 % intervals over \(decisions.noun)s. Random changes are "
              + "as long at every square and tick; "
              + "\(settings.draws) draws a kind.")))
    }
  }
}
