package import Agents
package import Environments
package import LinearAlgebra
package import NeuralNetworks

/// How activations are captured: what is read, for how many ticks the network thinks, and how
/// levels become observations.
package struct Capture: Sendable {
  package let encoder: any ObservationEncoder
  /// What is read, in order, without repeats.
  package let sites: [Site]
  /// The number of ticks; the network's own when `nil`.
  package let ticks: Int?

  package init(sites: [Site], ticks: Int? = nil, encoder: any ObservationEncoder) {
    var seen: Set<Site> = []
    self.sites = sites.filter { seen.insert($0).inserted }
    self.ticks = ticks
    self.encoder = encoder
  }

  /// Runs the agent once on each level.
  ///
  /// - Parameter edits: changes made at sites, over the whole batch.
  /// - Throws: ``CaptureError`` for an unknown site or tick or moves that do not fit, and
  ///   `ArchitectureError` when the observations do not fit the network.
  /// - Complexity: one forward pass a level.
  package func run(
    _ agent: Agent, on levels: LevelSet, edits: [SiteEdit] = []
  ) throws -> CaptureSet {
    try run(agent, on: levels, observations: encoder.observations(of: levels.levels), edits: edits)
  }

  /// As ``run(_:on:edits:)`` on observations made before.
  package func run(
    _ agent: Agent, on levels: LevelSet, observations: Tensor, edits: [SiteEdit] = []
  ) throws -> CaptureSet {
    let ticks = ticks ?? agent.defaultTicks
    for site in sites { try Self.check(site, of: agent, ticks: ticks) }
    let output = try agent.run(
      observations, reads: levels.levels.map { [$0.grid.index($0.start)] }, ticks: ticks,
      capturing: sites, edits: edits)
    // What names pictures has outputs of its own; of what moves, another number is a mistake.
    guard
      output.logits.columns == levels.moves.count || agent.architecture is ImageClassifier
    else {
      throw CaptureError.wrongActions(
        actions: output.logits.columns, moves: levels.moves.count)
    }
    return CaptureSet(
      levels: levels, observations: observations, ticks: ticks, sites: sites,
      activations: output.activations, logits: output.logits)
  }

  /// Checks that a network has a site at a tick when it thinks for so many.
  ///
  /// - Throws: ``CaptureError``, naming the sites that are near.
  package static func check(_ site: Site, of agent: Agent, ticks: Int) throws(CaptureError) {
    let known = agent.architecture.sites
    guard let description = known.first(where: { $0.name == site.name }) else {
      throw .unknownSite(name: site.name, known: known.map(\.name))
    }
    let allowed = agent.ticks(of: description, thinking: ticks)
    guard description.hasTicks ? allowed?.contains(site.tick) == true : site.tick == 0 else {
      throw .noSuchTick(site: site.name, tick: site.tick, ticks: ticks)
    }
  }
}

extension Agent {
  /// A site at each tick that it has when the agent thinks for so many; a site without ticks
  /// once.
  ///
  /// - Throws: ``CaptureError/unknownSite(name:known:)``.
  package func allTicks(of name: String, thinking ticks: Int) throws(CaptureError) -> [Site] {
    guard let description = architecture.sites.first(where: { $0.name == name }) else {
      throw .unknownSite(name: name, known: architecture.sites.map(\.name))
    }
    guard description.hasTicks else { return [Site(name)] }
    return self.ticks(of: description, thinking: ticks)?.map { Site(name, tick: $0) } ?? []
  }
}
