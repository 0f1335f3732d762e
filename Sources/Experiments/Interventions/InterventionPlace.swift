package import Agents
package import NeuralNetworks

/// Where an intervention is made: a site at some ticks, some of its channels, some of its squares.
package struct InterventionPlace: Sendable, Equatable {
  /// Which squares of a map are changed.
  package enum Squares: String, Sendable, CaseIterable {
    case all
    /// The one at which the policy is read.
    case agent
  }

  package let description: SiteDescription
  /// In the order of their ticks.
  package let sites: [Site]
  /// The number of ticks that the network thinks.
  package let thinking: Int
  /// Those that are changed, ascending.
  package let channels: [Int]
  package let squares: Squares

  /// - Parameters:
  ///   - ticks: nil for all.
  ///   - channels: nil for all.
  /// - Throws: ``InterventionError`` for what the network has not.
  package init(
    _ agent: Agent, site name: String, ticks: [Int]? = nil, channels: [Int]? = nil,
    squares: Squares = .all
  ) throws(InterventionError) {
    let all = agent.architecture.sites
    guard let site = all.first(where: { $0.name == name }) else {
      throw .unknownSite(name: name, known: all.map(\.name))
    }
    thinking = agent.defaultTicks
    if site.hasTicks {
      guard let allowed = agent.ticks(of: site, thinking: thinking) else {
        throw .neverPassed(site: name, ticks: thinking)
      }
      let chosen = ticks.map { Array(Set($0)).sorted() } ?? Array(allowed)
      let wrong = chosen.filter { !allowed.contains($0) }
      guard wrong.isEmpty else {
        throw .noSuchTicks(site: name, asked: wrong, allowed: allowed)
      }
      sites = chosen.map { Site(name, tick: $0) }
    } else {
      guard ticks == nil else { throw .noTicks(site: name) }
      sites = [Site(name)]
    }
    if let wrong = channels?.first(where: { !(0..<site.channels).contains($0) }) {
      throw .noSuchChannel(channel: wrong, site: name, channels: site.channels)
    }
    guard squares == .all || site.isMap else {
      throw .notAMap(site: name, maps: all.filter(\.isMap).map(\.name))
    }
    description = site
    self.channels = channels.map { Array(Set($0)).sorted() } ?? Array(0..<site.channels)
    self.squares = squares
  }

  private init(_ other: InterventionPlace, channels: [Int]) {
    description = other.description
    sites = other.sites
    thinking = other.thinking
    squares = other.squares
    self.channels = channels
  }

  /// The same place with other channels.
  func with(channels: [Int]) -> InterventionPlace { InterventionPlace(self, channels: channels) }

  package var name: String { description.name }

  /// Whether all channels of all squares are changed.
  var isWhole: Bool { squares == .all && channels.count == description.channels }

  /// The shape of one level's activation, `[row, column, channel]`, for observations
  /// `[level, row, column, plane]`.
  func extent(_ observations: [Int]) -> [Int] {
    let (rows, columns) = description.layout.extents(observations)
    return [rows, columns, description.channels]
  }

  /// In a sentence: `cell/hidden at ticks 1 to 12, channel 3`.
  package var text: String {
    let ticks = sites.map(\.tick)
    let isRange = ticks.count > 2 && ticks == Array((ticks.first ?? 0)...(ticks.last ?? 0))
    var text = name
    if description.hasTicks {
      text +=
        ticks.count == 1
        ? " at tick \(ticks[0])"
        : isRange
          ? " at ticks \(ticks[0]) to \(ticks[ticks.count - 1])"
          : " at ticks \(Wording.list(ticks.map(String.init)))"
    }
    if channels.count < description.channels {
      let shown = channels.prefix(8).map(String.init)
      let rest = channels.count > 8 ? " and \(channels.count - 8) more" : ""
      text +=
        ", channel\(channels.count == 1 ? "" : "s") "
        + (rest.isEmpty ? Wording.list(shown) : shown.joined(separator: ", ") + rest)
    }
    return squares == .agent ? text + ", the agent's square alone" : text
  }
}
