package import LinearAlgebra
package import Statistics

/// Runs held against each other on the same levels: what their choices follow, what they do under the
/// shift, and what stands in them where they know what things are.
///
/// A claim about a group of runs is a claim about a training: its interval is over runs.
package struct RunComparison: Sendable {
  package let runs: [ComparedRun]
  package let groups: [RunGroup]
  package let measured: [RunMeasurement]
  package let figures: [RunFigures]
  let levels: GoalLevels
  let random: RandomStream

  /// Fewer runs than these are a case study.
  package static let wholeStudy = 8

  /// - Parameters:
  ///   - measured: one a run, in their order.
  /// - Throws: ``ComparisonError`` where runs cannot be compared, and what a figure is refused for.
  package init(
    _ runs: [ComparedRun], _ measured: [RunMeasurement], on levels: GoalLevels,
    random: RandomStream
  ) throws {
    precondition(
      runs.count == measured.count, "\(runs.count) runs have \(measured.count) measurements.")
    try ComparedRun.check(runs)
    self.runs = runs
    self.measured = measured
    self.levels = levels
    self.random = random
    groups = RunGroup.all(runs)
    let resampling = random.split("resampling")
    figures = try Parallel.tryMap(measured.count) { index in
      try RunFigures(measured[index], on: levels, random: resampling)
    }
  }

  /// A quantity over the runs of a group.
  package func mean(_ quantity: RunQuantity, of group: RunGroup) -> RunMean {
    RunMean(group.runs.map { figures[$0][quantity] }, within: quantity.bounds)
  }

  /// What has to hold before something is said of a group.
  func gates(_ group: RunGroup, _ mean: RunMean) -> [EvidenceGate] {
    [
      EvidenceGate(
        name: "runs", passed: mean.values.count >= RunMean.fewest,
        detail: "\(mean.values.count) of at least \(RunMean.fewest)")
    ]
  }

  /// What a claim about a group is about.
  var subject: EvidenceSubject {
    var subject = runs[0].subject.identity
    subject.run = nil
    subject.checkpoint = nil
    subject.step = nil
    subject.levels = RunMeasurement.digest(levels)
    return subject
  }

  /// Every encoding among the runs.
  private var encodings: [String] {
    Set(runs.map(\.factors.encoding)).sorted()
  }

  /// What limits every claim: too few runs of a group, too few in all, one encoding.
  package var cautions: [String] {
    var cautions: [String] = []
    if runs.count < Self.wholeStudy {
      cautions.append(
        "Case study: \(runs.count) runs in all; the seed can decide by itself what a network comes to "
          + "follow, and less than \(Self.wholeStudy) say nothing about training in general.")
    } else {
      let small = groups.filter { $0.runs.count < Self.wholeStudy }
      if !small.isEmpty {
        cautions.append(
          "Case study for "
            + Wording.list(
              small.map { "'\($0.label)' (\(Wording.count($0.runs.count, "run")))" })
            + ": a claim about a training takes at least \(Self.wholeStudy) runs.")
      }
    }
    if encodings.count == 1 {
      cautions.append(
        "All runs see things in one encoding (\(encodings[0])). Which property a network comes to "
          + "follow can turn with the encoding, which is a factor that was not varied here.")
    }
    return cautions
  }

  /// What stands in the records of a group.
  func notes(_ group: RunGroup) -> [String] {
    var notes: [String] = []
    if group.runs.count < Self.wholeStudy {
      notes.append(
        "case study: \(Wording.count(group.runs.count, "run")), of at least \(Self.wholeStudy)")
    }
    if encodings.count == 1 { notes.append("one encoding alone (\(encodings[0]))") }
    return notes
  }

  /// A finding with the cautions behind what it does not show.
  func cautious(_ finding: Finding) -> Finding {
    var finding = finding
    finding.doesNotShow = ([finding.doesNotShow] + cautions).joined(separator: " ")
    return finding
  }

  /// All that is said of behaviour and of outcomes.
  package func findings() -> [Finding] {
    ([choiceFinding, shiftFinding, outcomeFinding, useFinding]
      + (groups.count > 1 ? [differenceFinding] : []))
      .map { cautious($0) }
  }

  // MARK: - Forest plots

  /// The rows of a forest plot: group by group its runs and their mean.
  ///
  /// - Parameters:
  ///   - run: one figure a panel of a run.
  ///   - mean: the same of a group; nil for no row.
  func rows(
    run: (Int) -> [ChartDescription.Forest.Figure?],
    mean: (RunGroup) -> [ChartDescription.Forest.Figure?]?
  ) -> [ChartDescription.Forest.Row] {
    groups.flatMap { group -> [ChartDescription.Forest.Row] in
      var rows = [
        ChartDescription.Forest.Row(
          "\(group.label): \(Wording.count(group.runs.count, "run"))", group: group.label,
          role: .heading)
      ]
      rows += group.runs.map {
        ChartDescription.Forest.Row(runs[$0].name, group: group.label, figures: run($0))
      }
      if group.runs.count > 1, let figures = mean(group) {
        rows.append(
          ChartDescription.Forest.Row("mean", group: group.label, role: .mean, figures: figures))
      }
      return rows
    }
  }

  /// A forest plot of quantities.
  func forest(
    _ title: String, _ quantities: [RunQuantity], axis: String, caption: String = ""
  ) -> ChartDescription.Forest {
    ChartDescription.Forest(
      title: title,
      panels: quantities.map {
        .init($0.name, value: .init(axis, range: $0.bounds.lowerBound == 0 ? 0...1 : nil))
      },
      rows: rows(
        run: { run in
          quantities.map { .init(figures[run][$0].value, figures[run][$0].interval) }
        },
        mean: { group in
          quantities.map {
            let mean = mean($0, of: group)
            return .init(mean.value, mean.interval)
          }
        }), subtitle: "runs: 95 % intervals over levels; means: over runs and levels",
      caption: caption)
  }
}
