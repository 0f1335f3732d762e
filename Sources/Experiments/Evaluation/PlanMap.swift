internal import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Probing
internal import Statistics
package import Storage

/// T1 at several checkpoints and ticks at once: when, and after how much thinking, the plan became
/// readable.
///
/// Every cell has a probe of its own over the baseline of ``EmergenceOverCheckpoints``, and a
/// permutation null; p-values are adjusted over all cells by the max-statistic (S3), since a map
/// of many cells always has a largest one.
package struct PlanMap: Sendable {
  /// The steps of the rows, rising.
  package let steps: [Int]
  /// The places of the columns: ticks, or layers of a network without ticks.
  package let series: SiteSeries
  /// Entries by step, then place.
  package let report: ProbeReport

  /// Measures the cells.
  ///
  /// - Parameters:
  ///   - emergence: whose levels, baseline and settings are used.
  ///   - sources: the checkpoints of the rows.
  ///   - places: at most so many columns, evenly spaced.
  /// - Throws: what a checkpoint or a fit is refused for, and ``CaptureError/interrupted``.
  package init(
    _ emergence: EmergenceOverCheckpoints, _ sources: [EmergenceOverCheckpoints.Source],
    encoder: any ObservationEncoder, places: Int = 7, progress: ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws {
    let (settings, levels, scan) = (emergence.settings, emergence.levels, emergence.scan)
    guard let last = try sources.last?.load() else {
      throw SearchError.noUsableCheckpoint(broken: [])
    }
    let series = try SiteSeries(
      of: last, site: settings.site, thinking: settings.thinking ?? last.defaultTicks
    ).thinned(to: places)
    let capture = Capture(sites: series.sites, ticks: settings.thinking, encoder: encoder)
    let observations = encoder.observations(of: levels.levels)
    func measure(_ agent: Agent, withNull: Bool) throws -> [IncrementResult] {
      let set = try capture.run(agent, on: levels, observations: observations)
      return try scan.measure(count: series.sites.count, withNull: withNull) { place in
        try series.kernel.gather(
          set.activations(at: series.sites[place]), levels: levels, for: scan.data)
      }
    }
    let random = RandomStream(seed: settings.seed).split("search")
    let twins = try UntrainedTwins.of(last, count: settings.untrained, from: random).map {
      try measure($0, withNull: false)
    }
    var entries: [(place: ProbePlace, result: IncrementResult)] = []
    for (index, source) in sources.enumerated() {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let results = try measure(try source.load(), withNull: true)
      for (site, result) in zip(series.sites, results) {
        entries.append((ProbePlace(site: site.name, tick: site.tick, step: source.step), result))
      }
      progress(
        Progress(
          stage: "plan by step and \(series.unit)", completed: index + 1, total: sources.count,
          unit: "checkpoints"))
    }
    report = try scan.report(
      entries.map(\.place), trained: entries.map(\.result),
      untrained: sources.flatMap { _ in
        series.sites.indices.map { place in twins.map { $0[place] } }
      })
    steps = sources.map(\.step)
    self.series = series
  }
}
