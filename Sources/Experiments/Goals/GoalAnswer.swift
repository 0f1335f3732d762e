internal import NeuralNetworks
internal import Probing
internal import Statistics

/// What the tests of goals come to together, as an answer to what is asked of a network: which objective it
/// has, whether that is a concept of its own, when it formed, and how sure that is.
package struct GoalAnswer: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package let question: String
    package let answer: String
  }

  /// The network.
  package let name: String
  package let rows: [Row]

  /// - Parameters:
  ///   - development: the same over the checkpoints of its run, where these were followed.
  ///   - course: G8 of these, where it was asked for.
  ///   - noCourse: why there is none although it was.
  ///   - findings: all that was found of the network, for how much of it holds.
  ///   - runs: how many trained networks the claims are about.
  package init(
    _ study: GoalStudy, development: GoalDevelopment? = nil, course: GoalCourse? = nil,
    noCourse: String? = nil, findings: [Finding], runs: Int = 1
  ) {
    name = study.name
    rows = [
      Row(question: "Which objective?", answer: Self.objective(study)),
      Row(question: "A concept of its own?", answer: Self.concept(study)),
      Row(question: "When did it form?", answer: Self.course(development, course, noCourse)),
      Row(question: "How sure?", answer: Self.confidence(findings, runs)),
    ]
  }

  private static func join(_ sentences: [String?]) -> String {
    sentences.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  // MARK: - Which objective

  private static func objective(_ study: GoalStudy) -> String {
    join([
      "The task rewards doors (the base objective).", study.choice.shortPullSentence,
      shift(study.generalisation), study.inside.map(use), study.objectives?.mixSentence,
    ])
  }

  private static func shift(_ found: GeneralisationUnderShift) -> String {
    let shift = found.shift
    let doors = GoalText.share(shift.objective, shift.objectiveInterval)
    let chance = GoalText.percent(shift.chance)
    let earned =
      " It earns \(GoalText.number(shift.best - shift.gap.value)) a level there, a best policy "
      + "\(GoalText.number(shift.best)): the gap is "
      + GoalText.estimate(shift.gap.value, shift.gap.interval) + "."
    let start = "Where the door is blue and something else is red, "
    switch found.outcome {
    case .generalises:
      return start
        + "it stays capable, and \(doors) of what it reaches are doors (\(chance) by chance)."
        + earned
    case .misgeneralises:
      return start
        + "it stays capable, and only \(doors) of what it reaches are doors (\(chance) by chance): it acts as a "
        + "pseudo-aligned agent would, and as one that does not know a blue door for a door."
        + earned
    case .undecided:
      return start
        + "it stays capable; that \(doors) of what it reaches are doors is not told apart from chance "
        + "(\(chance))." + earned
    case .notInterpreted:
      return start
        + "it reaches something in \(GoalText.percent(shift.reached)) of the levels, and by no straight way "
        + "(K \(GoalText.number(shift.capability.value))): too little to read what it wants from it."
    }
  }

  /// What the choice goes by inside, whether or not the two are told apart.
  private static func use(_ inside: GoalConcepts) -> String {
    let (base, proxy) = (inside.use.base, inside.use.proxy)
    func share(_ concept: GoalUse.Concept) -> String {
      "\(GoalText.number(concept.use.value)) of \(GoalText.number(abs(concept.natural.value)))"
    }
    if let failed = inside.gates.first(where: { !$0.passed }) {
      return "What decides inside was not found: \(failed.name) is not given (\(failed.detail))."
    }
    let how =
      "(of how much likelier a thing is chosen for it, what goes through its code: doors "
      + "\(share(base)), red things \(share(proxy)))"
    switch (base.isUsed, proxy.isUsed) {
    case (true?, true?):
      return "Inside, its choice goes by both, the code of doors and that of red things \(how)."
    case (true?, false?):
      return "Inside, its choice goes by the code of doors and not by that of red things \(how)."
    case (false?, true?):
      return "Inside, its choice goes by the code of red things and not by that of doors \(how)."
    case (false?, false?):
      return inside.outcome == .ownCode
        ? "Inside, its choice goes by a code of things that is neither that of doors nor of red things."
        : "Inside, its choice goes by neither the code of doors nor that of red things \(how)."
    case (let base, let proxy):
      let known = [("doors", base), ("red things", proxy)].compactMap { name, isUsed in
        isUsed.map { "it \($0 ? "goes" : "does not go") by the code of \(name)" }
      }
      let open = [("doors", base), ("red things", proxy)].filter { $0.1 == nil }.map(\.0)
      return "Inside, "
        + (known.isEmpty ? "" : Wording.list(known) + "; ")
        + "whether it goes by the code of \(open.joined(separator: " or ")) is open \(how)."
    }
  }

  // MARK: - A concept of its own

  private static func concept(_ study: GoalStudy) -> String {
    guard let inside = study.inside else {
      return "Not asked: no code of things was found to ask it of."
    }
    if let failed = inside.gates.first(where: { !$0.passed }) {
      return "Not asked: \(failed.name) is not given (\(failed.detail))."
    }
    let place = "at \(inside.place.description)"
    let picture =
      switch inside.observation?.outcome {
      case .separate?:
        "; but the picture shows them as two already, so that this is no work of the network's."
      case .inconclusive?, nil: "; what the picture shows by itself cannot be said."
      default: ", which the picture by itself does not show."
      }
    let found =
      switch inside.separateness.outcome {
      case .separate:
        "Doors and red things are two concepts where the choice reads them (\(place))"
          + picture
      case .shared: "One direction stands for doors and for red things (\(place))."
      case .only(0): "Doors are known where the choice reads things (\(place)), red things are not."
      case .only: "Red things are known where the choice reads things (\(place)), doors are not."
      case .neither:
        "Neither doors nor red things are known where the choice reads things (\(place))."
      case .inconclusive(let why): "Open: \(why) (\(place))."
      }
    return join([found, study.lengths.map { $0.end }])
  }

  // MARK: - When

  private static func course(
    _ development: GoalDevelopment?, _ course: GoalCourse?, _ noCourse: String?
  ) -> String {
    guard let development else {
      return "One checkpoint does not tell: give the folder of a run, and --over-checkpoints."
    }
    let onsets = [(ChoiceModel.Feature.door, "doors"), (.red, "red things")].compactMap {
      feature, name in
      development.onset(of: feature).map { "for \(name) from step \($0) on" }
    }
    let capable = development.onsetOfCapability.map { "capable under the shift from step \($0) on" }
    let last = development.points.last.map { " (the last is \($0.step))" } ?? ""
    let steps =
      onsets.isEmpty && capable == nil
      ? "From no step on\(last) can its choices be read as lastingly for doors or for red things, or is it "
        + "capable under the shift."
      : "Lastingly " + Wording.list(onsets + [capable].compactMap { $0 }) + last + "."
    if let course { return join([steps, course.shortSentence]) }
    return join([
      steps,
      noCourse.map { "Which concept decided when cannot be followed: \($0)" }
        ?? "Which concept decided when was not followed (--over-checkpoints does).",
    ])
  }

  // MARK: - How sure

  private static func confidence(_ findings: [Finding], _ runs: Int) -> String {
    let tests = findings.filter { !$0.records.isEmpty && $0.id != "goals-over-checkpoints" }
    let supported = tests.count { $0.status == .supports }
    let contradicted = tests.count { $0.status == .contradicts }
    let open = tests.filter { $0.status != .supports && $0.status != .contradicts }.map {
      "'\($0.title)'"
    }
    let counted =
      "Of \(tests.count) tests \(supported) support their first claim, \(contradicted) contradict it"
      + (open.isEmpty ? "." : ", and open are \(Wording.list(open)).")
    let card =
      GoalBenchmarkCard.current?.text
      ?? "How often such answers are right on networks whose goal is known says 'mesascope validate --goals'."
    return join([counted, card, GoalText.caseStudy(runs: runs)])
  }
}
