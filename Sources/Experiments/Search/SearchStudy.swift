internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Statistics
package import Storage

/// T1, T2, T3 and the input audit on one network and one set of levels.
package struct SearchStudy: Sendable {
  package let subject: StudySubject
  package let levels: LevelSet
  package let settings: SearchSettings

  package init(
    _ subject: StudySubject, on levels: LevelSet, settings: SearchSettings = SearchSettings()
  ) {
    self.subject = subject
    self.levels = levels
    self.settings = settings
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

  /// Runs the tests.
  ///
  /// On levels that are too easy T1 and T3 are refused and say so; T2 is read on the hard levels
  /// among them.
  ///
  /// - Throws: what a run of the agent or a fit is refused for, and ``CaptureError/interrupted``.
  package func run(
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws -> SearchEvidence {
    let random = RandomStream(seed: settings.seed).split("search")
    let (all, probed) = try series()
    let stages = ["capture", "plan probes", "T1", "T2", "input audit", "T3", "value maps"]
    func begin(_ stage: Int) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "search", completed: stage, total: stages.count, unit: "stages",
          detail: stages[stage]))
    }
    try begin(0)
    let gates = try LevelGates(levels, settings)
    let mayRead = gates.difficulty.allSatisfy(\.passed)
    let captures = try NetworkCaptures(
      subject, on: levels, series: probed, thinking: settings.thinking,
      untrained: settings.untrained, random: random)
    try begin(1)
    let plan = try PlanScan(captures, settings: settings, random: random)
    try begin(2)
    var findings: [Finding] = []
    findings.append(
      mayRead
        ? try IncrementalPlanDecodability(plan, gates: gates, subject: subject).finding(subject)
        : IncrementalPlanDecodability.refused(gates, subject: subject, levels: levels))
    try begin(3)
    let map = DistanceTickMap(plan)
    findings.append(
      try RefinementOverTicks(plan, gates: gates, map: map).finding(subject))
    try begin(4)
    let audit = try InputAudit(plan, subject: subject, random: random)
    try begin(5)
    if mayRead {
      let cone = try PerturbationCone(
        subject, on: levels, series: all, settings: settings, random: random)
      findings.append(
        GeodesicWavefront(
          cone, onset: WavefrontOnset(map), gates: gates, levels: levels, audit: audit.gate,
          settings: settings
        ).finding(subject))
    } else {
      findings.append(GeodesicWavefront.refused(gates, subject: subject, levels: levels))
    }
    findings.append(audit.finding(subject))
    try begin(6)
    if let maps = try valueMaps(plan) { findings.append(maps) }
    progress(
      Progress(
        stage: "search", completed: stages.count, total: stages.count, unit: "stages"))
    return SearchEvidence(findings)
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
