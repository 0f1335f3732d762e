internal import NeuralNetworks
internal import Probing
package import Statistics

extension GoalConcepts {
  static let separatenessTest = "G3 separate concepts"
  static let useTest = "G4 concept use"

  package var sentence: String {
    let used = { (concept: GoalUse.Concept) -> String in
      "\(concept.name) \(GoalText.estimate(concept.use.value, concept.use.interval)) of "
        + "\(GoalText.number(abs(concept.natural.value)))"
        + (concept.isAvoided && concept.isUsed == true ? ", by which it is avoided" : "")
    }
    let through =
      "Of how much likelier a thing is chosen for being each, this much goes through its code: "
      + "\(used(use.base)); \(used(use.proxy))."
    switch outcome {
    case .base: return "It knows doors there, and the choice goes by that. \(through)"
    case .proxy: return "It knows red things there, and the choice goes by that. \(through)"
    case .bothUsed:
      return "Doors and red things are apart there, and the choice goes by both. \(through)"
    case .twoBaseUsed:
      return "Doors and red things are apart there, and the choice goes by doors. \(through)"
    case .twoProxyUsed:
      return "Doors and red things are apart there, and the choice goes by red things. \(through)"
    case .shared:
      return
        "One concept stands for doors and for red things, and the choice goes by it. \(through)"
    case .ownCode:
      return
        "The choice goes by what is known of things, but by neither concept: "
        + (separateness.isThere(0) == false && separateness.isThere(1) == false
          ? "neither is read there. "
          : "readers of both explain "
            + "\(GoalText.share(pointer.explained.value, pointer.explained.interval)) of what it "
            + "reads. ") + through
    case .inconclusive(let why): return "Inconclusive: \(why). \(through)"
    }
  }

