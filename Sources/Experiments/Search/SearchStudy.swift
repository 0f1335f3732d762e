internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics
package import Storage

/// The ten tests of search on one network and one set of levels.
package struct SearchStudy: Sendable {
  package let subject: StudySubject
  package let levels: LevelSet
  package let settings: SearchSettings
  /// Where more levels of the same kind come from; none with levels of a file.
  package let fresh: FreshLevels?

  package init(
    _ subject: StudySubject, on levels: LevelSet, settings: SearchSettings = SearchSettings(),
    fresh: FreshLevels? = nil
  ) {
    self.subject = subject
    self.levels = levels
    self.settings = settings
    self.fresh = fresh
  }

  /// The place that is probed: every tick, thinned, or those asked for.
  ///
  /// - Throws: for an unknown site or ticks that do not exist.
  package func series() throws -> (all: SiteSeries, probed: SiteSeries) {
    let thinking = settings.thinking ?? subject.agent.defaultTicks
    let all = try PlanPlace(
      subject, on: levels, site: settings.site, thinking: thinking
    ).series
    let probed = try settings.ticks.map { try all.at($0) } ?? all.thinned(to: settings.mostTicks)
    return (all, probed)
  }

  /// Runs the tests in their order.
  ///
  /// On levels that are too easy T1 and T3 are refused and say so; T2 is read on the hard levels
  /// among them. A network that does not think in maps has T4, T7 and T9, and T8 where it has maps;
  /// one that chooses no move is read alone (T1 to T4, T9). Where an input plane gives the plan away,
  /// it is held as in one level and all tests are run on the network without it; in screening the leak
  /// voids T3 instead.
  ///
  /// - Throws: what a run of the agent or a fit is refused for, and ``CaptureError/interrupted``.
  package func run(
    progress: @escaping ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws -> SearchEvidence {
    let stages = SearchStages(progress: progress, interruption: interruption)
    guard subject.agent.thinksInMaps || settings.site != nil else {
      return try withoutMaps(stages)
    }
    return try withMaps(stages, audited: nil)
  }

  /// - Parameter audited: the finding of the audit by which planes are held in this study.
  private func withMaps(_ stages: SearchStages, audited: Finding?) throws -> SearchEvidence {
    let random = RandomStream(seed: settings.seed).split("search")
    try stages.begin("capture")
    let (all, probed) = try series()
    let gates = try LevelGates(levels, settings)
    let mayRead = gates.difficulty.allSatisfy(\.passed)
    let captures = try NetworkCaptures(
      subject, on: levels, series: probed, thinking: settings.thinking,
      untrained: settings.untrained, random: random)
    try stages.begin("plan probes")
    let plan = try PlanScan(captures, settings: settings, random: random)
    var findings: [Finding] = []
    try stages.begin("T1")
    findings.append(
      mayRead
        ? try IncrementalPlanDecodability(plan, gates: gates, subject: subject).finding(subject)
        : IncrementalPlanDecodability.refused(gates, subject: subject, levels: levels))
    try stages.begin("T2")
    let map = DistanceTickMap(plan)
    findings.append(try RefinementOverTicks(plan, gates: gates, map: map).finding(subject))
    try stages.begin("input audit")
    let audit = try InputAudit(plan, subject: subject, random: random)
    if audited == nil, !audit.leaks.isEmpty, !settings.isScreening {
      return try holding(audit).withMaps(stages, audited: audit.finding(subject, isHeld: true))
    }
    let gate = audited == nil ? audit.gate : nil
    try stages.begin("T3")
    findings.append(
      mayRead
        ? GeodesicWavefront(
          try PerturbationCone(
            subject, on: levels, series: all, settings: settings, random: random),
          onset: WavefrontOnset(map), gates: gates, levels: levels, audit: gate,
          settings: settings
        ).finding(subject)
        : GeodesicWavefront.refused(gates, subject: subject, levels: levels))
    findings.append(audited ?? audit.finding(subject))
    if settings.isScreening {
      try stages.begin("T7")
      findings.append(
        try ComputeScaling.finding(subject, on: levels, settings: settings, random: random))
      try stages.begin("value maps")
      if let maps = try valueMaps(plan) { findings.append(maps) }
      stages.end()
      return SearchEvidence(findings)
    }
    try stages.begin("T4")
    findings.append(
      try CounterfactualEdits.finding(
        subject, on: levels, captures: captures, audit: gate, settings: settings, fresh: fresh,
        random: random))
    findings += try interventions(
      all, captures, stages, random, isRead: findings.first?.records.first?.status)
    try stages.begin("T7")
    findings.append(
      try ComputeScaling.finding(subject, on: levels, settings: settings, random: random))
    try stages.begin("T9")
    findings.append(
      try StepsOfSearch.outcome(
        subject, on: levels, captures: captures, settings: settings, random: random
      ).finding.voided(by: gate))
    try stages.begin("T10")
    findings.append(try candidates(all, audit: gate, random))
    try stages.begin("value maps")
    if let maps = try valueMaps(plan) { findings.append(maps) }
    stages.end()
    return SearchEvidence(findings.inOrderOfTests)
  }

  /// The study of the network with the planes that leak held as in the first level.
  private func holding(_ audit: InputAudit) -> SearchStudy {
    var held = subject
    held.encoder = HeldPlanes(
      subject.encoder, holding: audit.leaks.map(\.index), asIn: levels.levels[0])
    return SearchStudy(held, on: levels, settings: settings, fresh: fresh)
  }

  /// T5, T6 and T8.
  ///
  /// - Parameter isRead: what T1 says. A loss without what no reader finds beyond the observation is
  ///   no loss of a plan.
  private func interventions(
    _ series: SiteSeries, _ captures: NetworkCaptures, _ stages: SearchStages,
    _ random: RandomStream, isRead: EvidenceStatus?
  ) throws -> [Finding] {
    if let reason = RefusedTest.noMoves(subject, levels) {
      return refused([PlanSteering.test, PlanNecessity.test, ObjectiveSwap.test], reason)
    }
    let base = try InterventionBase(
      subject, on: levels, series: series, settings: settings, random: random)
    let found: [Finding]
    do {
      let reader = try PlanReader(
        captures.trained.activations(at: series.last), at: series.last, kernel: series.kernel,
        levels: levels, data: PlanReader.data(levels))
      try stages.begin("T5")
      let steering = try PlanSteering(base, reader: reader).finding(subject)
      try stages.begin("T6")
      var necessity = try PlanNecessity(base, reader: reader).finding(subject)
      if necessity.records.first?.status == .supports {
        necessity = necessity.voided(
          by: EvidenceGate(
            name: "a plan is read beyond the observation (T1)", passed: isRead == .supports,
            detail: isRead == .supports
              ? "it is" : "it is not shown, so that what is erased may be the picture"))
      }
      found = [steering, necessity]
    } catch ProbingError.constantFeatures(_) {
      found = refused(
        [PlanSteering.test, PlanNecessity.test],
        "at \(series.last) nothing differs between squares or levels")
    }
    try stages.begin("T8")
    return found + [try ObjectiveSwap(base).finding(subject)]
  }

  /// T10: in levels with two ways, and, where no candidate is found there, one candidate after another.
  private func candidates(
    _ series: SiteSeries, audit: EvidenceGate?, _ random: RandomStream
  ) throws -> Finding {
    let ways = try CandidatesAndEvaluation.finding(
      subject, on: levels, series: series, audit: audit, settings: settings, fresh: fresh,
      random: random)
    let found = SearchRecords(ways.records).named(CandidateNames.presence)
    guard found?.status != .supports, SerialCandidates.obstacle(series) == nil,
      RefusedTest.noMoves(subject, levels) == nil
    else { return ways }
    let captures = try NetworkCaptures(
      subject, on: levels, series: series.thinned(to: SerialCandidates.mostTicks),
      thinking: settings.thinking,
      untrained: min(settings.untrained, CandidatesAndEvaluation.mostUntrained), random: random)
    guard
      let serial = try SerialCandidates(
        captures, others: mainMap(beside: captures, random), settings: settings, random: random)
    else { return ways }
    return ways.joined(serial.finding(subject).voided(by: audit))
  }

  /// The network alone at the map that it goes on from, where its plan is read at another one.
  private func mainMap(
    beside captures: NetworkCaptures, _ random: RandomStream
  ) throws -> [NetworkCaptures] {
    guard settings.site == nil, let main = subject.agent.mainMap, main.hasTicks,
      main.name != captures.series.name
    else { return [] }
    let all = try SiteSeries(
      of: subject.agent, site: main.name,
      thinking: settings.thinking ?? subject.agent.defaultTicks)
    let series = try all.at(captures.series.numbers.filter(all.numbers.contains))
    return [
      try NetworkCaptures(
        subject, on: levels, series: series, thinking: settings.thinking, untrained: 0,
        random: random)
    ]
  }

  /// The value maps of one report level, for networks that have such maps.
  private func valueMaps(_ plan: PlanScan) throws -> Finding? {
    guard let place = PlanPictures(plan).level,
      let chart = try ValueMaps.chart(
        subject, level: levels.levels[place], id: levels.keys[place].id,
        thinking: settings.thinking, ticks: settings.ticks)
    else { return nil }
    return Finding(
      id: "value-maps", title: "The value map, tick by tick",
      measured: "The network's own map with one number a square, at several ticks of one level.",
      control: "", shows: "",
      doesNotShow: "A picture of one level is an illustration and no evidence.", records: [],
      charts: [NamedChart("value-by-tick", .mazeGrid(chart))])
  }
}

/// Tells which test runs and hears an interruption between two.
struct SearchStages {
  private static let names = [
    "capture", "plan probes", "T1", "T2", "input audit", "T3", "T4", "T5", "T6", "T8", "T7", "T9",
    "T10", "value maps",
  ]

  let progress: ProgressHandler
  let interruption: Interruption

  /// - Throws: ``CaptureError/interrupted``.
  func begin(_ name: String) throws {
    guard !interruption.isRequested() else { throw CaptureError.interrupted }
    progress(
      Progress(
        stage: "search", completed: Self.names.firstIndex(of: name) ?? 0, total: Self.names.count,
        unit: "stages", detail: name))
  }

  func end() {
    progress(
      Progress(
        stage: "search", completed: Self.names.count, total: Self.names.count, unit: "stages"))
  }
}

extension Finding {
  /// The finding void where a gate has failed.
  func voided(by gate: EvidenceGate?) -> Finding {
    guard let gate, !gate.passed else { return self }
    var result = self
    for index in result.records.indices where !result.records[index].status.isNotApplicable {
      result.records[index].gates.append(gate)
      result.records[index].status = .void([gate]) ?? result.records[index].status
    }
    return result
  }
}

extension [Finding] {
  /// T1 to T10, then the rest, each group in the order it is in.
  var inOrderOfTests: [Finding] {
    func number(_ finding: Finding) -> Int {
      guard let label = finding.records.first?.test.prefix(while: { $0 != " " }),
        let place = SearchRecords.labels.firstIndex(of: String(label))
      else { return SearchRecords.labels.count }
      return place
    }
    return enumerated().sorted {
      (number($0.element), $0.offset) < (number($1.element), $1.offset)
    }.map(\.element)
  }
}
