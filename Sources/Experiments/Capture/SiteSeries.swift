package import Agents
package import NeuralNetworks

/// One place of a network followed through its computation: a site at its ticks, or, in a network
/// without ticks, its layers in order.
package struct SiteSeries: Sendable, Equatable {
  /// `cell/hidden`, or `layers`.
  package let name: String
  package let sites: [Site]
  /// The number of each place on the axis: its tick, or its layer counted from 0.
  package let numbers: [Int]
  /// What is counted: `tick` or `layer`.
  package let unit: String
  /// What a probe sees of a place: one square, or its neighbours too where a site has one channel.
  package let kernel: PlanKernel

  /// The series of a site, or of the network's main place.
  ///
  /// The main place is ``Agents/Agent/mainMap``: the last map of the squares that has ticks (the
  /// state after the tick). In a network whose maps have no ticks, it is all of them in order, for
  /// there the layer stands for time.
  ///
  /// - Parameter thinking: the number of ticks that the network thinks.
  /// - Throws: as ``Agents/Agent/mapSite(_:)``, and ``SearchError/nothingToRead(architecture:)``
  ///   where the site has no tick in so many.
  package init(of agent: Agent, site: String? = nil, thinking: Int) throws {
    let chosen = try agent.mapSite(site)
    if site != nil || chosen.hasTicks {
      sites = try agent.allTicks(of: chosen.name, thinking: thinking)
      guard !sites.isEmpty else {
        throw SearchError.nothingToRead(architecture: type(of: agent.architecture).name)
      }
      name = chosen.name
      numbers = sites.map(\.tick)
      unit = "tick"
      kernel = chosen.channels == 1 ? .contrasts : .square
    } else {
      let layers = agent.architecture.sites.filter {
        $0.isMap && $0.channels == chosen.channels
      }
      sites = layers.map { Site($0.name) }
      name = "layers"
      numbers = Array(layers.indices)
      unit = "layer"
      kernel = chosen.channels == 1 ? .contrasts : .square
    }
  }

  private init(
    name: String, sites: [Site], numbers: [Int], unit: String, kernel: PlanKernel
  ) {
    self.name = name
    self.sites = sites
    self.numbers = numbers
    self.unit = unit
    self.kernel = kernel
  }

  package var count: Int { sites.count }

  /// The last place: what the network ends with.
  package var last: Site { sites[sites.count - 1] }

  /// The series at some of its places.
  private func keeping(_ places: [Int]) -> SiteSeries {
    SiteSeries(
      name: name, sites: places.map { sites[$0] }, numbers: places.map { numbers[$0] }, unit: unit,
      kernel: kernel)
  }

  /// The same places, read with another kernel.
  package func read(with kernel: PlanKernel) -> SiteSeries {
    SiteSeries(name: name, sites: sites, numbers: numbers, unit: unit, kernel: kernel)
  }

  /// The last place alone.
  package var atEnd: SiteSeries { keeping([count - 1]) }

  /// At most `count` places at even distances, the first and the last among them.
  package func thinned(to count: Int) -> SiteSeries {
    guard self.count > count, count > 1 else { return self }
    let step = Double(self.count - 1) / Double(count - 1)
    return keeping((0..<count).map { Int((Double($0) * step).rounded()) })
  }

  /// The places with these numbers, in the order of the series.
  ///
  /// - Throws: ``SearchError/noSuchTicks(asked:allowed:)`` when there is none.
  package func at(_ wanted: [Int]) throws(SearchError) -> SiteSeries {
    let places = numbers.indices.filter { wanted.contains(numbers[$0]) }
    guard !places.isEmpty else { throw .noSuchTicks(asked: wanted, allowed: numbers) }
    return keeping(places)
  }

  /// A place in a sentence: `tick 12`.
  package func label(_ place: Int) -> String { "\(unit) \(numbers[place])" }
}
