import LinearAlgebra

extension Tape {
  /// What is added to a variance before its root is taken.
  static let layerNormEpsilon: Float = 1e-5

  /// Layer normalization: each channel vector less its mean, over its standard deviation, times
  /// the gain plus the bias (Ba, Kiros and Hinton, *Layer normalization*, 2016).
  ///
  /// - Parameters:
  ///   - gain: `[channel]`.
  ///   - bias: `[channel]`.
  package func layerNorm(_ source: Variable, gain: Variable, bias: Variable) -> Variable {
    let extent = self[source].extent
    requireBias(gain, of: extent.channels)
    requireBias(bias, of: extent.channels)
    let result = append(
      .layerNorm(source: source, gain: gain, bias: bias), extent: extent,
      from: source, gain, bias)
    let (scale, shift) = (self[gain].value, self[bias].value)
    let channels = extent.channels
    for position in 0..<extent.positions {
      let row = self[source].value + position * channels
      let target = self[result].value + position * channels
      let (mean, factor) = Self.moments(row, channels)
      for channel in 0..<channels {
        target[channel] = (row[channel] - mean) * factor * scale[channel] + shift[channel]
      }
    }
    return result
  }

  /// The mean of a vector, and one over its standard deviation.
  @inline(__always)
  static func moments(_ row: UnsafePointer<Float>, _ count: Int) -> (Float, Float) {
    var sum: Float = 0
    for index in 0..<count { sum += row[index] }
    let mean = sum / Float(count)
    var squares: Float = 0
    for index in 0..<count { squares += (row[index] - mean) * (row[index] - mean) }
    return (mean, 1 / (squares / Float(count) + layerNormEpsilon).squareRoot())
  }
}

extension GradientRules {
  static func layerNorm(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .layerNorm(let source, let gain, let bias) = node.operation else { return }
    let (channels, positions) = (node.extent.channels, node.extent.positions)
    let values = tape[source].value
    if tape[bias].needsGradient {
      let (target, isFirst) = tape.gradientStorage(bias)
      if isFirst { target.update(repeating: 0, count: channels) }
      for position in 0..<positions {
        VectorKernels.add(gradient + position * channels, into: target, count: channels)
      }
    }
    let gainTarget = tape[gain].needsGradient ? tape.gradientStorage(gain) : nil
    if let (target, isFirst) = gainTarget, isFirst { target.update(repeating: 0, count: channels) }
    let sourceTarget = tape[source].needsGradient ? tape.gradientStorage(source) : nil
    let scale = tape[gain].value
    for position in 0..<positions {
      let row = values + position * channels
      let slopes = gradient + position * channels
      let (mean, factor) = Tape.moments(row, channels)
      if let (target, _) = gainTarget {
        for channel in 0..<channels {
          target[channel] += slopes[channel] * (row[channel] - mean) * factor
        }
      }
      guard let (target, isFirst) = sourceTarget else { continue }
      // With n = (x - mean) / deviation: dx = (g - mean(g) - n mean(g n)) / deviation.
      var (sum, weighted): (Float, Float) = (0, 0)
      for channel in 0..<channels {
        let slope = slopes[channel] * scale[channel]
        sum += slope
        weighted += slope * (row[channel] - mean) * factor
      }
      let (first, second) = (sum / Float(channels), weighted / Float(channels))
      let place = target + position * channels
      for channel in 0..<channels {
        let slope = slopes[channel] * scale[channel]
        let change = factor * (slope - first - (row[channel] - mean) * factor * second)
        place[channel] = isFirst ? change : place[channel] + change
      }
    }
  }
}
