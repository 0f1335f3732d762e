internal import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Probing
internal import Statistics
package import Storage

/// One probe at every checkpoint of a run, on the same levels over the same baseline: at the last
/// tick of each site that the probe's file names.
package struct ProbeOverCheckpoints: Sendable {
  package let definition: ProbeDefinition
  package let levels: LevelSet
  package let steps: [Int]
  /// The sites at their last tick.
  let sites: [Site]
  /// Entries by site, then step.
  package let report: ProbeReport

  /// Measures the checkpoints.
  ///
  /// - Throws: ``ProbeFileError`` when no site matches, what a checkpoint or a fit is refused for,
  ///   and ``CaptureError/interrupted``.
  package init(
    _ definition: ProbeDefinition, _ sources: [EmergenceOverCheckpoints.Source],
    encoder: any ObservationEncoder, on levels: LevelSet,
    settings: SearchSettings = SearchSettings(), progress: ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws {
    guard let last = try sources.last?.load() else {
      throw SearchError.noUsableCheckpoint(broken: [])
    }
    let random = RandomStream(seed: settings.seed).split("search")
    let known = last.architecture.sites
    let thinking = settings.thinking ?? last.defaultTicks
    let sites = try known.filter { site in
      definition.sites.contains { ProbeDefinition.matches(site.name, $0) }
    }.compactMap { try last.allTicks(of: $0.name, thinking: thinking).last }
    guard !sites.isEmpty else {
      throw ProbeFileError.noSite(
        path: definition.path, patterns: definition.sites, known: known.map(\.name))
    }
    let concept = try ConceptCatalogue.concept(definition.concept, moves: levels.moves)
    let data = try ConceptRows.data(concept, levels, freeOnly: definition.freeOnly)
    let capture = Capture(sites: sites, ticks: settings.thinking, encoder: encoder)
    let observations = encoder.observations(of: levels.levels)
    var increments = settings.increments
    increments.decision = definition.decision
    let scan = try settings.baseline.scan(
      data, observations: observations, levels: levels, settings: increments,
      random: random.split("probe \(definition.id)")
    ).scan

    func measure(_ set: CaptureSet, withNull: Bool) throws -> [IncrementResult] {
      try scan.measure(count: sites.count, withNull: withNull) { place in
        try LocalFeatures.gather(
          set.activations(at: sites[place]), definition.neighbourhood, for: data)
      }
    }
    let twins = try UntrainedTwins.of(last, count: settings.untrained, from: random).map {
      try measure(capture.run($0, on: levels, observations: observations), withNull: false)
    }
    var results: [[IncrementResult]] = []
    for (index, source) in sources.enumerated() {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let set = try capture.run(try source.load(), on: levels, observations: observations)
      results.append(try measure(set, withNull: true))
      progress(
        Progress(
          stage: "\(definition.id) over checkpoints", completed: index + 1, total: sources.count,
          unit: "checkpoints"))
    }
    var places: [ProbePlace] = []
    var trained: [IncrementResult] = []
    var untrained: [[IncrementResult]] = []
    for (place, site) in sites.enumerated() {
      for (index, source) in sources.enumerated() {
        places.append(ProbePlace(site: site.name, tick: site.tick, step: source.step))
        trained.append(results[index][place])
        untrained.append(twins.map { $0[place] })
      }
    }
    report = try scan.report(places, trained: trained, untrained: untrained)
    self.definition = definition
    self.levels = levels
    self.sites = sites
    steps = sources.map(\.step)
  }
}
