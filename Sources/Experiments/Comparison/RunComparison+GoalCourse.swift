internal import LinearAlgebra
internal import Statistics

extension RunComparison {
  package static let goalCourseTest = "G8 crystallization over runs"

  /// The changes of one group of runs: what is read of doors, and what goes through doors and through red
  /// things.
  struct GoalChanges {
    /// Of runs in which it is read at the same kind of square as in most.
    let base: RunMean
    let baseSite: GoalCourse.BaseSite
    let baseUse: RunMean
    let proxyUse: RunMean
    let proxyLevel: RunMean
    /// How much more goes through the proxy than through the base.
    let moreProxy: RunMean
    /// Runs in which the base is seen to become known.
    let known: Int
    /// What moved beyond what data that cannot tell the two apart would, in log odds.
    let beyondTheory: RunMean
    /// Inside of this a change counts as none: the mean over the runs.
    let margin: Double

    init(_ found: [RunGoalCourse.Found]) {
      let atAgents = found.count { $0.baseSite == .agent }
      let site: GoalCourse.BaseSite = 2 * atAgents > found.count ? .agent : .things
      baseSite = site
      base = RunMean(found.filter { $0.baseSite == site }.map(\.base.estimate))
      baseUse = RunMean(found.map(\.baseUse.estimate))
      proxyUse = RunMean(found.map(\.proxyUse.estimate))
      proxyLevel = RunMean(found.map(\.proxyLevel.estimate))
      moreProxy = RunMean(
        found.map { $0.proxyLevel.estimate.minus($0.baseLevel.estimate) })
      known = found.count(where: \.becomesKnown)
      beyondTheory = RunMean(
        found.compactMap { run in
          guard let expected = run.expected, let observed = run.observed else { return nil }
          return BootstrapEstimate(value: observed - expected, replicates: [], interval: nil)
        })
      let margins = found.compactMap(\.margin)
      margin = margins.isEmpty ? .nan : Sample.mean(margins)
    }

    /// Nil where it is not known whether the proxy stays while the base becomes known.
    var stays: Bool? {
      guard let base = base.interval, let baseUse = baseUse.interval,
        let proxyUse = proxyUse.interval, margin.isFinite
      else { return nil }
      if [baseUse, proxyUse].contains(where: { $0.lower > margin || $0.upper < -margin }) {
        return false
      }
      let isSame = [self.baseUse, self.proxyUse].allSatisfy {
        $0.interval(confidence: 0.9)?.isInside(margin: margin) ?? false
      }
      let isProxy =
        (proxyLevel.interval?.lower ?? -1) > margin && (moreProxy.interval?.lower ?? -1) > 0
      return isSame && isProxy && base.lower > 0 && 2 * known > self.base.values.count ? true : nil
    }
  }

  /// Whether the goal stayed while the networks learned more, group by group.
  ///
  /// - Parameter courses: one a run, in their order.
  package func goalCourseFinding(_ courses: [RunGoalCourse]) -> Finding {
    cautious(
      Finding(
        id: "compare-goal-course",
        title: "Whether the goal stayed while the networks learned more, over runs",
        measured:
          "G8 of every run: at some of its checkpoints from where the agent goes to things, how well doors "
          + "are read at the things beyond the untrained network (R2; where that tells them as well, how well "
          + "it is read at the agent which way leads to one), and how much of the choice goes through doors and "
          + "through red things; changes are from the first third of them to the last.",
        control:
          "Means are over runs and levels: levels are drawn anew together for all checkpoints of all runs, "
          + "and runs differ by their seeds. That something stays the same is shown by two one-sided "
          + "tests. Beside them stands what training would move that cannot tell doors from red things, if "
          + "codes and what reads them were all there is to train.",
        shows: groups.map { sentence($0, courses) }.joined(separator: " "),
        doesNotShow:
          "What changed before the agents went to things at all is not seen, nor what lies between two "
          + "checkpoints.",
        records: groups.map { record($0, courses) },
        charts: courses.contains { $0.found != nil }
          ? [NamedChart("changes", .forest(forest(courses)))] : []))
  }

  private func found(
    _ group: RunGroup, _ courses: [RunGoalCourse]
  ) -> [RunGoalCourse.Found] {
    group.runs.compactMap { courses[$0].found }.filter { $0.refusal == nil }
  }

