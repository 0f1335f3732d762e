import LinearAlgebra

extension Tape {
  /// The elementwise sum of two arrays of one shape.
  package func add(_ left: Variable, _ right: Variable) -> Variable {
    requireEqual(left, right, "added")
    let result = append(.add(left, right), extent: self[left].extent, from: left, right)
    VectorKernels.sum(
      self[left].value, self[right].value, into: self[result].value,
      count: self[left].extent.count)
    return result
  }

  /// The elementwise product of two arrays of one shape.
  package func multiply(_ left: Variable, _ right: Variable) -> Variable {
    requireEqual(left, right, "multiplied")
    let result = append(.multiply(left, right), extent: self[left].extent, from: left, right)
    VectorKernels.product(
      self[left].value, self[right].value, into: self[result].value,
      count: self[left].extent.count)
    return result
  }

  /// An array times a constant.
  package func scale(_ source: Variable, by factor: Float) -> Variable {
    let result = append(.scale(source, by: factor), extent: self[source].extent, from: source)
    VectorKernels.scale(
      self[source].value, by: factor, into: self[result].value, count: self[source].extent.count)
    return result
  }

  func requireEqual(_ left: Variable, _ right: Variable, _ action: String) {
    precondition(
      self[left].extent == self[right].extent,
      "Arrays of shapes \(self[left].extent.array) and \(self[right].extent.array) cannot be \(action)."
    )
  }
}

extension GradientRules {
  static func add(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .add(let left, let right) = node.operation else { return }
    // Only one of the two may take the storage over.
    if tape[left].needsGradient { tape.contribute(gradient, to: left, handingOver: false) }
    if tape[right].needsGradient { tape.contribute(gradient, to: right, handingOver: true) }
  }

  static func multiply(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .multiply(let left, let right) = node.operation else { return }
    for (one, other) in [(left, right), (right, left)] where tape[one].needsGradient {
      let (target, isFirst) = tape.gradientStorage(one)
      let count = node.extent.count
      if isFirst {
        VectorKernels.product(gradient, tape[other].value, into: target, count: count)
      } else {
        VectorKernels.addProduct(gradient, tape[other].value, into: target, count: count)
      }
    }
  }

  static func scale(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .scale(let source, let factor) = node.operation else { return }
    let (target, isFirst) = tape.gradientStorage(source)
    if isFirst {
      VectorKernels.scale(gradient, by: factor, into: target, count: node.extent.count)
    } else {
      VectorKernels.addScaled(gradient, by: factor, into: target, count: node.extent.count)
    }
  }
}
