internal import Agents
internal import NeuralNetworks

/// The places of a network that patterns of names and a choice of ticks stand for.
enum ProbeSites {
  /// One place: a site at a tick, 0 for a site without ticks.
  struct Place {
    let name: String
    let tick: Int
    let hasTicks: Bool
  }

  /// The sites in the network's order with their ticks. Only maps are read: a pattern passes over
  /// other sites, and a name of one is refused.
  ///
  /// - Parameter path: what asks, for messages.
  /// - Throws: ``ProbeFileError`` when no site or no tick matches.
  static func matching(
    _ patterns: [String], _ ticks: ProbeDefinition.Ticks, of agent: Agent, thinking: Int?,
    path: String
  ) throws -> [(name: String, ticks: [Int])] {
    // A network without any map is refused before its names are looked at.
    _ = try agent.mapSite()
    let known = agent.architecture.sites
    for name in patterns where known.contains(where: { $0.name == name }) {
      _ = try agent.mapSite(name)
    }
    let matched = known.filter { site in
      site.isMap && patterns.contains { ProbeDefinition.matches(site.name, $0) }
    }
    guard !matched.isEmpty else {
      throw ProbeFileError.noSite(path: path, patterns: patterns, known: known.map(\.name))
    }
    let thinking = thinking ?? agent.defaultTicks
    return try matched.map { site in
      guard site.hasTicks else { return (site.name, [0]) }
      let all = try agent.allTicks(of: site.name, thinking: thinking).map(\.tick)
      let wanted =
        switch ticks {
        case .all: all
        case .last: Array(all.suffix(1))
        case .listed(let numbers): all.filter(numbers.contains)
        }
      guard !wanted.isEmpty else {
        var asked: [Int] = []
        if case .listed(let numbers) = ticks { asked = numbers }
        throw ProbeFileError.noTick(path: path, ticks: asked, allowed: all)
      }
      return (site.name, wanted)
    }
  }

  /// The same, place by place.
  static func places(
    _ patterns: [String], _ ticks: ProbeDefinition.Ticks, of agent: Agent, thinking: Int?,
    path: String
  ) throws -> [Place] {
    let withTicks = Set(agent.architecture.sites.filter(\.hasTicks).map(\.name))
    return try matching(patterns, ticks, of: agent, thinking: thinking, path: path)
      .flatMap { site in
        site.ticks.map {
          Place(name: site.name, tick: $0, hasTicks: withTicks.contains(site.name))
        }
      }
  }
}
