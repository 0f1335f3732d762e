internal import NeuralNetworks
package import Statistics

extension GoalCourse {
  package static let test = "G8 crystallization"

  package var sentence: String {
    let found = crystallization
    func course(_ change: BootstrapEstimate) -> String {
      GoalText.estimate(change.value, change.interval)
    }
    let changes =
      "From the first third of the checkpoints to the last third: what is read \(baseSite.inWords) "
      + "(of \(GoalText.number(found.baseRoom)) that the untrained network leaves) changes by \(course(found.baseChange)), what goes through doors "
      + "by \(course(found.baseUseChange)), through red things by \(course(found.proxyUseChange)); "
      + "within \(GoalText.number(found.margin)) counts as the same."
    let moved =
      [
        found.drift.map {
          "the direction that the decision reads moves more than \(GoalText.percent($0)) of those that it "
            + "does not"
        },
        found.gradientShare.map {
          (isByGradient ? "training pushes it " : "steps along the gradient would push it ")
            + "\(GoalText.number($0)) times as hard as these"
        },
        found.identifiableShare.map {
          "and \(GoalText.number($0)) times as hard as levels would that tell doors from red things"
        },
      ].compactMap { $0 }.joined(separator: ", ")
    let expected =
      found.confounded.map {
        " Levels that cannot tell doors from red things would, as the worth of both together changed "
          + "by what it did, have moved doors less red things by \(GoalText.number($0.expected)) in log "
          + "odds, were codes and what reads them all there is to train, by plain gradient descent; they moved by "
          + "\(GoalText.number($0.observed))."
      } ?? ""
    let points = series.points.count
    let unread =
      linear == points
      ? ""
      : " At \(points - linear) of \(points) checkpoints the gradient says what the smallest steps do and "
        + "no more: the direction is theirs."
    let about =
      (moved.isEmpty ? "" : " In the median, \(moved).") + unread + expected + " " + phases
    switch found.outcome {
    case .internalisation:
      return "Internalisation: the choice goes over from red things to doors. \(changes)\(about)"
    case .shielded:
      return
        "The proxy is crystallised, and shielded: the choice stays with it while \(baseSite.become). "
        + "\(changes)\(about)"
    case .passive:
      return
        "The proxy is crystallised, and not shielded: the choice stays with it while \(baseSite.become), "
        + "\(passiveSentence). \(changes)\(about)"
    case .noBaseKnowledge:
      return
        "No base knowledge: \(baseSite.known) no better than in the untrained network. \(changes)"
        + about
    case .stillMoving:
      return
        "Still moving: over these checkpoints what the choice goes by changes. \(changes)\(about)"
    case .inconclusive(let why): return "Inconclusive: \(why). \(changes)\(about)"
    }
  }

  /// How a proxy stays that is not shielded.
  private var passiveSentence: String {
    (crystallization.drift ?? 1) < Crystallization.leftAlone
      ? "and its direction is left alone by these levels, while levels that tell the two apart would push it"
      : "and its direction moves as unused ones do"
  }

  /// The step from which on what goes through doors and through red things is shown to be what it is at the
  /// last checkpoint, to within the margin; nil where only that is so.
  package var settled: Int? {
    let points = series.points
    guard let last = points.last else { return nil }
    var step: Int?
    for point in points.dropLast().reversed() {
      let changes = [
        last.baseUse.minus(point.baseUse), last.proxyUse.minus(point.proxyUse),
      ]
      guard changes.allSatisfy({ crystallization.isSame($0) }) else { break }
      step = point.step
    }
    return step
  }

  /// The phases: while what it goes by changes, and after.
  private var phases: String {
    let first = series.points.first?.step ?? 0
    guard let settled else {
      return "At no step before the last is what it goes by shown to be what it is at the end."
    }
    return "From step \(settled) on what it goes by is shown to be what it is at the end"
      + (settled == first ? "." : "; from step \(first) to there it is not.")
  }

