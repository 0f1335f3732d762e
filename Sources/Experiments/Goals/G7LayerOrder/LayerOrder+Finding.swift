internal import NeuralNetworks
package import Statistics

extension LayerOrder {
  package static let test = "G7 layer order"

  package func record(_ subject: EvidenceSubject) -> EvidenceRecord {
    var subject = subject
    subject.levels = levelDigest
    let status: EvidenceStatus =
      switch outcome {
      case .worldFirst: .supports
      case .goalFirst, .together: .contradicts
      case .inconclusive(let why): EvidenceStatus.void(gates) ?? .inconclusive(why)
      }
    return EvidenceRecord(
      test: Self.test, claim: "Ways are taken in before what there is to go for.", subject: subject,
      levels: min(world.levels, goal.levels),
      effectName:
        "mean depth at which things are read minus that of walls, in \(depths.count) depths",
      effect: difference.value, interval: difference.interval,
      minimumDetectableEffect: difference.power.minimumDetectableEffect,
      equivalenceMargin: margin,
      controls: [
        EvidenceControl(
          name: "depth of walls", value: world.centre.value, interval: world.centre.interval),
        EvidenceControl(
          name: "depth of things", value: goal.centre.value, interval: goal.centre.interval),
        EvidenceControl(name: "wall: as many squares elsewhere", value: world.elsewhere),
        EvidenceControl(name: "things: as many squares elsewhere", value: goal.elsewhere),
      ], gates: gates, status: status)
  }

  private var sentence: String {
    func depth(_ profile: Profile) -> String {
      "\(GoalText.estimate(profile.centre.value, profile.centre.interval, digits: 1))"
    }
    let figures =
      "Of depths 0 (\(depths.first ?? "")) to \(depths.count - 1) (\(depths.last ?? "")), walls are read at "
      + "\(depth(world)) on average and things at \(depth(goal)); difference "
      + "\(GoalText.estimate(difference.value, difference.interval, digits: 1)), within "
      + "\(GoalText.number(margin)) counting as none."
    switch outcome {
    case .worldFirst:
      return "It takes in its ways first, and what stands where after them. \(figures)"
    case .goalFirst:
      return "It takes in what stands where first, and its ways after that. \(figures)"
    case .together: return "Walls and things are read at the same depths. \(figures)"
    case .inconclusive(let why): return "Inconclusive: \(why). \(figures)"
    }
  }

  /// The test as a finding.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> Finding {
    Finding(
      id: "g7-layer-order", title: "Ways first, or the goal",
      measured: "In \(world.levels) mazes a wall was changed so that the way begins elsewhere, in "
        + "\(goal.levels) the two things were exchanged; from each depth on the activations around the "
        + "changed squares were given what they are with the change. What is left of the effect that the "
        + "changed picture has is still to be read from there on.",
      control: "At as many squares elsewhere the change does \(GoalText.percent(world.elsewhere)) "
        + "(walls) and \(GoalText.percent(goal.elsewhere)) (things) of it.",
      shows: sentence,
      doesNotShow:
        "What there is to go for is which thing stands where, as far as the choice hangs on it; the thing "
        + "that was chosen may be made up later. Where a change is read, not in what form it is kept; a network that reads its picture "
        + "anew at every tick can take up either at any of them.",
      records: [record(subject)], charts: [NamedChart("left-by-depth", .line(chart))]
    ).ofRuns(runs)
  }

  private var chart: ChartDescription.Line {
    func series(_ name: String, _ profile: Profile) -> ChartDescription.Series {
      ChartDescription.Series(
        name,
        points: profile.left.enumerated().map {
          ChartDescription.Point(x: Double($0.offset), $0.element)
        })
    }
    return ChartDescription.Line(
      title: "How much of a change is still to be read from each depth on",
      x: ChartDescription.Numbers(
        "depth, from 0 (\(depths.first ?? "")) to \(depths.count - 1) (\(depths.last ?? ""))"),
      y: ChartDescription.Numbers("share of what it does in the picture"),
      series: [series("a wall", world), series("what stands where", goal)],
      references: [ChartDescription.Reference("needed at first", at: Self.leastEffect)],
      subtitle: "95 % intervals over levels")
  }
}
