import LinearAlgebra
import NeuralNetworks

/// How the parameters of a network become those of a wider one that computes the same.
struct Widening {
  let narrow: any ChannelSpaced
  let wide: any ChannelSpaced
  let random: RandomStream

  func parameters(_ old: ParameterSet) -> ParameterSet {
    var result = ParameterSet(wide.layout)
    var spaces: [String: ChannelSpace] = [:]
    for space in narrow.channelSpaces { spaces[space.name] = space }
    let mixtures = mixtures
    let labels = narrow.channelAxes
    for entry in wide.layout.entries {
      guard let slot = old.layout.slot(named: entry.name) else { continue }
      let source = old.layout.entries[slot]
      let axes = entry.shape.indices.map { wide.places(entry, axis: $0) }
      let counts = entry.shape.indices.map { axis in
        labels[entry.name]?[axis]?.spaces.map { ($0, spaces[$0]?.count ?? 0) } ?? []
      }
      var stream = random.split(entry.name)
      let fanIn = Double(max(entry.count / max(entry.shape.last ?? 1, 1), 1))
      for element in 0..<entry.count {
        let noise = Float(Camouflage.gain * stream.normal() / fanIn.squareRoot())
        let index = entry.index(of: element)
        let places = zip(axes, index).map { $0?[$1] }
        let isNew = places.map { place in
          place.map { $0.channel >= (spaces[$0.space]?.count ?? 0) } ?? false
        }
        let target = entry.offset + element
        if !isNew.contains(true) {
          result.values[target] =
            old.values[
              source.offset + source.element(at: narrowed(index, places, counts))]
        } else if isNew.last == true, let place = places.last ?? nil,
          let space = spaces[place.space]
        {
          switch space.growth {
          case .none: break
          case .anything: result.values[target] = noise
          case .onlyBy(let names): if names.contains(entry.name) { result.values[target] = noise }
          case .mixtures:
            guard !isNew.dropLast().contains(true) else { break }
            var sum: Float = 0
            for channel in 0..<space.count {
              var there = narrowed(index, places, counts)
              there[there.count - 1] = channel
              sum +=
                (mixtures[place.channel - space.count]?[channel] ?? 0)
                * old.values[source.offset + source.element(at: there)]
            }
            result.values[target] = sum
          }
        }
      }
    }
    return result
  }

  /// The index of the same channels in the narrow network, whose spaces along each axis and their
  /// channels are given.
  private func narrowed(
    _ index: [Int], _ places: [ChannelPlace?], _ counts: [[(space: String, count: Int)]]
  ) -> [Int] {
    index.indices.map { axis in
      guard let place = places[axis] else { return index[axis] }
      let width = counts[axis].reduce(0) { $0 + $1.count }
      let before = counts[axis].prefix(place.part)
      return place.block * width + before.reduce(0) { $0 + $1.count } + place.channel
    }
  }

  /// Weights that add up to one over the channels of a space that grows by mixtures, one set a new
  /// channel.
  private var mixtures: [Int: [Float]] {
    guard let space = narrow.channelSpaces.first(where: { $0.growth == .mixtures }),
      let wider = wide.channelSpaces.first(where: { $0.name == space.name })
    else { return [:] }
    var stream = random.split("mixtures")
    var result: [Int: [Float]] = [:]
    for new in 0..<(wider.count - space.count) {
      let shares = (0..<space.count).map { _ in stream.uniform() }
      let sum = shares.reduce(0, +)
      result[new] = shares.map { Float($0 / sum) }
    }
    return result
  }
}
