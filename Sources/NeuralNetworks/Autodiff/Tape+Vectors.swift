import Foundation
import LinearAlgebra

// Operations on each channel vector alone.
extension Tape {
  /// One channel of each row, `[row, 1, 1, 1]`.
  ///
  /// - Parameters:
  ///   - source: `[row, 1, 1, channel]`, or any shape with as many positions.
  ///   - channels: the channel of each row.
  package func pick(_ source: Variable, channels: [Int32]) -> Variable {
    let extent = self[source].extent
    precondition(
      channels.count == extent.positions
        && channels.allSatisfy { $0 >= 0 && $0 < extent.channels },
      "\(channels.count) channels cannot be picked from shape \(extent.array).")
    let range = indices.count..<(indices.count + channels.count)
    indices.append(contentsOf: channels)
    let result = append(.pick(source, range), extent: .vectors(channels.count, 1), from: source)
    let (from, to) = (self[source].value, self[result].value)
    for (row, channel) in channels.enumerated() {
      to[row] = from[row * extent.channels + Int(channel)]
    }
    return result
  }

  /// Each channel vector divided by its Euclidean norm; one of zeros stays as it is.
  package func normalize(_ source: Variable) -> Variable {
    let extent = self[source].extent
    let result = append(.normalize(source), extent: extent, from: source)
    let (from, to) = (self[source].value, self[result].value)
    for position in 0..<extent.positions {
      let start = position * extent.channels
      VectorKernels.scale(
        from + start, by: Self.inverseNorm(from + start, extent.channels), into: to + start,
        count: extent.channels)
    }
    return result
  }

  /// The mean of each channel vector under its own softmax, `[batch, row, column, 1]`:
  /// `sum_a q_a softmax(q)_a`, a soft maximum.
  package func softmaxMean(_ source: Variable) -> Variable {
    let extent = self[source].extent
    let result = append(
      .softmaxMean(source), extent: extent.with(channels: 1), from: source)
    let (from, to) = (self[source].value, self[result].value)
    for position in 0..<extent.positions {
      let values = from + position * extent.channels
      let total = Self.logSumExp(values, extent.channels)
      var mean = 0.0
      for index in 0..<extent.channels {
        mean += exp(Double(values[index]) - total) * Double(values[index])
      }
      to[position] = Float(mean)
    }
    return result
  }
  static func inverseNorm(_ values: UnsafePointer<Float>, _ count: Int) -> Float {
    let squares = VectorKernels.sumOfSquares(values, count: count)
    return squares == 0 ? 0 : Float(1 / squares.squareRoot())
  }

  /// The logarithm of the sum of exponentials of any number of values.
  static func logSumExp(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
    var largest = -Float.infinity
    for index in 0..<count { largest = max(largest, values[index]) }
    guard largest.isFinite else { return Double(largest) }
    var sum = 0.0
    for index in 0..<count { sum += exp(Double(values[index] - largest)) }
    return Double(largest) + log(sum)
  }
}

extension GradientRules {
  static func pick(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .pick(let source, let range) = node.operation else { return }
    let channels = tape[source].extent.channels
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: tape[source].extent.count) }
    for (row, index) in range.enumerated() {
      target[row * channels + Int(tape.indices[index])] += gradient[row]
    }
  }

  static func normalize(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .normalize(let source) = node.operation else { return }
    let channels = node.extent.channels
    let values = tape[source].value
    for position in 0..<node.extent.positions {
      let (slope, unit) = (gradient + position * channels, node.value + position * channels)
      let inverse = Tape.inverseNorm(values + position * channels, channels)
      var along = 0.0
      for index in 0..<channels { along += Double(slope[index]) * Double(unit[index]) }
      let shift = Float(along)
      for index in 0..<channels { slope[index] = inverse * (slope[index] - shift * unit[index]) }
    }
    tape.contribute(gradient, to: source, handingOver: true)
  }

  static func softmaxMean(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .softmaxMean(let source) = node.operation else { return }
    let channels = tape[source].extent.channels
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst { target.update(repeating: 0, count: tape[source].extent.count) }
    for position in 0..<node.extent.positions {
      let values = tape[source].value + position * channels
      let total = Tape.logSumExp(values, channels)
      let mean = Double(node.value[position])
      for index in 0..<channels {
        let value = Double(values[index])
        let slope = exp(value - total) * (1 + value - mean)
        target[position * channels + index] += gradient[position] * Float(slope)
      }
    }
  }
}
