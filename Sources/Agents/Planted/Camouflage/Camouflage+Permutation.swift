import LinearAlgebra
import NeuralNetworks

extension Camouflage {
  /// The network with the channels of every space in another order.
  ///
  /// - Throws: ``CamouflageError/unknownChannels(architecture:)``.
  package static func permuted(_ agent: Agent, seed: UInt64) throws(CamouflageError) -> Agent {
    let architecture = try spaced(agent)
    let random = RandomStream(seed: seed).split("permutation")
    var orders: [String: [Int]] = [:]
    for space in architecture.channelSpaces where !space.isOrdered {
      var stream = random.split(space.name)
      orders[space.name] = stream.permutation(space.count)
    }
    var result = agent
    for entry in agent.parameters.layout.entries {
      // What the index of each axis becomes.
      let targets = entry.shape.indices.map { axis in
        destinations(architecture, entry, axis: axis, orders: orders)
      }
      for element in 0..<entry.count {
        let moved = zip(targets, entry.index(of: element)).map { $0[$1] }
        result.parameters.values[entry.offset + entry.element(at: moved)] =
          agent.parameters.values[entry.offset + element]
      }
    }
    return result
  }

  private static func destinations(
    _ architecture: any ChannelSpaced, _ entry: ParameterLayout.Entry, axis: Int,
    orders: [String: [Int]]
  ) -> [Int] {
    guard let places = architecture.places(entry, axis: axis) else {
      return Array(0..<entry.shape[axis])
    }
    return places.indices.map { index in
      let place = places[index]
      // Places of one space and block follow each other.
      return index - place.channel + (orders[place.space]?[place.channel] ?? place.channel)
    }
  }
}
