import LinearAlgebra

extension Tape {
  /// So many channels of each channel vector, from `start` on.
  package func slice(_ source: Variable, from start: Int, count: Int) -> Variable {
    let extent = self[source].extent
    precondition(
      start >= 0 && count > 0 && start + count <= extent.channels,
      "Channels \(start)..<\(start + count) are outside of shape \(extent.array).")
    let result = append(
      .slice(source, from: start), extent: extent.with(channels: count), from: source)
    let (from, to) = (self[source].value + start, self[result].value)
    for position in 0..<extent.positions {
      (to + position * count).update(from: from + position * extent.channels, count: count)
    }
    return result
  }
}

extension GradientRules {
  static func slice(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .slice(let source, let start) = node.operation else { return }
    let (channels, count) = (tape[source].extent.channels, node.extent.channels)
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: tape[source].extent.count) }
    for position in 0..<node.extent.positions {
      VectorKernels.add(
        gradient + position * count, into: target + position * channels + start, count: count)
    }
  }
}
