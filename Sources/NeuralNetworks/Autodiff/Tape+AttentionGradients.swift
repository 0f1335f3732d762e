import Foundation
import LinearAlgebra

extension Tape {
  /// The softmax of the first `count` numbers.
  static func softmax(
    _ row: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    var largest = -Float.infinity
    for index in 0..<count { largest = max(largest, row[index]) }
    var sum: Float = 0
    for index in 0..<count {
      target[index] = expf(row[index] - largest)
      sum += target[index]
    }
    let factor = 1 / sum
    for index in 0..<count { target[index] *= factor }
  }
}

extension GradientRules {
  static func scores(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .scores(let queries, let keys, let scale) = node.operation else { return }
    let shape = AttentionShape(node.extent, channels: tape[queries].extent.channels)
    if tape[queries].needsGradient {
      let (target, isFirst) = tape.gradientStorage(queries)
      shape.mix(
        gradient, tape[keys].value, alpha: scale, beta: isFirst ? 0 : 1, result: target)
    }
    if tape[keys].needsGradient {
      let (target, isFirst) = tape.gradientStorage(keys)
      shape.spread(
        gradient, tape[queries].value, alpha: scale, beta: isFirst ? 0 : 1, result: target)
    }
  }

  static func mix(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .mix(let weights, let values) = node.operation else { return }
    let shape = AttentionShape(tape[weights].extent, channels: node.extent.channels)
    if tape[weights].needsGradient {
      let (target, isFirst) = tape.gradientStorage(weights)
      shape.multiplyPairs(
        gradient, tape[values].value, alpha: 1, beta: isFirst ? 0 : 1, pairs: target)
    }
    if tape[values].needsGradient {
      let (target, isFirst) = tape.gradientStorage(values)
      shape.spread(
        tape[weights].value, gradient, alpha: 1, beta: isFirst ? 0 : 1, result: target)
    }
  }

  static func softmax(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .softmax(let source, _) = node.operation else { return }
    let channels = node.extent.channels
    for position in 0..<node.extent.positions {
      let shares = node.value + position * channels
      let slopes = gradient + position * channels
      var mean: Float = 0
      for index in 0..<channels { mean += shares[index] * slopes[index] }
      for index in 0..<channels { slopes[index] = shares[index] * (slopes[index] - mean) }
    }
    tape.contribute(gradient, to: source, handingOver: true)
  }
}
