internal import Agents
internal import Environments
package import LinearAlgebra
package import Statistics

extension CounterfactualEdits {
  static let refusal = RefusedTest(
    id: "t4-counterfactual-edits", title: "Does the decision follow edits of the level? (T4)",
    test: test, claim: claim, effectName: effectName)
  private static let claim =
    "The first action follows edits of the level exactly where the best one changes."
  private static let effectName =
    "share of edits that are followed minus share of irrelevant ones that change the action, minus "
    + "untrained"

  /// The test, or why it was not applied.
  ///
  /// - Parameters: as in ``init(_:on:captures:audit:settings:fresh:random:)``.
  package static func finding(
    _ subject: StudySubject, on levels: LevelSet, captures: NetworkCaptures?,
    audit: EvidenceGate?, settings: SearchSettings, fresh: FreshLevels? = nil,
    random: RandomStream
  ) throws -> Finding {
    let names = subject.agent.architecture.configuration
    let outputs = (names["actions"] ?? names["classes"]).flatMap { Int($0) } ?? 0
    guard outputs <= EditResponse.mostOutputs else {
      return refusal.finding(
        subject, levels: levels,
        reason: "it has \(outputs) outputs, and edits are followed among at most "
          + "\(EditResponse.mostOutputs)")
    }
    guard subject.environment?.generator.isKnown != true else {
      return refusal.finding(
        subject, levels: levels,
        reason: "all levels of its environment have the same walls, and an edit of them is none "
          + "that it could have met")
    }
    return try CounterfactualEdits(
      subject, on: levels, captures: captures, audit: audit, settings: settings, fresh: fresh,
      random: random
    ).finding(subject, levels: levels)
  }

  /// The records (far walls first, then all walls, moved things and the plan), the paragraph and
  /// the chart.
  package func finding(_ subject: StudySubject, levels: LevelSet) -> Finding {
    Finding(
      id: Self.refusal.id, title: Self.refusal.title, measured: measured, control: control,
      shows: shows, doesNotShow: doesNotShow, records: records(subject, levels),
      charts: [NamedChart("follows-and-changes", .bars(chart()))])
  }

  private var measured: String {
    "In \(units) levels \(hasWalls ? "single walls were opened and closed and things" : "things were") "
      + "moved, alike in kind and distance from the agent whether the best first action changes or "
      + "nothing does. Of \(own.edits) edits of \(own.name) that leave no old action optimal, "
      + (choosesMoves
        ? "the network follows \(Wording.plain(own.followed)): its old action was best, its new one "
          + "is."
        : "\(Wording.plain(own.followed)) change the network's output, which is no move.")
      + " Of \(own.others) that change nothing, \(Wording.plain(own.changed)) change "
      + (choosesMoves ? "its action." : "it.")
      + (added > 0
        ? " \(added) of the levels were drawn for this test, as many as the spread of the effect "
          + "over the others asked for." : "")
  }

  private var control: String {
    var text =
      choosesMoves
      ? "A lookup of the unedited levels follows none; held against the change that another level's "
        + "edit predicts, \(Wording.percent(Sample.median(null.draws))) would count as followed."
      : "With best ways told by other levels' edits, \(Wording.percent(Sample.median(null.draws))) "
        + "would change it."
    if let followed = own.untrainedFollowed, let changed = own.untrainedChanged {
      text +=
        " Untrained networks of the same shape follow \(Wording.percent(followed.value)) and change "
        + "their action with \(Wording.percent(changed.value)) of the others."
    }
    return text
  }

  private var shows: String {
    let effect = Wording.signed(own.effect)
    var text: String
    switch status {
    case .supports where !choosesMoves:
      text =
        "The output changes more with edits of \(own.name) that change the best way than with others "
        + "(\(effect)): something in it hangs on ways."
    case .contradicts where !choosesMoves:
      text =
        "The output changes with edits of \(own.name) no more where the best way changes (\(effect)): "
        + "what it says does not hang on ways."
    case .supports:
      text =
        "The action follows what an edit of \(own.name) does to the best way (\(effect)): it hangs on "
        + (own.name == things.name
          ? "where things are in the level at hand, not on a store of levels."
          : "a computation over the walls, not on a store of levels.")
    case .contradicts:
      text =
        "The action does not follow edits of \(own.name) (\(effect)): what decides does not "
        + "use them."
    case .inconclusive: text = "The effect is \(effect)\(status.decidesNothing)."
    }
    text +=
      " Moved things are followed in \(Wording.percent(things.followed.value)) of "
      + "\(things.edits) edits."
    if let plan {
      text +=
        " The directions read at least \(CounterfactualTrial.far) squares away from an edit follow "
        + "in \(Wording.percent(plan.far.followed.value)) of the squares where the best one "
        + "changes, and change in \(Wording.percent(plan.far.changed.value)) where nothing does."
    }
    return text
  }

  private var doesNotShow: String {
    "It does not show how the new decision is found, nor that the plan that is read decides it."
  }

  private func chart() -> ChartDescription.Bars {
    var bars: [ChartDescription.Bars.Bar] = []
    for part in [farWalls, allWalls, things] {
      let others = part.name == things.name ? "edits of other moves" : "irrelevant edits"
      bars.append(.init("\(part.name): followed", group: "this network", part.followed))
      if let untrained = part.untrainedFollowed {
        bars.append(.init("\(part.name): followed", group: "untrained", untrained))
      }
      bars.append(.init("\(part.name): changed by \(others)", group: "this network", part.changed))
      if let untrained = part.untrainedChanged {
        bars.append(.init("\(part.name): changed by \(others)", group: "untrained", untrained))
      }
    }
    if let plan {
      for part in [plan.far, plan.near] where part.squares > 0 {
        bars.append(.init("plan, \(part.name): followed", group: "this network", part.followed))
        bars.append(.init("plan, \(part.name): changed", group: "this network", part.changed))
      }
    }
    return ChartDescription.Bars(
      title: "What follows an edit of the level, and what changes without need",
      value: .init("share", range: 0...1), bars: bars.filter { $0.value.isFinite },
      subtitle: "\(trials.count) edits of \(units) levels",
      caption: "Followed: the best first action (or a square's one best direction) changes and the "
        + "network's changes with it. Changed: it should have stayed. Bars are 95 % intervals.")
  }
}
