internal import Environments
internal import Probing
internal import Statistics

extension GoalRecallStudy {
  private var time: ChartDescription.Numbers { .init("step t of the episode") }

  private var subtitle: String {
    let counts = steps.map(\.episodes)
    return "\(name), \(counts.max() ?? 0) episodes at t = 0, \(counts.last ?? 0) at t = "
      + "\(steps.last?.step ?? 0); 95 % intervals over groups of starts"
  }

  private func line(
    _ name: String, isControl: Bool = false, _ value: (RecallStep) -> BootstrapEstimate
  ) -> ChartDescription.Series {
    ChartDescription.Series(
      name,
      points: steps.map { ChartDescription.Point(x: Double($0.step), value($0)) },
      isControl: isControl)
  }

  /// What the state adds by step, the scores behind it, and where history leaves the goal open.
  var historyCharts: [NamedChart] {
    guard !steps.isEmpty else { return [] }
    return [
      NamedChart("increment", .line(incrementChart)), NamedChart("scores", .line(scoreChart)),
    ] + (strataChart.map { [NamedChart("open", .line($0))] } ?? [])
      + [NamedChart("share", .line(shareChart))]
  }

  private var incrementChart: ChartDescription.Line {
    var series = [
      ChartDescription.Series(
        "history and state, less history",
        points: steps.map {
          ChartDescription.Point(
            x: Double($0.step), y: $0.joint.increment.value, lower: $0.jointInterval?.lower,
            upper: $0.jointInterval?.upper)
        })
    ]
    if steps.allSatisfy({ !$0.exchanged.isEmpty }) {
      series.append(
        ChartDescription.Series(
          "states exchanged between episodes (95 % of draws)",
          points: steps.map { step in
            let sorted = step.exchanged.sorted()
            return ChartDescription.Point(
              x: Double(step.step), y: Sample.mean(sorted),
              lower: Sample.quantile(0.025, ofSorted: sorted),
              upper: Sample.quantile(0.975, ofSorted: sorted))
          }, isControl: true))
    }
    return ChartDescription.Line(
      title: "What the state adds to history about the goal", x: time,
      y: .init("increment of balanced accuracy"), series: series,
      references: [.init("counts as none below", at: settings.increments.margin)],
      subtitle: subtitle,
      caption:
        "The goal is in view to t = \(settings.environment.shown - 1); history has it there, "
        + "and nothing of it later but what the moves tell.")
  }

  private var scoreChart: ChartDescription.Line {
    var series = [
      line("history and state") { $0.joint.score }, line("state alone") { $0.alone.score },
      line("history alone", isControl: true) { $0.history },
    ]
    if steps.allSatisfy({ !$0.twins.isEmpty }) {
      series.append(
        ChartDescription.Series(
          "history and untrained networks (mean)",
          points: steps.map {
            ChartDescription.Point(x: Double($0.step), y: Sample.mean($0.twins.map(\.score.value)))
          }, isControl: true))
    }
    return ChartDescription.Line(
      title: "How well the goal is told", x: time,
      y: .init("balanced accuracy", range: 0.4...1), series: series,
      references: [.init("guessing", at: 0.5)], subtitle: subtitle,
      caption: "Lines of equal height lie on one another.")
  }

  private var strataChart: ChartDescription.Line? {
    let series = RecallStep.strata.indices.map { stratum in
      ChartDescription.Series(
        RecallStep.strata[stratum],
        points: steps.filter { !$0.showsGoal && $0.status(ofStratum: stratum) != nil }.map {
          ChartDescription.Point(
            x: Double($0.step), y: $0.joint.strata[stratum].increment.value,
            lower: $0.interval(ofStratum: stratum)?.lower,
            upper: $0.interval(ofStratum: stratum)?.upper)
        })
    }.filter { !$0.points.isEmpty }
    guard !series.isEmpty else { return nil }
    return ChartDescription.Line(
      title: "What the state adds, by what the moves tell", x: time,
      y: .init("increment of balanced accuracy"), series: series,
      references: [.init("counts as none below", at: settings.increments.margin)],
      subtitle: "\(name); 95 % intervals over groups of starts",
      caption: "Given away: the best observer of the moves is at least "
        + "\(GoalText.percent(settings.givenAway)) sure. Points of fewer than "
        + "\(RecallStep.fewestUnits) groups are left out.")
  }

  private var shareChart: ChartDescription.Line {
    ChartDescription.Line(
      title: "How much of the state's variance goes with the goal", x: time,
      y: .init("share of the state's variance", range: 0...1),
      series: [
        line("trained network") { $0.goalShare },
        ChartDescription.Series(
          "untrained networks (mean)",
          points: steps.map { ChartDescription.Point(x: Double($0.step), y: $0.twinGoalShare) },
          isControl: true),
      ].filter { $0.points.allSatisfy(\.y.isFinite) }, subtitle: subtitle)
  }

  var flipChart: ChartDescription.Bars {
    typealias Bar = ChartDescription.Bars.Bar
    let count = Double(steering.steered.flips.count)
    let kinds =
      steering.random.map { ("at a right angle, \($0.length.phrase)", $0.flips) } + [
        ("of any angle, equal Euclidean length", steering.anyAngle)
      ]
    let random = kinds.map { name, flips -> Bar in
      let shares = flips.map { Double($0) / count }.sorted()
      return Bar(
        "\(flips.count) \(name)", group: "random directions",
        value: Sample.mean(shares), lower: Sample.quantile(0.025, ofSorted: shares),
        upper: Sample.quantile(0.975, ofSorted: shares))
    }
    func bar(_ name: String, _ outcome: RecallSteering.Outcome) -> Bar {
      let interval = Proportion.wilson(successes: Double(outcome.count), trials: count)
      return Bar(
        name, group: "the network", value: Double(outcome.count) / count, lower: interval.lower,
        upper: interval.upper)
    }
    return ChartDescription.Bars(
      title: "Episodes sent to the end without the goal",
      value: .init("share of the \(steering.steered.flips.count) published episodes", range: 0...1),
      bars: [
        bar("as it is", steering.unsteered),
        bar("the direction between the goals", steering.steered),
        bar("its opposite", steering.reversed),
      ] + random,
      subtitle: "\(name), added to the state at t = \(steering.step)",
      caption: "Network: Wilson's 95 % interval. Random: the mean, with the range of 95 % of draws."
    )
  }
}
