internal import Environments
internal import Probing
package import Statistics

extension GoalRecallStudy {
  /// One finding a question.
  package func findings(_ subject: EvidenceSubject = EvidenceSubject()) -> [Finding] {
    [behaviourFinding(subject), historyFinding(subject), steeringFinding(subject)]
  }

  private static let oneNetwork =
    "It is one network of one training, and says nothing about training in general."

  private func behaviourFinding(_ subject: EvidenceSubject) -> Finding {
    Finding(
      id: "g1-remembered-goal", title: "Whether it goes to the goal that it was shown",
      measured:
        "\(name) played \(courses.count) episodes on a line whose goal is shown in the first "
        + "\(settings.environment.shown) observations. Starts were drawn evenly from -0.4 to 0.4, and "
        + "from then on each action was replaced by a random one with probability "
        + "\(GoalText.number(settings.environment.replaced, digits: 1)).",
      control:
        "An agent that was shown nothing reaches the goal in half of the episodes; untrained "
        + "networks of the same shape reach it in \(GoalText.percent(untrainedSolved)), others of "
        + "their episodes running out of time.",
      shows:
        "It reaches the goal in \(solvedCount) of \(courses.count) episodes, "
        + "\(GoalText.share(solved.value, solved.interval)). "
        + "Of the \(steering.unsteered.flips.count) episodes of the published task it solves "
        + "\(solvedListed).",
      doesNotShow: "This does not say where the goal is kept, nor whether as a goal. "
        + Self.oneNetwork, records: [behaviourRecord(subject)])
  }

  private var solvedCount: Int { courses.count(where: \.isSolved) }

  private var solvedListed: Int {
    steering.unsteered.flips.count - steering.unsteered.count - steering.unsteered.cut
  }

  private func historyFinding(_ subject: EvidenceSubject) -> Finding {
    Finding(
      id: "g2-goal-above-history", title: "When its state tells the goal above history",
      measured:
        "At each step t a linear probe read from the \(site.channels) channels of \(site.name) "
        + "which end holds the goal, in the episodes still under way, on starts that it was not "
        + "fitted on. History is the observation at t, the start, and every move since; of what was "
        + "shown before and is shown no longer it has nothing. With it stands what the best observer "
        + "of the moves would make of them, who knows the network's weights and how often actions are "
        + "replaced. What the state adds to that is the increment.",
      control: "Held against history read linearly and through \(settings.randomFeatures) random "
        + "features (the better one), against labels exchanged between episodes, against states "
        + "exchanged between episodes, and against \(settings.twins) untrained networks that were "
        + "shown the same.",
      shows: historySentence,
      doesNotShow: "Above history means that the network carries the goal, not that it acts by it. "
        + twinSentence + Self.oneNetwork,
      records: historyRecords(subject), charts: historyCharts)
  }

  /// What was found at which steps.
  package var historySentence: String {
    guard !steps.isEmpty else {
      return "Nothing can be said: \(courses.count) episodes are too few."
    }
    var parts: [String] = []
    for word in ["above history", "decodable, not above history", "not decodable", "inconclusive"] {
      let own = steps.filter { $0.outcome.word == word }
      guard !own.isEmpty else { continue }
      let shown = own.filter(\.showsGoal)
      let why =
        shown.isEmpty || word != "decodable, not above history"
        ? "" : " (to t = \(shown[shown.count - 1].step) the goal is in view)"
      parts.append("\(word) at t = \(Self.ranges(own.map(\.step)))\(why)")
    }
    var text = "The goal is \(parts.joined(separator: "; "))."
    if let first = firstHidden {
      text +=
        " At t = \(first.step), the first step that shows no goal, history tells it with a balanced "
        + "accuracy of \(GoalText.number(first.history.value)), and the state adds "
        + "\(Wording.signed(first.joint.increment.value)) (95 % interval "
        + "\(GoalText.interval(first.jointInterval, digits: 3))) in \(first.episodes) episodes."
    }
    return text + strataSentence + lateSentence
  }

