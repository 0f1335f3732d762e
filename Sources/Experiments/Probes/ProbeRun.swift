internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Probing
internal import Statistics

/// One probe on one network: what every site and tick adds to the observation, with every control
/// beside it.
package struct ProbeRun: Sendable {
  package let definition: ProbeDefinition
  package let levels: LevelSet
  package let settings: SearchSettings
  /// One entry a site and tick, sites in the network's order, ticks rising.
  package let report: ProbeReport
  package let scan: IncrementScan
  /// The sites that were probed with their ticks.
  package let sites: [(name: String, ticks: [Int])]
  package let isRandomBaseline: Bool

  /// Runs the probe.
  ///
  /// - Throws: ``ProbeFileError`` when no site or tick matches, and what a capture or a fit is
  ///   refused for.
  package init(
    _ definition: ProbeDefinition, subject: StudySubject, on levels: LevelSet,
    settings: SearchSettings = SearchSettings()
  ) throws {
    let random = RandomStream(seed: settings.seed).split("search")
    let sites = try Self.sites(definition, subject, thinking: settings.thinking)
    let all = sites.flatMap { entry in entry.ticks.map { Site(entry.name, tick: $0) } }
    let concept = try ConceptCatalogue.concept(definition.concept, moves: levels.moves)
    let data = try ConceptRows.data(concept, levels, freeOnly: definition.freeOnly)
    let capture = Capture(sites: all, ticks: settings.thinking, encoder: subject.encoder)
    let observations = subject.encoder.observations(of: levels.levels)
    let agents =
      [subject.agent] + UntrainedTwins.of(subject.agent, count: settings.untrained, from: random)
    let sets = try agents.map { try capture.run($0, on: levels, observations: observations) }
    var increments = settings.increments
    increments.decision = definition.decision
    let (scan, isRandom) = try settings.baseline.scan(
      data, observations: observations, levels: levels, settings: increments,
      random: random.split("probe \(definition.id)"))
    report = try scan.report(
      all.map { ProbePlace(site: $0.name, tick: $0.tick) }, untrained: settings.untrained
    ) { place, network in
      try LocalFeatures.gather(
        sets[network].activations(at: all[place]), definition.neighbourhood, for: data)
    }
    self.definition = definition
    self.levels = levels
    self.settings = settings
    self.scan = scan
    self.sites = sites
    isRandomBaseline = isRandom
  }

  /// The network's sites that the patterns match, with their ticks.
  private static func sites(
    _ definition: ProbeDefinition, _ subject: StudySubject, thinking: Int?
  ) throws -> [(name: String, ticks: [Int])] {
    let known = subject.agent.architecture.sites
    let matched = known.filter { site in
      definition.sites.contains { ProbeDefinition.matches(site.name, $0) }
    }
    guard !matched.isEmpty else {
      throw ProbeFileError.noSite(
        path: definition.path, patterns: definition.sites, known: known.map(\.name))
    }
    let thinking = thinking ?? subject.agent.defaultTicks
    return try matched.map { site in
      guard site.hasTicks else { return (site.name, [0]) }
      let all = try subject.agent.allTicks(of: site.name, thinking: thinking).map(\.tick)
      let wanted =
        switch definition.ticks {
        case .all: all
        case .last: Array(all.suffix(1))
        case .listed(let numbers): all.filter(numbers.contains)
        }
      guard !wanted.isEmpty else {
        var asked: [Int] = []
        if case .listed(let numbers) = definition.ticks { asked = numbers }
        throw ProbeFileError.noTick(path: definition.path, ticks: asked, allowed: all)
      }
      return (site.name, wanted)
    }
  }
}
