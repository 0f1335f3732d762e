import LinearAlgebra

extension Tape {
  /// The mean of each channel over a sample's rows and columns, `[batch, 1, 1, channel]`.
  package func meanOverPositions(_ source: Variable) -> Variable {
    let extent = self[source].extent
    let cells = extent.rows * extent.columns
    let result = append(
      .meanOverPositions(source), extent: .vectors(extent.batch, extent.channels), from: source)
    for sample in 0..<extent.batch {
      let target = self[result].value + sample * extent.channels
      target.update(repeating: 0, count: extent.channels)
      for cell in 0..<cells {
        VectorKernels.add(
          self[source].value + (sample * cells + cell) * extent.channels, into: target,
          count: extent.channels)
      }
      VectorKernels.scale(target, by: 1 / Float(cells), into: target, count: extent.channels)
    }
    return result
  }

  /// The largest of each 2x2 square, channel by channel, the first of equals; an odd last row or
  /// column is left out.
  ///
  /// - Precondition: there are at least two rows and two columns.
  package func maximumPool(_ source: Variable) -> Variable {
    let extent = self[source].extent
    precondition(
      extent.rows > 1 && extent.columns > 1,
      "An array of shape \(extent.array) has no squares of 2x2 to pool.")
    let pooled = Extent(extent.batch, extent.rows / 2, extent.columns / 2, extent.channels)
    let range = indices.count..<(indices.count + pooled.count)
    indices.append(contentsOf: repeatElement(0, count: pooled.count))
    let result = append(.maximumPool(source, range), extent: pooled, from: source)
    let (from, to, channels) = (self[source].value, self[result].value, extent.channels)
    indices.withUnsafeMutableBufferPointer { indices in
      var position = 0
      for sample in 0..<pooled.batch {
        for row in 0..<pooled.rows {
          for column in 0..<pooled.columns {
            let corner =
              ((sample * extent.rows + 2 * row) * extent.columns + 2 * column) * channels
            for channel in 0..<channels {
              var best = corner + channel
              for step in [channels, extent.columns * channels, (extent.columns + 1) * channels]
              where from[corner + channel + step] > from[best] { best = corner + channel + step }
              to[position] = from[best]
              indices[range.lowerBound + position] = Int32(best)
              position += 1
            }
          }
        }
      }
    }
    return result
  }
}

extension GradientRules {
  static func meanOverPositions(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .meanOverPositions(let source) = node.operation else { return }
    let extent = tape[source].extent
    let (cells, channels) = (extent.rows * extent.columns, extent.channels)
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: extent.count) }
    for position in 0..<extent.positions {
      VectorKernels.addScaled(
        gradient + position / cells * channels, by: 1 / Float(cells),
        into: target + position * channels, count: channels)
    }
  }

  static func maximumPool(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .maximumPool(let source, let range) = node.operation else { return }
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: tape[source].extent.count) }
    for (position, index) in range.enumerated() {
      target[Int(tape.indices[index])] += gradient[position]
    }
  }
}
