import LinearAlgebra

extension Tape {
  /// The largest and the mean number of each channel over a map, `[batch, 1, 1, 2 * channel]`:
  /// all maxima, then all means.
  package func pool(_ source: Variable) -> Variable {
    let extent = self[source].extent
    let range = indices.count..<(indices.count + extent.batch * extent.channels)
    indices.append(contentsOf: repeatElement(0, count: range.count))
    let result = append(
      .pool(source, range), extent: .vectors(extent.batch, 2 * extent.channels), from: source)
    let (from, to) = (self[source].value, self[result].value)
    indices.withUnsafeMutableBufferPointer { indices in
      guard let base = indices.baseAddress else { return }
      PoolKernels.pool(
        from, into: to, winners: base + range.lowerBound, batch: extent.batch,
        positions: extent.rows * extent.columns, channels: extent.channels)
    }
    return result
  }

  /// `weights[0] * first half of the channels + weights[1] * second half + bias`.
  ///
  /// - Parameters:
  ///   - source: `[batch, row, column, 2 * channel]`.
  ///   - weights: `[2, channel]`.
  ///   - bias: `[channel]`.
  package func blendHalves(
    _ source: Variable, weights: Variable, bias: Variable? = nil
  ) -> Variable {
    let (extent, matrix) = (self[source].extent, self[weights].extent)
    let channels = matrix.channels
    precondition(
      matrix == Extent(1, 1, 2, channels) && extent.channels == 2 * channels,
      "Weights \(matrix.array) cannot blend the halves of an array of shape \(extent.array).")
    requireBias(bias, of: channels)
    let result = append(
      .blendHalves(source, weights: weights, bias: bias), extent: extent.with(channels: channels),
      from: source, weights, bias)
    let factors = self[weights].value
    for position in 0..<extent.positions {
      let from = self[source].value + position * 2 * channels
      let to = self[result].value + position * channels
      for channel in 0..<channels {
        to[channel] =
          factors[channel] * from[channel] + factors[channels + channel] * from[channels + channel]
      }
      if let bias { VectorKernels.add(self[bias].value, into: to, count: channels) }
    }
    return result
  }
}

extension GradientRules {
  static func pool(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .pool(let source, let range) = node.operation else { return }
    let extent = tape[source].extent
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: extent.count) }
    tape.indices.withUnsafeBufferPointer { indices in
      guard let base = indices.baseAddress else { return }
      PoolKernels.poolGradient(
        gradient, winners: base + range.lowerBound, into: target, batch: extent.batch,
        positions: extent.rows * extent.columns, channels: extent.channels)
    }
  }

  static func blendHalves(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .blendHalves(let source, let weights, let bias) = node.operation else { return }
    let (positions, channels) = (node.extent.positions, node.extent.channels)
    let values = tape[source].value
    if tape[weights].needsGradient {
      let (target, isFirst) = tape.gradientStorage(weights)
      if isFirst { target.update(repeating: 0, count: 2 * channels) }
      for position in 0..<positions {
        for half in 0..<2 {
          VectorKernels.addProduct(
            gradient + position * channels, values + (2 * position + half) * channels,
            into: target + half * channels, count: channels)
        }
      }
    }
    if let bias, tape[bias].needsGradient {
      let (target, isFirst) = tape.gradientStorage(bias)
      if isFirst { target.update(repeating: 0, count: channels) }
      for position in 0..<positions {
        VectorKernels.add(gradient + position * channels, into: target, count: channels)
      }
    }
    if tape[source].needsGradient {
      let (target, isFirst) = tape.gradientStorage(source)
      if isFirst { target.update(repeating: 0, count: 2 * positions * channels) }
      for position in 0..<positions {
        for half in 0..<2 {
          VectorKernels.addProduct(
            gradient + position * channels, tape[weights].value + half * channels,
            into: target + (2 * position + half) * channels, count: channels)
        }
      }
    }
  }
}