  /// What the picture's own planes say of separateness, for comparison.
  private var pictureSentence: String {
    guard let observation else { return "" }
    return switch observation.keepsApart {
    case true?:
      " The picture itself keeps them apart there, so a copy of it does as well: that they are apart "
        + "is no achievement of the network."
    case false?: " The picture's own planes there do not keep them apart by themselves."
    case nil: " Whether the picture's own planes there keep them apart by themselves is not told."
    }
  }

  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    var subject = subject
    subject.levels = levelDigest
    subject.site = place.sites[0].name
    subject.tick = place.sites[0].tick
    return [useRecord(use.base, subject), useRecord(use.proxy, subject)]
      + [separateRecord(subject), pointerRecord(subject)]
  }

  private func useRecord(_ concept: GoalUse.Concept, _ subject: EvidenceSubject) -> EvidenceRecord {
    let gates =
      gates + [
        EvidenceGate(
          name: "choices are left", passed: concept.leavesChoices,
          detail:
            "\(GoalText.percent(concept.neither.erased)) of the choices are for neither thing "
            + "with the code taken out, \(GoalText.percent(concept.neither.natural)) as it is"),
        EvidenceGate(
          name: "the concept is read there", passed: concept.isThere != nil,
          detail: "whether it is cannot be said"),
      ]
    // What takes out a concept that is not there takes out something else.
    let isAbsent = concept.isThere == false
    return EvidenceRecord(
      test: Self.useTest, claim: "The choice goes by the concept of \(concept.name).",
      subject: subject, levels: use.levels,
      effectName: "how much likelier a thing is chosen for it, through its code",
      effect: concept.use.value, interval: concept.use.interval, p: concept.random.p,
      minimumDetectableEffect: concept.use.power.minimumDetectableEffect,
      equivalenceMargin: GoalUse.margin, null: EvidenceNull(concept.random),
      controls: [
        EvidenceControl(
          name: "as it is", value: concept.natural.value, interval: concept.natural.interval),
        EvidenceControl(
          name: "with its code taken out", value: concept.erased.value,
          interval: concept.erased.interval),
        EvidenceControl(
          name: "share turned by exchanging its code", value: concept.handle.value,
          interval: concept.handle.interval),
        EvidenceControl(name: "random directions that move the code as far", value: concept.asFar),
      ], gates: gates,
      status: isAbsent
        ? EvidenceStatus.void(gates) ?? .contradicts
        : .judgingBeyondMargin(
          effect: concept.use.value, interval: concept.use.interval, pAdjusted: concept.random.p,
          power: concept.use.power, margin: GoalUse.margin, gates: gates),
      notes: isAbsent
        ? ["The concept is not read there: the effect is of taking out something else."] : [])
  }

  private func separateRecord(_ subject: EvidenceSubject) -> EvidenceRecord {
    let angle = separateness.angles.angle(0, 1)
    let status: EvidenceStatus =
      switch separateness.outcome {
      case .separate:
        switch observation?.keepsApart {
        case false?: .supports
        case true?:
          .inconclusive(
            "the picture's own planes keep them apart, so that a copy of it would as well")
        case nil: .inconclusive("whether the picture's own planes keep them apart is not told")
        }
      case .shared: .contradicts
      case .only(let index):
        .inconclusive("only \(separateness.names[index]) is read there")
      case .neither: .inconclusive("neither is read there")
      case .inconclusive(let why): .inconclusive(why)
      }
    return EvidenceRecord(
      test: Self.separatenessTest, claim: "A door and a red thing are two concepts.",
      subject: subject, levels: use.levels,
      effectName: "cosine of the two directions, corrected for noise", effect: angle?.cosine.value,
      interval: angle?.cosine.interval,
      controls: [
        EvidenceControl(name: "cosine with noise", value: angle?.naive),
        EvidenceControl(
          name: "cosine in the picture's planes",
          value: observation?.angles.angle(0, 1)?.cosine.value,
          interval: observation?.angles.angle(0, 1)?.cosine.interval),
      ]
        + separateness.names.indices.flatMap { index -> [EvidenceControl] in
          let (name, other) = (separateness.names[index], separateness.names[1 - index])
          let worst = separateness.generalisation[index]?.worst
          return [
            EvidenceControl(
              name: "R2 of \(name)", value: separateness.read[index].value,
              interval: separateness.read[index].interval),
            EvidenceControl(
              name: "of it lost with \(other)", value: separateness.lost[index].value,
              interval: separateness.lost[index].interval),
            EvidenceControl(
              name: "\(name) read across \(other)", value: worst?.value, interval: worst?.interval),
            EvidenceControl(
              name: "direction of \(name) in one half against the other",
              value: separateness.angles.reliability[index].value),
          ]
        }, gates: gates, status: EvidenceStatus.void(gates) ?? status,
      notes: [
        "Directions are of all \(separateness.angles.units) levels, the rest of report levels."
      ])
  }

  private func pointerRecord(_ subject: EvidenceSubject) -> EvidenceRecord {
    let gates = pointerGates
    let interval = pointer.explained.interval
    let status: EvidenceStatus
    if let void = EvidenceStatus.void(gates) {
      status = void
    } else if let interval, interval.lower > 0.8 {
      status = .supports
    } else if let interval, interval.upper < Self.ownCode {
      status = .contradicts
    } else {
      status = .inconclusive("readers of both concepts explain a part of what the decision reads")
    }
    return EvidenceRecord(
      test: Self.useTest,
      claim: "What the decision reads of things points at the concepts of doors and red things.",
      subject: subject, levels: use.levels,
      effectName: "share of what it reads that readers of both concepts explain",
      effect: pointer.explained.value, interval: interval,
      controls: [
        EvidenceControl(
          name: "only by that of doors", value: pointer.uniqueBase.value,
          interval: pointer.uniqueBase.interval),
        EvidenceControl(
          name: "only by that of red things", value: pointer.uniqueProxy.value,
          interval: pointer.uniqueProxy.interval),
      ], gates: gates, status: status)
  }

  /// The tests as a finding.
  ///
  /// - Parameter runs: how many trained networks the claims are about.
  package func finding(
    _ subject: EvidenceSubject = EvidenceSubject(), policy: String, runs: Int = 1
  ) -> Finding {
    return Finding(
      id: "g4-concepts-and-use", title: "Two concepts, and which one decides",
      measured: "At \(place.description), the first place where exchanging the codes of two things "
        + "exchanges the choice (\(GoalText.share(use.exchanged.value, use.exchanged.interval)) of what "
        + "exchanging them in the picture does), what being a door and being red do to a thing's code "
        + "was measured on mazes that cross them. Each was then taken out of both things, and exchanged "
        + "between them, and the first action of \(policy) read again. \(leftOut) mazes whose things "
        + "stand within two squares of each other were left out.",
      control: "Directions are corrected for noise by halves of the levels; erasures stand beside "
        + "\(use.base.random.draws.count) of random directions that move the code as far "
        + "(p \(GoalText.number(use.base.random.p)) and \(GoalText.number(use.proxy.random.p)))."
        + pictureSentence,
      shows: sentence,
      doesNotShow:
        "Only linear codes at this place are taken out. A concept that is used elsewhere, "
        + "or in a way that no linear reader finds, is not seen.",
      records: records(subject),
      charts: [NamedChart("use", .bars(useChart(policy)))]
    )
    .ofRuns(runs)
  }

  private func useChart(_ policy: String) -> ChartDescription.Bars {
    ChartDescription.Bars(
      title: "How much of the choice goes through each concept",
      value: ChartDescription.Numbers("how much likelier to be chosen"),
      bars: [use.base, use.proxy].flatMap { concept -> [ChartDescription.Bars.Bar] in
        let draws = concept.random.draws.sorted()
        let random =
          draws.isEmpty
          ? []
          : [
            ChartDescription.Bars.Bar(
              "\(concept.name): random directions", group: "random", value: Sample.mean(draws),
              lower: Sample.quantile(0.05, ofSorted: draws),
              upper: Sample.quantile(0.95, ofSorted: draws))
          ]
        return [
          .init(
            "\(concept.name): as it is", group: "as it is",
            concept.natural.times(concept.isAvoided ? -1 : 1)),
          .init("\(concept.name): through its code", group: "through its code", concept.use),
        ] + random
      },
      references: [
        ChartDescription.Reference("none", at: 0),
        ChartDescription.Reference("counts as used", at: GoalUse.margin),
      ],
      subtitle:
        "\(policy), \(use.levels) report levels, 95 % intervals; random: 5 to 95 % of draws",
      caption: place.description)
  }
}
