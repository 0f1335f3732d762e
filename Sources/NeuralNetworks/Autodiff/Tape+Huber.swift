import LinearAlgebra

extension Tape {
  /// `scale` times the sum of Huber's loss of the differences `d` of two arrays of one shape:
  /// `d^2 / 2` up to the threshold `k`, and `k (|d| - k / 2)` beyond it (Huber, 1964).
  package func huberError(
    _ left: Variable, _ right: Variable, threshold: Float = 1, scale: Float
  ) -> Variable {
    requireEqual(left, right, "compared")
    let result = append(
      .huberError(left, right, threshold: threshold, scale: scale), extent: .scalar,
      from: left, right)
    let (a, b) = (self[left].value, self[right].value)
    var total = 0.0
    let bound = Double(threshold)
    for index in 0..<self[left].extent.count {
      let size = abs(Double(a[index]) - Double(b[index]))
      total += size <= bound ? size * size / 2 : bound * (size - bound / 2)
    }
    self[result].value.pointee = Float(total * Double(scale))
    return result
  }
}

extension GradientRules {
  static func huberError(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .huberError(let left, let right, let threshold, let scale) = node.operation else {
      return
    }
    let (a, b) = (tape[left].value, tape[right].value)
    for (variable, sign) in [(left, Float(1)), (right, Float(-1))]
    where tape[variable].needsGradient {
      let factor = sign * scale * gradient.pointee
      let (target, isFirst) = tape.gradientStorage(variable)
      for index in 0..<tape[variable].extent.count {
        let slope = factor * min(max(a[index] - b[index], -threshold), threshold)
        target[index] = isFirst ? slope : target[index] + slope
      }
    }
  }
}