  /// What it comes to, in a sentence or two.
  package var shortSentence: String {
    let first = series.points.first?.step ?? 0
    let last = series.points.last?.step ?? 0
    let span = "From step \(first) to \(last) "
    switch crystallization.outcome {
    case .internalisation:
      return span + "the choice goes over from red things to doors (internalisation)."
    case .shielded:
      return span
        + "it stays with red things while \(baseSite.become) (the proxy is crystallised, shielded)."
    case .passive:
      return span
        + "it stays with red things while \(baseSite.become), \(passiveSentence) (the proxy is crystallised)."
    case .noBaseKnowledge:
      return span
        + (baseSite == .things
          ? "doors do not become known (no base knowledge)."
          : "which way leads to a door does not become known (no base knowledge).")
    case .stillMoving:
      return span
        + "what the choice goes by still changes: through doors by "
        + "\(GoalText.number(crystallization.baseUseChange.value)), through red things by "
        + "\(GoalText.number(crystallization.proxyUseChange.value)) (still moving). " + phases
    case .inconclusive(let why): return span + "nothing is settled: \(why)."
    }
  }

  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    var subject = subject
    subject.levels = levelDigest
    subject.site = place.sites[0].name
    subject.tick = place.sites[0].tick
    let found = crystallization
    let status: EvidenceStatus =
      switch found.outcome {
      case .shielded, .passive: .supports
      case .internalisation, .stillMoving: .contradicts
      case .noBaseKnowledge: .inconclusive("\(baseSite.known) at no checkpoint")
      case .inconclusive(let why): .inconclusive(why)
      }
    return [
      EvidenceRecord(
        test: Self.test,
        claim: "The choice stays with the proxy while the base concept becomes known.",
        subject: subject, levels: levels,
        effectName: "change of what goes through the proxy, first to last third of the checkpoints",
        effect: found.proxyUseChange.value, interval: found.proxyUseChange.interval,
        minimumDetectableEffect: found.proxyUseChange.power.minimumDetectableEffect,
        equivalenceMargin: found.margin.isFinite ? found.margin : nil,
        controls: [
          EvidenceControl(
            name: "change of what is read \(baseSite.inWords)", value: found.baseChange.value,
            interval: found.baseChange.interval),
          EvidenceControl(
            name: "change of what goes through the base", value: found.baseUseChange.value,
            interval: found.baseUseChange.interval),
          EvidenceControl(name: "percentile of drift", value: found.drift),
          EvidenceControl(name: "share of the gradient", value: found.gradientShare),
          EvidenceControl(
            name: "of that on levels that tell apart", value: found.identifiableShare),
          EvidenceControl(
            name: "doors less red things, change in log odds", value: found.confounded?.observed),
          EvidenceControl(
            name: "the same, expected of levels that do not tell them apart",
            value: found.confounded?.expected),
          EvidenceControl(name: "checkpoints kept", value: Double(found.kept)),
          EvidenceControl(name: "checkpoints dropped", value: Double(found.dropped)),
        ], status: status)
    ]
  }

  /// The course as a finding.
  ///
  /// - Parameter runs: how many trained networks the claims are about.
  package func finding(
    _ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1
  ) -> Finding {
    return Finding(
      id: "g8-crystallization", title: "Whether the goal stayed while the network learned more",
      measured:
        "At \(series.points.count) checkpoints of \(name), from where the agent goes to things, "
        + "on \(levels) mazes: how well \(baseSite.measured(at: place)) (R2 less that of the "
        + "untrained network), how much of the choice goes through doors and through red things there, "
        + "and how the direction that the decision reads moves. The place was fixed on the first half "
        + "of the checkpoints, where exchanging codes does \(GoalText.percent(exchanged)) of what "
        + "exchanging things in the picture does.",
      control: "That something stays the same is shown by two one-sided tests. Drift stands beside "
        + "random directions of equal variance that the decision does not read, and the gradient "
        + "beside those and beside levels that tell doors from red things.", shows: sentence,
      doesNotShow:
        "A proxy that stays although nothing in the data would move it is a property of the "
        + "data; only where levels that tell the concepts apart would push as hard, and the direction "
        + "still moves less than others, is it the network's own." + baseSite.limit,
      records: records(subject), charts: charts
    )
    .ofRuns(runs)
  }

  private static let steps = ChartDescription.Numbers(
    "training step (updates)", isLogarithmic: true)

  private var charts: [NamedChart] {
    func series(
      _ name: String, _ value: (GoalSeries.Point) -> BootstrapEstimate
    ) -> ChartDescription.Series {
      ChartDescription.Series(
        name, points: self.series.points.map { .init(x: Double($0.step), value($0)) })
    }
    func single(
      _ name: String, isControl: Bool = false, _ value: (GoalSeries.Point) -> Double?
    ) -> ChartDescription.Series {
      ChartDescription.Series(
        name,
        points: self.series.points.compactMap { point in
          value(point).map { .init(x: Double(point.step), y: $0) }
        }, isControl: isControl)
    }
    let about = "\(name), \(levels) mazes a checkpoint"
    return [
      NamedChart(
        "course",
        .line(
          ChartDescription.Line(
            title: "What is known, and what the choice goes by", x: Self.steps,
            y: ChartDescription.Numbers("R2 gained, or how much likelier to be chosen"),
            series: [
              series("\(baseSite.series) known (R2 gained)", \.base),
              series("choice through doors", \.baseUse),
              series("choice through red things", \.proxyUse),
            ], references: [ChartDescription.Reference("none", at: 0)],
            subtitle: "\(about), 95 % intervals", caption: place.description))),
      NamedChart(
        "drift",
        .line(
          ChartDescription.Line(
            title: "How the direction that the decision reads moves", x: Self.steps,
            y: ChartDescription.Numbers("percentile, or cosine", range: 0...1),
            series: [
              single("moves more than this share of others", \.drift),
              single("known to (cosine of halves)", isControl: true) { $0.reliability },
            ],
            references: [ChartDescription.Reference("left alone", at: Crystallization.leftAlone)],
            subtitle: about,
            caption: "Others are random directions of equal variance that it does not read."))),
    ]
  }
}

extension GoalCourse.BaseSite {
  /// After *what is read*.
  package var inWords: String {
    self == .things ? "of doors" : "at the agent of which way leads to a door"
  }

  fileprivate var known: String {
    self == .things ? "doors are read" : "which way leads to a door is read at the agent"
  }

  package var become: String {
    self == .things
      ? "doors become known" : "it becomes known at the agent which way leads to a door"
  }

  fileprivate func measured(at place: GoalPlace) -> String {
    switch self {
    case .things: "doors are read at \(place.description)"
    case .agent:
      "it is read at the agent, when it decides, which of two ways leads to a door, for at "
        + "\(place.description) the untrained network tells doors as well"
    }
  }

  fileprivate var series: String { self == .things ? "doors" : "ways to doors" }

  fileprivate var limit: String {
    self == .things
      ? ""
      : " What is known of doors elsewhere than at the agent is not seen here, and what is read there may "
        + "be the choice itself: only where the choice does not go along has it become known apart from it."
  }
}
