import LinearAlgebra

extension Tape {
  /// `source * weights + bias` on each channel vector.
  ///
  /// - Parameters:
  ///   - source: `[batch, row, column, input]`.
  ///   - weights: `[input, output]`.
  ///   - bias: `[output]`.
  package func dense(_ source: Variable, weights: Variable, bias: Variable? = nil) -> Variable {
    let (input, matrix) = (self[source].extent, self[weights].extent)
    precondition(
      matrix.columns == input.channels && matrix.batch == 1 && matrix.rows == 1,
      "Weights of shape [\(matrix.columns), \(matrix.channels)] do not fit \(input.array).")
    requireBias(bias, of: matrix.channels)
    let extent = input.with(channels: matrix.channels)
    let result = append(
      .dense(source: source, weights: weights, bias: bias), extent: extent,
      from: source, weights, bias)
    let target = self[result].value
    if let bias {
      let values = self[bias].value
      for position in 0..<extent.positions {
        (target + position * extent.channels).update(from: values, count: extent.channels)
      }
    }
    FloatProducts.multiply(
      rows: extent.positions, columns: extent.channels, inner: input.channels,
      left: self[source].value, leftStride: input.channels, right: self[weights].value,
      rightStride: matrix.channels, beta: bias == nil ? 0 : 1, result: target,
      resultStride: extent.channels)
    return result
  }

  func requireBias(_ bias: Variable?, of outputs: Int) {
    guard let bias else { return }
    precondition(
      self[bias].extent == .vectors(1, outputs),
      "A bias of shape \(self[bias].extent.array) does not fit \(outputs) outputs.")
  }
}

extension GradientRules {
  static func dense(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .dense(let source, let weights, let bias) = node.operation else { return }
    let (positions, outputs) = (node.extent.positions, node.extent.channels)
    let inputs = tape[source].extent.channels
    if tape[weights].needsGradient {
      let (target, isFirst) = tape.gradientStorage(weights)
      FloatProducts.multiply(
        rows: inputs, columns: outputs, inner: positions, left: tape[source].value, .transposed,
        leftStride: inputs, right: gradient, rightStride: outputs, beta: isFirst ? 0 : 1,
        result: target, resultStride: outputs)
    }
    if let bias, tape[bias].needsGradient {
      let (target, isFirst) = tape.gradientStorage(bias)
      if isFirst { target.update(repeating: 0, count: outputs) }
      for position in 0..<positions {
        VectorKernels.add(gradient + position * outputs, into: target, count: outputs)
      }
    }
    if tape[source].needsGradient {
      let (target, isFirst) = tape.gradientStorage(source)
      FloatProducts.multiply(
        rows: positions, columns: inputs, inner: outputs, left: gradient, leftStride: outputs,
        right: tape[weights].value, .transposed, rightStride: outputs, beta: isFirst ? 0 : 1,
        result: target, resultStride: inputs)
    }
  }
}
