internal import LinearAlgebra
internal import Statistics

extension RunComparison {
  package static let courseTest = "course over runs"

  /// What runs reach at each checkpoint, group by group: means over runs, and whether doors win over red
  /// things in the course of training.
  ///
  /// - Parameter courses: one a run, in their order.
  package func courseFinding(_ courses: [RunCourse]) -> Finding {
    cautious(
      Finding(
        id: "compare-course", title: "What is reached in the course of training",
        measured:
          "Checkpoints of every run played the same mazes: with two things, of which one is "
          + "plain, and shifted ones with a blue door and a red thing.",
        control:
          "The first point is the untrained network. Over runs the null is that each slope could "
          + "as well have come out with the other sign.",
        shows: groups.map { sentence($0, courses) }.joined(separator: " "),
        doesNotShow: "Checkpoints between those that were saved are not seen.",
        records: groups.map { record($0, courses) },
        charts: groups.enumerated().flatMap { index, group in
          [
            NamedChart(
              "beside-plain-\(index + 1)",
              .line(
                line(
                  "What is reached beside a plain thing: \(group.label)",
                  [.redDoor, .plainDoor, .redOther], group, courses))),
            NamedChart(
              "shift-\(index + 1)",
              .line(
                line(
                  "What is reached under the shift: \(group.label)",
                  [.base, .proxy, .neither, .capability], group, courses))),
          ]
        }))
  }

  /// The steps that all runs of a group have.
  private func steps(_ group: RunGroup, _ courses: [RunCourse]) -> [Int] {
    let all = group.runs.map { Set(courses[$0].points.map(\.step)) }
    return (all.first ?? []).filter { step in all.allSatisfy { $0.contains(step) } }.sorted()
  }

  private func mean(
    _ quantity: RunQuantity, at step: Int, _ group: RunGroup, _ courses: [RunCourse]
  ) -> RunMean {
    RunMean(
      group.runs.map { run in
        let value = courses[run].points.first { $0.step == step }?[quantity]
        return BootstrapEstimate(value: value ?? .nan, replicates: [], interval: nil)
      }, within: quantity.bounds)
  }

  /// How much door minus red thing rises from one checkpoint to the next, by Theil's line; the untrained
  /// network is left out.
  private func slopes(_ group: RunGroup, _ courses: [RunCourse]) -> RunMean {
    RunMean(
      group.runs.map { run in
        let points = courses[run].points.filter { $0.step > 0 }
        let values = points.compactMap { point -> Double? in
          guard let base = point[.base], let proxy = point[.proxy] else { return nil }
          return base - proxy
        }
        let line = TheilSen(values.indices.map { Double($0) }, values)
        return BootstrapEstimate(
          value: values.count > 2 ? line.slope * Double(values.count - 1) : .nan, replicates: [],
          interval: nil)
      })
  }

  private func sentence(_ group: RunGroup, _ courses: [RunCourse]) -> String {
    let steps = steps(group, courses)
    guard let last = steps.last, steps.count > 2 else {
      return "'\(group.label)' has too few checkpoints in common to be followed."
    }
    func text(_ step: Int) -> String {
      func share(_ quantity: RunQuantity) -> String {
        GoalText.percent(mean(quantity, at: step, group, courses).value)
      }
      return
        "at step \(step) they reach the door in \(share(.base)), the red thing in \(share(.proxy)) "
        + "of shifted levels, and beside a plain thing a red door in \(share(.redDoor)), another door in "
        + "\(share(.plainDoor)), another red thing in \(share(.redOther))"
    }
    let middle = steps[steps.count / 2]
    return
      "'\(group.label)' (\(Wording.count(group.runs.count, "run"))): \(text(middle)); \(text(last))."
  }

  private func record(_ group: RunGroup, _ courses: [RunCourse]) -> EvidenceRecord {
    let mean = slopes(group, courses)
    var drawing = random.split("course signs").split(group.label)
    let null = mean.signNull(using: &drawing)
    let gates = gates(group, mean)
    return EvidenceRecord(
      test: Self.courseTest,
      claim:
        "In the course of training, runs of '\(group.label)' turn towards doors and away from red "
        + "things.", subject: subject, levels: levels.shift.count,
      effectName:
        "rise of the share of doors minus that of red things under the shift, from the first "
        + "trained checkpoint to the last (Theil's line)", effect: mean.value,
      interval: mean.interval, p: null?.p,
      minimumDetectableEffect: mean.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.success, null: null.map { EvidenceNull($0) },
      controls: zip(group.runs, mean.values).map {
        EvidenceControl(name: runs[$0.0].name, value: $0.1)
      }, gates: gates,
      status: .judging(
        effect: mean.value, interval: mean.interval, pAdjusted: mean.value > 0 ? null?.p : nil,
        power: mean.power, margin: EquivalenceMargins.success, gates: gates), notes: notes(group))
  }

  private func line(
    _ title: String, _ quantities: [RunQuantity], _ group: RunGroup, _ courses: [RunCourse]
  ) -> ChartDescription.Line {
    let steps = steps(group, courses)
    return ChartDescription.Line(
      title: title, x: .init("training step (updates)", isLogarithmic: true),
      y: .init(
        quantities.contains(.capability) ? "share of levels; K" : "share of levels", range: 0...1),
      series: quantities.map { quantity in
        ChartDescription.Series(
          quantity.name,
          points: steps.map { step in
            let mean = mean(quantity, at: step, group, courses)
            return ChartDescription.Point(
              x: Double(step), y: mean.value, lower: mean.interval?.lower,
              upper: mean.interval?.upper)
          })
      },
      subtitle: "means over \(Wording.count(group.runs.count, "run")), 95 % intervals over runs",
      caption: group.runs.count < RunMean.fewest
        ? "Fewer than \(RunMean.fewest) runs have no interval." : "")
  }
}
