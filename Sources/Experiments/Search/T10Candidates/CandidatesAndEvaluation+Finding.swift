internal import Environments
package import LinearAlgebra
package import Statistics

extension CandidatesAndEvaluation {
  private static let refusal = RefusedTest(
    id: "t10-candidates", title: "Is what is not chosen held and weighed? (T10)",
    test: CandidateNames.value,
    claim: valueClaim, effectName: valueEffect)

  /// A network that chooses the nearer of two goals less often was not made for two.
  private static let atHome = 0.8
  /// On fewer levels a network for one goal may be right by luck.
  private static let fewestTried = 10

  /// The test, or why it was not applied.
  ///
  /// - Parameters:
  ///   - levels: with one goal each; a second goal, or a second way to it, is added.
  ///   - series: the place that is read; nil for a network without maps.
  ///   - audit: the gate of the input audit.
  ///   - fresh: gives more levels where few of these have room for a choice; none without it.
  /// - Throws: as a run of the agent or a fit does.
  package static func finding(
    _ subject: StudySubject, on levels: LevelSet, series: SiteSeries?, audit: EvidenceGate?,
    settings: SearchSettings, fresh: FreshLevels? = nil, random: RandomStream
  ) throws -> Finding {
    let (kind, drawn) = try choice(subject, on: levels, settings: settings, random: random)
    let choices =
      series == nil
      ? drawn : try drawn + more(kind, than: drawn, of: levels, from: fresh, random: random)
    let reason = obstacle(subject, on: levels, choices: choices)
    guard reason == nil, let series else {
      return refusal.finding(
        subject, levels: levels,
        reason: reason ?? "the network has no maps with a state for each square")
    }
    return try CandidatesAndEvaluation(
      subject, choices: choices, kind: kind, series: series, audit: audit, settings: settings,
      random: random.split("candidates and evaluation")
    ).finding(subject, levels: levels)
  }

  /// Levels of two goals where the network chooses the nearer of them in most fit levels, else of two
  /// ways to one goal.
  private static func choice(
    _ subject: StudySubject, on levels: LevelSet, settings: SearchSettings, random: RandomStream
  ) throws -> (kind: ForkedLevel.Kind, levels: [ForkedLevel]) {
    let goals = ForkedLevel.pairs(.twoGoals, from: levels, using: random.split("two goals"))
    let fitted = goals.filter {
      Folds.selectionFolds.contains(Folds.fold(digest: $0.key.digest))
    }
    if fitted.count >= fewestTried, RefusedTest.noMoves(subject, levels) == nil {
      let states = fitted.enumerated().map { index, choice in
        MazeState(episode: index, step: 0, level: choice.level, agent: choice.level.start)
      }
      let decisions = try AgentPolicy(
        subject.agent, encoder: subject.encoder, ticks: settings.thinking
      ).actions(in: states)
      let right = zip(decisions, fitted).count { decision, choice in
        !decision.isEmpty && decision.isSubset(of: choice.winner.moves)
      }
      if Double(right) >= atHome * Double(fitted.count) { return (.twoGoals, goals) }
    }
    return (
      .twoWays, ForkedLevel.pairs(.twoWays, from: levels, using: random.split("two ways"))
    )
  }

  /// Choices in further levels, where few of the levels have room for one: as many as bring those
  /// reported on to ``enoughLevels``, by the share of levels that do, whatever the network does in
  /// them.
  private static func more(
    _ kind: ForkedLevel.Kind, than drawn: [ForkedLevel], of levels: LevelSet,
    from fresh: FreshLevels?, random: RandomStream
  ) throws -> [ForkedLevel] {
    let report = reportLevels(drawn)
    guard let fresh, report > 0, report < enoughLevels else { return [] }
    let missing = levels.count * (enoughLevels - report) / report
    let further = try fresh.more(min(mostLevels, missing), than: levels)
    guard !further.isEmpty else { return [] }
    return ForkedLevel.pairs(
      kind, from: try LevelSet(further), using: random.split("further \(kind.description)"))
  }