  private var strataSentence: String {
    let hidden = steps.filter { !$0.showsGoal }
    let parts = RecallStep.strata.indices.compactMap { stratum -> String? in
      let judged = hidden.compactMap { step in
        step.status(ofStratum: stratum).map { (step: step.step, status: $0) }
      }
      guard !judged.isEmpty else { return nil }
      let counts = [("adds to it", "supports"), ("adds nothing to it", "contradicts")].compactMap {
        phrase, word -> String? in
        let own = judged.filter { $0.status.word == word }.map(\.step)
        return own.isEmpty ? nil : "\(phrase) at t = \(Self.ranges(own))"
      }
      guard !counts.isEmpty else { return nil }
      return "where \(RecallStep.strata[stratum]) the state "
        + counts.joined(separator: " and ")
    }
    return parts.isEmpty
      ? ""
      : " Among the episodes of a step, "
        + parts.joined(separator: "; ")
        + " (given away: the best observer of the moves is at least "
        + "\(GoalText.percent(settings.givenAway)) sure)."
  }

  private var lateSentence: String {
    let longest = courses.map(\.steps).max() ?? 0
    guard let last = steps.last, last.step + 1 < longest else { return "" }
    return
      " From t = \(last.step + 1) on fewer than \(settings.increments.gates.levels) episodes of "
      + "different starts are under way, and nothing is said."
  }

  private var twinSentence: String {
    guard let first = firstHidden, !first.twins.isEmpty else { return "" }
    let increments = first.twins.map(\.increment.value)
    let holds = Sample.mean(increments) > first.margin
    let share =
      "the goal makes \(GoalText.share(first.goalShare.value, first.goalShare.interval)) of the "
      + "variance of the state at t = \(first.step), and \(GoalText.percent(first.twinGoalShare)) in "
      + "untrained networks"
    return holds
      ? "Untrained networks add as well there (\(Wording.signed(Sample.mean(increments), decimals: 2)) "
        + "in the mean): random recurrent weights keep a trace of what was shown, so that the "
        + "increment alone is no sign of learning. What differs is its size: \(share). "
      : "Untrained networks add \(Wording.signed(Sample.mean(increments), decimals: 2)) there; "
        + "\(share). "
  }

  private func steeringFinding(_ subject: EvidenceSubject) -> Finding {
    let result = steering
    let count = result.steered.flips.count
    let random = result.random.map { kind in
      "\(kind.flips.count) of \(kind.length.phrase) turn "
        + "\(GoalText.number(Sample.mean(kind.flips.map(Double.init)))) of \(count) in the mean, "
        + "\(kind.flips.max() ?? 0) at most"
    }
    let conclusion: String
    switch result.status {
    case .supports:
      conclusion =
        "The direction between the goals is the goal that it acts by, causally: changing nothing else "
        + "sends it to the other end."
    case .contradicts:
      conclusion = "The direction between the goals is not what it acts by."
    case .inconclusive(let why):
      conclusion = "Whether it acts by the direction between the goals is inconclusive: \(why)."
    }
    return Finding(
      id: "g4-goal-steering", title: "Whether it acts by that goal",
      measured: "The difference of the mean states of the two goals at t = \(result.step), over "
        + "\(result.fitted) episodes, was added once to the state at that step, at full strength and "
        + "toward the other goal, in the \(count) episodes of the published task and in "
        + "\(result.freshCount) of other starts. No action was replaced.",
      control:
        "Held against random directions at a right angle to it and as long, in the plain sense "
        + "and in standard deviations of the states (it is \(GoalText.number(result.length)) long, "
        + "\(GoalText.number(result.spread)) standard deviations). Adding zero left every bit as it was.",
      shows: conclusion + " It turns \(result.steered.count) of \(count) episodes "
        + "(95 % interval \(GoalText.interval(result.effect.own.interval))), and "
        + "\(GoalText.share(result.fresh.value, result.fresh.interval)) of those of other starts. Of "
        + "random directions at a right angle, " + random.joined(separator: "; ")
        + " (p \(GoalText.number(result.effect.p, digits: 3))); of \(result.anyAngle.count) of any "
        + "angle, which hold some of it, "
        + "\(GoalText.number(Sample.mean(result.anyAngle.map(Double.init)))) in the mean and "
        + "\(result.anyAngle.max() ?? 0) at most. Its opposite turns \(result.reversed.count).",
      doesNotShow:
        "That this direction is enough does not show that it is needed, nor that the goal "
        + "is kept along one direction only. " + Self.oneNetwork,
      records: [steeringRecord(subject)], charts: [NamedChart("flips", .bars(flipChart))])
  }

  /// Numbers in words: `3 to 6, 8`.
  static func ranges(_ numbers: [Int]) -> String {
    var parts: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = parts.last, last.upperBound + 1 == number {
        parts[parts.count - 1] = last.lowerBound...number
      } else {
        parts.append(number...number)
      }
    }
    return parts.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
    }.joined(separator: ", ")
  }
}
