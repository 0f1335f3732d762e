package import Agents

extension Agent {
  /// The site whose maps are read where none is named: of those that hold a state for each square
  /// of a level, the last one with ticks, or the last one if none has ticks.
  package var mainMap: SiteDescription? {
    let maps = architecture.sites.filter(\.isMap)
    return maps.last(where: \.hasTicks) ?? maps.last
  }

  /// Whether it computes on the squares of a level: it has maps, and where it has ticks some of these
  /// have them. A network that first makes a vector of its maps and then thinks does not.
  package var thinksInMaps: Bool {
    guard let main = mainMap else { return false }
    return main.hasTicks || !architecture.sites.contains(where: \.hasTicks)
  }

  /// A site that holds a state for each square of a level: the one of a name, or the main one.
  ///
  /// - Throws: ``CaptureError/unknownSite(name:known:)``, ``CaptureError/notAMap(site:maps:)``, and
  ///   ``CaptureError/noMaps(architecture:sites:)`` for a network without any.
  package func mapSite(_ name: String? = nil) throws(CaptureError) -> SiteDescription {
    let known = architecture.sites
    guard let main = mainMap else {
      throw .noMaps(architecture: type(of: architecture).name, sites: known.map(\.name))
    }
    guard let name else { return main }
    guard let site = known.first(where: { $0.name == name }) else {
      throw .unknownSite(name: name, known: known.map(\.name))
    }
    guard site.isMap else {
      throw .notAMap(site: name, maps: known.filter(\.isMap).map(\.name))
    }
    return site
  }

  /// What has to be said of the activations of a network that remembers: they are those of a first
  /// step. Nil for a network without memory.
  package var firstStepNote: String? {
    architecture.memory.isEmpty
      ? nil
      : "This network has a memory; it is seen at its first step in each level, when the memory is "
        + "still empty."
  }

  /// What has to be said of how a network that remembers was played. Nil for one without memory.
  package var carriedNote: String? {
    architecture.memory.isEmpty
      ? nil : "This network has a memory; it was carried from step to step of each episode."
  }
}