  /// The records (the value first, then the candidate and the exchange), the paragraph, the chart.
  func finding(_ subject: StudySubject, levels: LevelSet) -> Finding {
    Finding(
      id: Self.refusal.id, title: Self.refusal.title, measured: measured, control: control,
      shows: shows, doesNotShow: doesNotShow, records: records(subject, levels),
      charts: [NamedChart("losing-way", .bars(chart()))])
  }

  private var measured: String {
    var text =
      "In \(levels) levels with \(kind.description), a few steps apart in length and in pairs in "
      + "which one wall makes the other way the shorter one, the network chooses the shorter in "
      + "\(Wording.percent(shorter.value)); its decision stays after "
      + "\(Wording.number(meanCommitment, decimals: 1)) ticks on average."
    if let value = values.first {
      text +=
        " \(value.name.prefix(1).uppercased() + value.name.dropFirst()), a reading "
        + "\(ForkedLevel.valueSquare) squares down the losing way explains "
        + "\(Wording.plain(value.explained)) of what the winner's steps and the observation leave "
        + "of the losing way's steps."
    }
    return text
  }

  private var control: String {
    var text = ""
    if let untrained = values.first?.untrained {
      text += "Untrained networks explain \(Wording.plain(untrained)). "
    }
    let when = presence.isBeforeCommitment ? "before the commitment" : "after the last tick"
    text +=
      "The losing way is told from the same way behind a wall, \(when), "
      + "\(Wording.signed(presence.effect)) in macro-F1 better than by a reader of all planes and "
      + "than in untrained networks."
    if let swap {
      text +=
        " Exchanging the decoded values at \(swap.place.rawValue) changes the choice to the other "
        + "way in \(Wording.percent(swap.success.value)) of the levels; random changes of equal "
        + "length in \(Wording.percent(max(swap.mahalanobis.value, swap.euclidean.value)))."
    }
    return text
  }

  private var shows: String {
    let effect = values.first.map { Wording.signed($0.effect) } ?? "nothing"
    var text: String
    switch status {
    case .supports:
      text = "How long the way is that is not chosen stands in the state (\(effect))."
    case .contradicts:
      text = "How long the way is that is not chosen does not stand in the state (\(effect))."
    case .inconclusive: text = "The effect is \(effect)\(status.decidesNothing)."
    }
    switch candidateStatus {
    case .supports:
      text += " The way itself is there\(presence.isBeforeCommitment ? " beforehand" : "")."
    case .contradicts: text += " The way itself is not there."
    case .inconclusive: break
    }
    if swapStatus == .supports { text += " The choice follows the exchanged values." }
    return text
  }

  private var doesNotShow: String {
    "It does not show in which order candidates were looked at. Values exchanged where the policy "
      + "reads them show that it compares them, not where they come from."
  }

  private func chart() -> ChartDescription.Bars {
    var bars: [ChartDescription.Bars.Bar] = []
    for value in values {
      bars.append(.init("value \(value.name)", group: "this network", value.explained))
      if let untrained = value.untrained {
        bars.append(.init("value \(value.name)", group: "untrained", untrained))
      }
    }
    bars.append(.init("candidate", group: "this network", presence.increment))
    if let untrained = presence.untrained {
      bars.append(.init("candidate", group: "untrained", untrained))
    }
    if let swap {
      bars.append(.init("choice follows exchanged values", group: "this network", swap.success))
      bars.append(
        .init("choice follows exchanged values", group: "equal Mahalanobis", swap.mahalanobis))
      bars.append(
        .init("choice follows exchanged values", group: "equal Euclidean", swap.euclidean))
    }
    return ChartDescription.Bars(
      title: "What is held of the losing way",
      value: .init("share explained, increment of macro-F1, share of choices"),
      bars: bars.filter { $0.value.isFinite }, references: [.init("nothing", at: 0)],
      subtitle: "\(site), \(reportUnits) report levels in pairs",
      caption: "Value: share explained of the losing way's steps beyond winner and observation. "
        + "Candidate: increment of the losing way over all planes. Bars are 95 % intervals.")
  }
}
