import LinearAlgebra

extension Tape {
  /// Each element, held within `-bound...bound`: the gradient of Huber's loss.
  ///
  /// - Precondition: the bound is positive.
  package func clamp(_ source: Variable, to bound: Float) -> Variable {
    precondition(bound > 0, "Elements cannot be held within a bound of \(bound).")
    let result = append(.clamp(source, to: bound), extent: self[source].extent, from: source)
    let (from, to) = (self[source].value, self[result].value)
    for index in 0..<self[source].extent.count {
      let value = from[index]
      to[index] = value > bound ? bound : (value < -bound ? -bound : value)
    }
    return result
  }

  /// The elementwise difference of two arrays of one shape.
  package func subtract(_ left: Variable, _ right: Variable) -> Variable {
    add(left, scale(right, by: -1))
  }
}

extension GradientRules {
  static func clamp(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .clamp(let source, let bound) = node.operation else { return }
    let value = tape[source].value
    for index in 0..<node.extent.count where !(abs(value[index]) < bound) { gradient[index] = 0 }
    tape.contribute(gradient, to: source, handingOver: true)
  }
}
