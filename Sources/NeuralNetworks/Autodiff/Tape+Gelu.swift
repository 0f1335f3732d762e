import LinearAlgebra

extension Tape {
  /// The Gaussian error linear unit in its hyperbolic tangent form,
  /// `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))` (Hendrycks and Gimpel, 2016).
  package func gelu(_ source: Variable) -> Variable {
    let count = self[source].extent.count
    let result = append(.gelu(source), extent: self[source].extent, from: source)
    let (from, to) = (self[source].value, self[result].value)
    for index in 0..<count { to[index] = Gelu.argument(from[index]) }
    VectorKernels.tanh(to, into: to, count: count)
    for index in 0..<count { to[index] = 0.5 * from[index] * (1 + to[index]) }
    return result
  }
}

/// The numbers of the unit.
private enum Gelu {
  static let root: Float = 0.797_884_560_802_865_4
  static let cubic: Float = 0.044715

  @inline(__always)
  static func argument(_ value: Float) -> Float {
    root * (value + cubic * value * value * value)
  }
}

extension GradientRules {
  static func gelu(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .gelu(let source) = node.operation else { return }
    let (values, count) = (tape[source].value, node.extent.count)
    let bends = tape.arena.take(count)
    for index in 0..<count { bends[index] = Gelu.argument(values[index]) }
    VectorKernels.tanh(bends, into: bends, count: count)
    for index in 0..<count {
      let (value, bend) = (values[index], bends[index])
      let slope = Gelu.root * (1 + 3 * Gelu.cubic * value * value)
      gradient[index] *= 0.5 * (1 + bend) + 0.5 * value * (1 - bend * bend) * slope
    }
    tape.contribute(gradient, to: source, handingOver: true)
  }
}
