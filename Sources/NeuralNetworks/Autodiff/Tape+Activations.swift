import LinearAlgebra

extension Tape {
  /// The larger of each element and zero.
  package func rectify(_ source: Variable) -> Variable {
    let result = append(.rectify(source), extent: self[source].extent, from: source)
    VectorKernels.rectify(
      self[source].value, into: self[result].value, count: self[source].extent.count)
    return result
  }

  /// The hyperbolic tangent of each element.
  package func tanh(_ source: Variable) -> Variable {
    let result = append(.tanh(source), extent: self[source].extent, from: source)
    VectorKernels.tanh(
      self[source].value, into: self[result].value, count: self[source].extent.count)
    return result
  }

  /// The logistic function of each element.
  package func sigmoid(_ source: Variable) -> Variable {
    let result = append(.sigmoid(source), extent: self[source].extent, from: source)
    VectorKernels.sigmoid(
      self[source].value, into: self[result].value, count: self[source].extent.count)
    return result
  }
}

extension GradientRules {
  static func rectify(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .rectify(let source) = node.operation else { return }
    let count = node.extent.count
    if tape[source].gradient == nil {
      VectorKernels.mask(gradient, whereNotPositive: node.value, count: count)
      tape.contribute(gradient, to: source, handingOver: true)
    } else {
      let (target, _) = tape.gradientStorage(source)
      VectorKernels.addMasked(gradient, wherePositive: node.value, into: target, count: count)
    }
  }

  static func tanh(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .tanh(let source) = node.operation else { return }
    for index in 0..<node.extent.count {
      gradient[index] *= 1 - node.value[index] * node.value[index]
    }
    tape.contribute(gradient, to: source, handingOver: true)
  }

  static func sigmoid(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .sigmoid(let source) = node.operation else { return }
    for index in 0..<node.extent.count {
      gradient[index] *= node.value[index] * (1 - node.value[index])
    }
    tape.contribute(gradient, to: source, handingOver: true)
  }
}
