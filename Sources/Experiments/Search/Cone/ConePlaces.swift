internal import Agents
internal import NeuralNetworks

/// Where an edit is followed: all maps of a network, tick by tick, or, in a network without ticks,
/// its layers in order.
package struct ConePlaces: Sendable {
  /// `all maps`, or the one site that was asked for.
  package let name: String
  /// The number of each place: its tick, or its layer counted from 0.
  package let numbers: [Int]
  package let unit: String
  /// The sites that are read together at each place.
  let sites: [[Site]]
  let channels: Int

  /// More channels than these are not read together: the main map first, then the others.
  static let mostChannels = 256

  /// - Parameter main: the network's main place, at all its ticks.
  init(of agent: Agent, main: SiteSeries, onlyMain: Bool, thinking: Int) throws {
    numbers = main.numbers
    unit = main.unit
    guard let first = agent.architecture.sites.first(where: { $0.name == main.sites[0].name })
    else { throw SearchError.nothingToRead(architecture: type(of: agent.architecture).name) }
    var names = [first.name]
    var channels = first.channels
    if !onlyMain, main.unit == "tick" {
      for site in agent.architecture.sites
      where site.isMap && site.hasTicks && site.name != first.name
        && channels + site.channels <= Self.mostChannels
      {
        let ticks = Set(agent.ticks(of: site, thinking: thinking) ?? 0...0)
        guard main.numbers.allSatisfy(ticks.contains) else { continue }
        names.append(site.name)
        channels += site.channels
      }
    }
    self.channels = channels
    sites =
      main.unit == "tick"
      ? main.numbers.map { tick in names.map { Site($0, tick: tick) } } : main.sites.map { [$0] }
    name = names.count == 1 ? main.name : "all maps (\(names.joined(separator: ", ")))"
  }
}
