package import Agents
package import NeuralNetworks

/// Where a goal, or what a thing is, is read and changed: some sites, and how many squares around its
/// own.
package struct GoalPlace: Sendable, Equatable, Hashable {
  package let sites: [Site]
  /// 0 for the square alone, 1 for its neighbours too.
  package let radius: Int

  package init(_ sites: [Site], radius: Int) {
    precondition(!sites.isEmpty, "A place has at least one site.")
    self.sites = sites
    self.radius = radius
  }

  /// In a few words: `embedding, the square and its neighbours`.
  package var description: String {
    let place =
      sites.count == 1 ? sites[0].description : "\(sites[0].name) at \(sites.count) ticks"
    return place + (radius == 0 ? ", the square alone" : ", the square and its neighbours")
  }

  /// Places that differ by no more do as much as each other.
  static let asMuch = 0.05

  /// The first that does as much as the best: what things are is known there before anything is made
  /// of it.
  ///
  /// - Parameter tried: in the order of the network's maps; nil is returned for none.
  static func first(
    amongBest tried: [(place: GoalPlace, share: Double)]
  ) -> (place: GoalPlace, share: Double)? {
    guard let best = tried.map(\.share).max() else { return nil }
    return tried.first { $0.share >= best - asMuch }
  }

  /// Those of a network's maps, in the order in which to try them: first the maps without ticks, which
  /// stand before the first tick; then those with ticks, at the first tick and at all.
  ///
  /// - Throws: as the agent's ticks do.
  package static func all(of agent: Agent, thinking: Int) throws -> [[GoalPlace]] {
    let maps = agent.architecture.sites.filter(\.isMap)
    let still = maps.filter { !$0.hasTicks }.flatMap { site in
      (0...1).map { GoalPlace([Site(site.name)], radius: $0) }
    }
    let running = try maps.filter(\.hasTicks).flatMap { site -> [GoalPlace] in
      let all = try agent.allTicks(of: site.name, thinking: thinking)
      guard let first = all.first else { return [] }
      return [[first], all].map { GoalPlace($0, radius: 1) }
    }
    return [still, running].filter { !$0.isEmpty }
  }
}
