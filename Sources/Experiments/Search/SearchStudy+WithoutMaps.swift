internal import Agents
internal import LinearAlgebra
internal import Statistics

extension SearchStudy {
  /// The tests that need no state for each square; the others say why they do not apply.
  func withoutMaps(_ stages: SearchStages) throws -> SearchEvidence {
    let random = RandomStream(seed: settings.seed).split("search")
    // A goal can be moved in maps that are there before the first tick.
    let hasMaps =
      subject.agent.mainMap != nil && RefusedTest.noMoves(subject, levels) == nil
    let reason =
      subject.agent.mainMap == nil
      ? "the network has no maps with a state for each square"
      : "the network thinks in vectors, and none of its ticks has a state for each square"
    var findings = Self.needingMaps.filter { !hasMaps || $0.test != ObjectiveSwap.test }.map {
      $0.finding(subject, levels: levels, reason: reason)
    }
    func scaling() throws -> Finding {
      try stages.begin("T7")
      return try ComputeScaling.finding(subject, on: levels, settings: settings, random: random)
    }
    guard !settings.isScreening else {
      findings.append(try scaling())
      stages.end()
      return SearchEvidence(findings.inOrderOfTests)
    }
    try stages.begin("T4")
    findings.append(
      try CounterfactualEdits.finding(
        subject, on: levels, captures: nil, audit: nil, settings: settings, fresh: fresh,
        random: random))
    if hasMaps {
      try stages.begin("T8")
      let series = try SiteSeries(
        of: subject.agent, thinking: settings.thinking ?? subject.agent.defaultTicks)
      findings.append(
        try ObjectiveSwap(
          InterventionBase(
            subject, on: levels, series: series, settings: settings, random: random)
        ).finding(subject))
    }
    findings.append(try scaling())
    try stages.begin("T9")
    findings.append(
      try StepsOfSearch.outcome(
        subject, on: levels, captures: nil, settings: settings, random: random
      ).finding)
    stages.end()
    return SearchEvidence(findings.inOrderOfTests)
  }

  /// Some of ``needingMaps``, with why they do not apply.
  func refused(_ tests: [String], _ reason: String) -> [Finding] {
    Self.needingMaps.filter { tests.contains($0.test) }.map {
      $0.finding(subject, levels: levels, reason: reason)
    }
  }

  static let needingMaps = [
    RefusedTest(
      id: "t1-plan-decodability", title: "Is the plan readable? (T1)",
      test: IncrementalPlanDecodability.test,
      claim: "The plan is readable beyond the observation.",
      effectName: "increment of macro-F1 over the observation"),
    RefusedTest(
      id: "t2-refinement", title: "Does the plan get better tick by tick? (T2)",
      test: RefinementOverTicks.test, claim: "The plan gets better tick by tick.",
      effectName: "slope of the increment"),
    RefusedTest(
      id: "t3-wavefront", title: "Does it spread like a search? (T3)",
      test: GeodesicWavefront.test, claim: "Edits spread along free squares, not through walls.",
      effectName: GeodesicWavefront.effectName),
    RefusedTest(
      id: "t5-steering", title: "Does the network follow a plan written into it? (T5)",
      test: PlanSteering.test,
      claim: "The network follows a plan that is written where its plan is read.",
      effectName: "success"),
    RefusedTest(
      id: "t6-necessity", title: "Does the network need its plan? (T6)",
      test: PlanNecessity.test, claim: "The network decides worse without its plan.",
      effectName: "drop of optimality"),
    RefusedTest(
      id: "t8-objective-swap", title: "Can the goal be moved inside? (T8)",
      test: ObjectiveSwap.test, claim: "The goal is a thing of its own inside that can be moved.",
      effectName: "relative success"),
    RefusedTest(
      id: "t10-candidates", title: "Is what is not chosen held and weighed? (T10)",
      test: CandidateNames.presence, claim: "The route that is not taken is held.",
      effectName: "increment"),
  ]
}
