import NeuralNetworks

/// Which channel an index of an axis stands for.
struct ChannelPlace: Sendable, Equatable {
  let space: String
  /// Which of the axis' spaces it is, by place: one may come twice.
  let part: Int
  let block: Int
  let channel: Int
}

extension ChannelSpaced {
  /// The number of channels by space.
  var channelCounts: [String: Int] {
    var counts: [String: Int] = [:]
    for space in channelSpaces { counts[space.name] = space.count }
    return counts
  }

  /// The channel of each index of an axis; nil for an axis without channels.
  func places(_ entry: ParameterLayout.Entry, axis: Int) -> [ChannelPlace]? {
    guard let label = channelAxes[entry.name]?[axis] else { return nil }
    let counts = channelCounts
    var places: [ChannelPlace] = []
    for block in 0..<label.blocks {
      for (part, space) in label.spaces.enumerated() {
        for channel in 0..<(counts[space] ?? 0) {
          places.append(ChannelPlace(space: space, part: part, block: block, channel: channel))
        }
      }
    }
    precondition(
      places.count == entry.shape[axis],
      "Axis \(axis) of \(entry.name) has \(entry.shape[axis]) indices, not \(places.count).")
    return places
  }
}

extension ParameterLayout.Entry {
  /// The index along each axis of an element.
  func index(of element: Int) -> [Int] {
    var index = [Int](repeating: 0, count: shape.count)
    var rest = element
    for axis in shape.indices.reversed() {
      index[axis] = rest % shape[axis]
      rest /= shape[axis]
    }
    return index
  }

  /// The element at an index.
  func element(at index: [Int]) -> Int {
    zip(shape, index).reduce(0) { $0 * $1.0 + $1.1 }
  }
}
