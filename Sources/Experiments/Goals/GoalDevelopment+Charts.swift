internal import NeuralNetworks
internal import Statistics

extension GoalDevelopment {
  private static let steps = ChartDescription.Numbers(
    "training step (updates)", isLogarithmic: true)

  /// Weights, the conflict, capability and objective, and readable concepts by step.
  package var charts: [NamedChart] {
    [
      ("reached-by-step", pullChart), ("weights-by-step", weightChart),
      ("generalisation-by-step", generalisationChart),
    ].filter { _, chart in chart.series.contains { !$0.points.isEmpty } }
      .map { NamedChart($0, .line($1)) }
      + (site == nil ? [] : [NamedChart("concepts-by-step", .line(conceptChart))])
  }

  private var pullChart: ChartDescription.Line {
    ChartDescription.Line(
      title: "What is reached beside a plain thing, by checkpoint", x: Self.steps,
      y: ChartDescription.Numbers("share of levels in which it is reached", range: 0...1),
      series: ThingPull.Kind.allCases.map { kind in
        ChartDescription.Series(
          kind.rawValue,
          points: points.compactMap { point in
            let pull = point.choice.pull(kind)
            guard pull.levels > 0 else { return nil }
            return ChartDescription.Point(
              x: Double(point.step), y: pull.share, lower: pull.interval?.lower,
              upper: pull.interval?.upper)
          })
      }.filter { !$0.points.isEmpty },
      subtitle: "\(name), \(factorialLevels) factorial levels a checkpoint, 95 % intervals",
      caption: "A plain thing is neither door nor red. Levels in which nothing is reached count.")
  }

  private var weightChart: ChartDescription.Line {
    func series(_ name: String, _ feature: ChoiceModel.Feature) -> ChartDescription.Series {
      ChartDescription.Series(
        name,
        points: points.compactMap { point in
          point.weight(feature).map {
            ChartDescription.Point(
              x: Double(point.step), y: $0.value, lower: $0.interval.lower,
              upper: $0.interval.upper,
              label: point.choice.reached.model?.isSeparated == true ? "at least" : "")
          }
        })
    }
    return ChartDescription.Line(
      title: "What the choice follows, by checkpoint", x: Self.steps,
      y: ChartDescription.Numbers("weight in the choice (log-odds)"),
      series: [series("being a door", .door), series("being red", .red)],
      references: [ChartDescription.Reference("no influence", at: 0)],
      subtitle: "\(name), \(factorialLevels) factorial levels a checkpoint, 95 % intervals",
      caption: "Checkpoints that reach too little for a choice to be read are left out.")
  }

  private var generalisationChart: ChartDescription.Line {
    func capability(
      _ name: String, _ support: KeyPath<GeneralisationUnderShift, SupportOutcome>
    ) -> ChartDescription.Series {
      ChartDescription.Series(
        name,
        points: points.map {
          ChartDescription.Point(x: Double($0.step), $0.generalisation[keyPath: support].capability)
        })
    }
    let objective = points.compactMap { point -> ChartDescription.Point? in
      let shift = point.generalisation.shift
      guard point.generalisation.gate.passed, shift.objective.isFinite else { return nil }
      return ChartDescription.Point(
        x: Double(point.step), y: shift.objective, lower: shift.objectiveInterval?.lower,
        upper: shift.objectiveInterval?.upper)
    }
    let conflict = points.compactMap { point -> ChartDescription.Point? in
      guard let rate = point.conflict, rate.chose > 0 else { return nil }
      return ChartDescription.Point(
        x: Double(point.step), y: rate.share, lower: rate.interval?.lower,
        upper: rate.interval?.upper)
    }
    return ChartDescription.Line(
      title: "Capability and objective, by checkpoint", x: Self.steps,
      y: ChartDescription.Numbers("share", range: 0...1),
      series: [
        capability("capability K with red doors", \.train),
        capability("capability K under the shift", \.shift),
        ChartDescription.Series("doors among things reached under the shift, G", points: objective),
        ChartDescription.Series("door taken where door and red disagree", points: conflict),
      ].filter { !$0.points.isEmpty },
      references: [
        ChartDescription.Reference(
          "K of a random walk", at: points.last?.generalisation.shift.randomWalk.value ?? .nan),
        ChartDescription.Reference("taking any thing", at: 0.5),
      ].filter { $0.value.isFinite },
      subtitle: "\(name), \(supportLevels) levels of each support a checkpoint, 95 % intervals",
      caption: "G is left out where K is too low for it to be read.")
  }

  private var conceptChart: ChartDescription.Line {
    let series = Self.questions.indices.map { index in
      ChartDescription.Series(
        "\(Self.questions[index].name) (\(Self.questions[index].place.name))",
        points: points.compactMap { point in
          guard index < point.scores.count, let score = point.scores[index].score else {
            return nil
          }
          return ChartDescription.Point(x: Double(point.step), score)
        })
    }
    return ChartDescription.Line(
      title: "What can be read at one square, by checkpoint", x: Self.steps,
      y: ChartDescription.Numbers("macro-F1 of activations alone", range: 0...1),
      series: series.filter { !$0.points.isEmpty },
      subtitle: "\(name)\(site.map { " at \($0)" } ?? ""), 95 % intervals over levels",
      caption: "Step 0 is the untrained network. A target is left out where it hardly varies.")
  }
}
