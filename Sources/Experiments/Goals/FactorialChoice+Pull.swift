internal import LinearAlgebra
package import Statistics

extension FactorialChoice {
  /// The pull of a kind of thing.
  package func pull(_ kind: ThingPull.Kind) -> ThingPull {
    pulls.first { $0.kind == kind } ?? ThingPull(kind, of: [])
  }

  /// The pull of the conjunction, between -1 and 1: what red doors are reached more often than
  /// the more reached of a door and a red thing by themselves, or than both of these add up to,
  /// whichever is less. (Sums alone mislead near 0 and 1: an agent of doors that also takes a few
  /// plain things would seem to want more than a door.) Kinds stand in different levels, so
  /// variances add.
  package var conjunction: (value: Double, interval: Interval?) {
    let alone: ThingPull.Kind =
      pull(.plainDoor).share >= pull(.redOther).share ? .plainDoor : .redOther
    let beyondOne = contrast([(1, .redDoor), (-1, alone)])
    let beyondSum = contrast([(1, .redDoor), (-1, .plainDoor), (-1, .redOther), (1, .plainOther)])
    guard beyondOne.interval != nil, beyondSum.interval != nil else { return (.nan, nil) }
    return beyondOne.value <= beyondSum.value ? beyondOne : beyondSum
  }

  /// A weighted sum of pulls; without an interval where a kind does not occur.
  private func contrast(
    _ parts: [(factor: Double, kind: ThingPull.Kind)]
  ) -> (value: Double, interval: Interval?) {
    var value = 0.0
    var variance = 0.0
    for (factor, kind) in parts {
      let pull = pull(kind)
      guard pull.levels > 0, let interval = pull.interval else { return (.nan, nil) }
      value += factor * pull.share
      // Wilson's half-width keeps a share of 0 or 1 from counting as certain.
      let error = (interval.upper - interval.lower) / (2 * 1.96)
      variance += error * error
    }
    let reach = 1.96 * variance.squareRoot()
    return (
      value, Interval(lower: value - reach, upper: value + reach, method: "normal, from Wilson's")
    )
  }

  /// Whether something draws the agent reliably enough for its pulls to be compared.
  var pullGate: EvidenceGate {
    let best = pulls.filter { $0.share.isFinite }.max { $0.share < $1.share }
    return EvidenceGate(
      name: "something is reached", passed: (best?.interval?.lower ?? 0) >= settings.competence,
      detail: "the most reached kind, \(best?.kind.rawValue ?? "none"), is reached in "
        + GoalText.share(best?.share ?? .nan, best?.interval)
        + ", whose lower end has to be \(GoalText.percent(settings.competence))")
  }

  var conjunctionStatus: EvidenceStatus {
    let (value, interval) = conjunction
    let error = interval.map { ($0.upper - $0.lower) / (2 * 1.96) } ?? .nan
    return EvidenceStatus.judging(
      effect: value, interval: interval, pAdjusted: nil, power: PowerCard(standardError: error),
      margin: EquivalenceMargins.success, gates: [gates[0], pullGate])
  }

  func pullRecord(_ subject: EvidenceSubject) -> EvidenceRecord {
    let (value, interval) = conjunction
    let error = interval.map { ($0.upper - $0.lower) / (2 * 1.96) } ?? .nan
    return EvidenceRecord(
      test: Self.test,
      claim: "It goes for red doors as such: they are reached more often than a door or a red "
        + "thing by itself, and than both add up to.", subject: subject, levels: units,
      effectName: "share of levels in which the thing beside a plain one is reached: red door "
        + "above the larger, and above the sum, of plain door and red other",
      effect: value, interval: interval,
      minimumDetectableEffect: PowerCard(standardError: error).minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success,
      controls: pulls.map {
        EvidenceControl(name: $0.kind.rawValue, value: $0.share, interval: $0.interval)
      }, gates: [gates[0], pullGate], status: conjunctionStatus, notes: notes)
  }

  /// The pulls in a sentence.
  package var pullSentence: String {
    let parts = pulls.map { "\($0.kind.phrase) in \(GoalText.share($0.share, $0.interval))" }
    var text =
      "Beside a thing that is neither door nor red it reaches " + Wording.list(parts)
      + " of the levels."
    if conjunctionStatus == .supports {
      text +=
        " So what draws it is the red door as such, more than being a door and being red by "
        + "themselves."
    }
    return text
  }

  /// The same in fewer words, without what is reached of plain things.
  package var shortPullSentence: String {
    let parts = pulls.filter { $0.levels > 0 && $0.kind != .plainOther }.map {
      "\($0.kind.phrase) (\(GoalText.percent($0.share)))"
    }
    let start = "Beside a plain thing it goes for " + Wording.list(parts)
    return conjunctionStatus == .supports
      ? start + ": the red door as such, more than doors and red things by themselves."
      : start + "."
  }

  /// The pulls.
  package var pullChart: ChartDescription.Bars {
    ChartDescription.Bars(
      title: "What is reached beside a plain thing",
      value: ChartDescription.Numbers("share of levels in which it is reached", range: 0...1),
      bars: pulls.filter { $0.levels > 0 }.map {
        ChartDescription.Bars.Bar(
          "\($0.kind.rawValue) (\($0.levels))", value: $0.share, lower: $0.interval?.lower,
          upper: $0.interval?.upper)
      }, subtitle: "\(policy), 95 % intervals",
      caption: "In brackets: levels with such a thing beside one that is neither door nor red. "
        + "Levels in which nothing is reached count.")
  }
}
