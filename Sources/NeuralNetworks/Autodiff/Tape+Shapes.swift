import LinearAlgebra

extension Tape {
  /// The channels of the first array, then those of the second.
  package func concatenate(_ left: Variable, _ right: Variable) -> Variable {
    let (first, second) = (self[left].extent, self[right].extent)
    precondition(
      first.with(channels: 0) == second.with(channels: 0),
      "Channels of shapes \(first.array) and \(second.array) cannot stand side by side.")
    let width = first.channels + second.channels
    let result = append(
      .concatenate(left, right), extent: first.with(channels: width), from: left, right)
    let (from, other, target) = (self[left].value, self[right].value, self[result].value)
    for position in 0..<first.positions {
      let start = target + position * width
      Self.copy(from + position * first.channels, to: start, count: first.channels)
      Self.copy(
        other + position * second.channels, to: start + first.channels, count: second.channels)
    }
    return result
  }

  /// The channel vectors at the given positions, `[positions.count, 1, 1, channel]`.
  ///
  /// - Parameter positions: row-major indices over `[batch, row, column]`; may repeat.
  package func gather(_ source: Variable, at positions: [Int32]) -> Variable {
    let extent = self[source].extent
    let range = indices.count..<(indices.count + positions.count)
    indices.append(contentsOf: positions)
    let result = append(
      .gather(source, range), extent: .vectors(positions.count, extent.channels), from: source)
    let (from, target) = (self[source].value, self[result].value)
    let channels = extent.channels
    for (row, position) in positions.enumerated() {
      precondition(
        position >= 0 && Int(position) < extent.positions,
        "Position \(position) is outside of shape \(extent.array).")
      Self.copy(from + Int(position) * channels, to: target + row * channels, count: channels)
    }
    return result
  }

  /// Copies one position's channels: few of them are copied faster than a call takes.
  @inline(__always)
  private static func copy(
    _ from: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    guard count <= 8 else {
      target.update(from: from, count: count)
      return
    }
    for channel in 0..<count { target[channel] = from[channel] }
  }

  /// All of a sample's elements as one channel vector; nothing is copied.
  package func flatten(_ source: Variable) -> Variable {
    let node = self[source]
    let extent = Extent.vectors(node.extent.batch, node.extent.count / max(node.extent.batch, 1))
    return append(
      .flatten(source), extent: extent, value: node.value, needsGradient: node.needsGradient)
  }

  /// The same elements in another shape of as many; nothing is copied.
  package func reshape(_ source: Variable, to extent: Extent) -> Variable {
    let node = self[source]
    precondition(
      node.extent.count == extent.count,
      "Shape \(node.extent.array) has other elements than \(extent.array).")
    return append(
      .reshape(source), extent: extent, value: node.value, needsGradient: node.needsGradient)
  }

  /// The largest channel at each position, `[batch, row, column, 1]`; the first of equals. Where a
  /// channel is not a number, neither is the result.
  package func maximumOverChannels(_ source: Variable) -> Variable {
    let extent = self[source].extent
    let range = indices.count..<(indices.count + extent.positions)
    let result = append(
      .maximumOverChannels(source, range), extent: extent.with(channels: 1), from: source)
    let (from, to) = (self[source].value, self[result].value)
    indices.append(contentsOf: repeatElement(0, count: extent.positions))
    indices.withUnsafeMutableBufferPointer { indices in
      for position in 0..<extent.positions {
        let row = from + position * extent.channels
        var (best, largest) = (0, row[0])
        for channel in 1..<max(extent.channels, 1) {
          let value = row[channel]
          if value > largest || (value.isNaN && !largest.isNaN) {
            (best, largest) = (channel, value)
          }
        }
        to[position] = largest
        indices[range.lowerBound + position] = Int32(best)
      }
    }
    return result
  }
}

extension GradientRules {
  static func concatenate(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .concatenate(let left, let right) = node.operation else { return }
    let width = node.extent.channels
    var start = 0
    for part in [left, right] {
      let channels = tape[part].extent.channels
      if tape[part].needsGradient {
        let (target, isFirst) = tape.gradientStorage(part)
        for position in 0..<node.extent.positions {
          let from = gradient + position * width + start
          let to = target + position * channels
          if isFirst {
            to.update(from: from, count: channels)
          } else {
            VectorKernels.add(from, into: to, count: channels)
          }
        }
      }
      start += channels
    }
  }

  static func gather(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .gather(let source, let range) = node.operation else { return }
    let channels = node.extent.channels
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: tape[source].extent.count) }
    for (row, index) in range.enumerated() {
      VectorKernels.add(
        gradient + row * channels, into: target + Int(tape.indices[index]) * channels,
        count: channels)
    }
  }

  static func flatten(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .flatten(let source) = node.operation else { return }
    tape.contribute(gradient, to: source, handingOver: true)
  }

  static func reshape(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .reshape(let source) = node.operation else { return }
    tape.contribute(gradient, to: source, handingOver: true)
  }

  static func maximumOverChannels(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .maximumOverChannels(let source, let range) = node.operation else { return }
    let channels = tape[source].extent.channels
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: tape[source].extent.count) }
    for (position, index) in range.enumerated() {
      target[position * channels + Int(tape.indices[index])] += gradient[position]
    }
  }
}
