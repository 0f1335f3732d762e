import LinearAlgebra

extension Tape {
  /// `source * transpose(weights)` on each channel vector: how a gradient goes back through
  /// ``dense(_:weights:bias:)``, as an operation that has a gradient itself.
  ///
  /// - Parameters:
  ///   - source: `[batch, row, column, output]`.
  ///   - weights: `[input, output]`.
  package func denseTransposed(_ source: Variable, weights: Variable) -> Variable {
    let (given, matrix) = (self[source].extent, self[weights].extent)
    precondition(
      matrix.channels == given.channels && matrix.batch == 1 && matrix.rows == 1,
      "Weights [\(matrix.columns), \(matrix.channels)], transposed, do not fit \(given.array).")
    let extent = given.with(channels: matrix.columns)
    let result = append(
      .denseTransposed(source: source, weights: weights), extent: extent, from: source, weights)
    FloatProducts.multiply(
      rows: extent.positions, columns: extent.channels, inner: given.channels,
      left: self[source].value, leftStride: given.channels,
      right: self[weights].value, .transposed, rightStride: given.channels,
      result: self[result].value, resultStride: extent.channels)
    return result
  }
}

extension GradientRules {
  static func denseTransposed(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .denseTransposed(let source, let weights) = node.operation else { return }
    let (positions, inputs) = (node.extent.positions, node.extent.channels)
    let outputs = tape[source].extent.channels
    if tape[weights].needsGradient {
      let (target, isFirst) = tape.gradientStorage(weights)
      FloatProducts.multiply(
        rows: inputs, columns: outputs, inner: positions, left: gradient, .transposed,
        leftStride: inputs, right: tape[source].value, rightStride: outputs,
        beta: isFirst ? 0 : 1, result: target, resultStride: outputs)
    }
    if tape[source].needsGradient {
      let (target, isFirst) = tape.gradientStorage(source)
      FloatProducts.multiply(
        rows: positions, columns: outputs, inner: inputs, left: gradient, leftStride: inputs,
        right: tape[weights].value, rightStride: outputs, beta: isFirst ? 0 : 1, result: target,
        resultStride: outputs)
    }
  }
}
