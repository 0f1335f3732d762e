internal import LinearAlgebra
internal import Statistics

extension SearchStudy {
  /// The tests that need no maps of squares; the others say why they do not apply.
  func withoutMaps(_ stages: SearchStages) throws -> SearchEvidence {
    let random = RandomStream(seed: settings.seed).split("search")
    let reason = "the network has no maps with a state for each square"
    var findings = Self.needingMaps.map {
      $0.finding(subject, levels: levels, reason: reason)
    }
    try stages.begin("T4")
    findings.append(
      try CounterfactualEdits.finding(
        subject, on: levels, captures: nil, audit: nil, settings: settings, random: random))
    try stages.begin("T7")
    findings.append(
      try ComputeScaling.finding(subject, on: levels, settings: settings, random: random))
    try stages.begin("T9")
    findings.append(
      try StepsOfSearch.outcome(
        subject, on: levels, captures: nil, settings: settings, random: random
      ).finding)
    stages.end()
    return SearchEvidence(findings.inOrderOfTests)
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
      id: "t10-candidates", title: "Is what is not chosen held and weighed? (T10)",
      test: CandidateNames.presence, claim: "The route that is not taken is held.",
      effectName: "increment"),
  ]
}