  private func sentence(_ group: RunGroup, _ courses: [RunGoalCourse]) -> String {
    let found = found(group, courses)
    let reasons = group.runs.compactMap { courses[$0].leftOut ?? courses[$0].found?.refusal }
    let without =
      reasons.first.map {
        reasons.count == 1
          ? " 1 run has no course: \($0)."
          : " \(reasons.count) runs have no course, for example: \($0)."
      } ?? ""
    guard !found.isEmpty else { return "'\(group.label)' has no course.\(without)" }
    let changes = GoalChanges(found)
    let of =
      changes.base.values.count == found.count
      ? "" : " (in \(Wording.count(changes.base.values.count, "run")))"
    func text(_ mean: RunMean) -> String { GoalText.estimate(mean.value, mean.interval) }
    let outcomes = Dictionary(grouping: found) { $0.outcome }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { "\($0.value.count) \($0.key)" }
    let moved = changes.beyondTheory
    let theory =
      moved.values.isEmpty
      ? ""
      : " Doors less red things moved by \(text(moved)) in log odds beyond what plain gradient descent on "
        + "levels that do not tell them apart would move, were codes and what reads them all there is to train "
        + "(\(Wording.count(moved.values.count, "run")))."
    let verdict =
      switch changes.stays {
      case true?: "the choice stays with red things while \(changes.baseSite.become)"
      case false?: "what the choice goes by changes"
      case nil: "whether the choice stays what it goes by is open"
      }
    return
      "'\(group.label)' (\(found.count) of \(Wording.count(group.runs.count, "run"))): \(verdict); what is read \(changes.baseSite.inWords) changes by \(text(changes.base))\(of), what goes through doors by "
      + "\(text(changes.baseUse)), through red things by \(text(changes.proxyUse)), within "
      + "\(GoalText.number(changes.margin)) counting as the same. Runs by themselves: "
      + "\(Wording.list(outcomes)).\(theory)\(without)"
  }

  private func record(_ group: RunGroup, _ courses: [RunGoalCourse]) -> EvidenceRecord {
    let changes = GoalChanges(found(group, courses))
    let gates = gates(group, changes.proxyUse)
    let status: EvidenceStatus =
      if let void = EvidenceStatus.void(gates) {
        void
      } else {
        switch changes.stays {
        case true?: .supports
        case false?: .contradicts
        case nil:
          .inconclusive(
            "what the choice goes by may have changed or not, or the base is not seen to become known"
          )
        }
      }
    return EvidenceRecord(
      test: Self.goalCourseTest,
      claim:
        "In runs of '\(group.label)' that have a course the choice stays with the proxy while the base concept becomes "
        + "known.", subject: subject, levels: levels.factorial.count,
      effectName: "change of what goes through the proxy, first to last third of the checkpoints",
      effect: changes.proxyUse.value.isFinite ? changes.proxyUse.value : nil,
      interval: changes.proxyUse.interval,
      minimumDetectableEffect: changes.proxyUse.power.minimumDetectableEffect,
      equivalenceMargin: changes.margin.isFinite ? changes.margin : nil,
      controls: [
        EvidenceControl(
          name: "change of what is read of the base", value: changes.base.value,
          interval: changes.base.interval),
        EvidenceControl(
          name: "change of what goes through the base", value: changes.baseUse.value,
          interval: changes.baseUse.interval),
      ], gates: gates, status: status, notes: notes(group))
  }

  private func forest(_ courses: [RunGoalCourse]) -> ChartDescription.Forest {
    func figure(_ change: RunGoalCourse.Change) -> ChartDescription.Forest.Figure {
      let estimate = change.estimate
      return .init(estimate.value, estimate.interval)
    }
    return ChartDescription.Forest(
      title: "How what is known and gone by changes over training",
      panels: [
        .init("doors known", value: .init("R2 gained")),
        .init("through doors", value: .init("how much likelier")),
        .init("through red things", value: .init("how much likelier")),
      ],
      rows: rows(
        run: { run in
          guard let found = courses[run].found else { return [nil, nil, nil] }
          return [found.base, found.baseUse, found.proxyUse].map(figure)
        },
        mean: { group in
          let found = found(group, courses)
          guard !found.isEmpty else { return nil }
          let changes = GoalChanges(found)
          return [changes.base, changes.baseUse, changes.proxyUse].map {
            .init($0.value, $0.interval)
          }
        }),
      subtitle:
        "first to last third of the checkpoints; runs: 95 % intervals over levels; means: over both",
      caption: "Runs without a course have no mark.")
  }
}
