import LinearAlgebra

extension Tape {
  /// `rectifier(source * weights + bias + addend)`, zero padded, stride one.
  ///
  /// - Parameters:
  ///   - source: `[batch, row, column, input]`.
  ///   - weights: a parameter `[kernelRow, kernelColumn, input, output]`.
  ///   - bias: a parameter `[output]`.
  ///   - addend: an array of the result's shape, added before the rectifier.
  ///   - rectifies: whether negative numbers become zero. So does what is not a number, unlike in
  ///     ``rectify(_:)``: the fused rectifier is the processor's maximum of it and zero.
  package func convolution(
    _ source: Variable, weights: Variable, bias: Variable? = nil, addend: Variable? = nil,
    rectifies: Bool = false
  ) -> Variable {
    let (input, filter) = (self[source].extent, self[weights].extent)
    precondition(
      filter.columns == input.channels && filter.batch == filter.rows,
      "Weights \(filter.array) do not fit an array of shape \(input.array).")
    let kernel = filter.batch
    let extent = input.with(channels: filter.channels)
    requireBias(bias, of: filter.channels)
    precondition(
      addend.map { self[$0].extent == extent } ?? true,
      "An array of another shape cannot be added to a result of shape \(extent.array).")
    let result = append(
      .convolution(
        source: source, weights: weights, bias: bias, addend: addend, rectifies: rectifies,
        kernel: kernel), extent: extent, from: source, weights, bias, addend)
    kernels(source: source, weights: weights, bias: bias, addend: addend, rectifies: rectifies)
      .forward(
        source: self[source].value, weights: self[weights].value, stamp: stamp,
        bias: bias.map { UnsafePointer(self[$0].value) },
        addend: addend.map { UnsafePointer(self[$0].value) }, destination: self[result].value)
    return result
  }

  fileprivate func kernels(
    source: Variable, weights: Variable, bias: Variable?, addend: Variable?, rectifies: Bool
  ) -> Convolution {
    let (input, filter) = (self[source].extent, self[weights].extent)
    let shape = ConvolutionShape(
      batch: input.batch, rows: input.rows, columns: input.columns, inputs: input.channels,
      outputs: filter.channels, kernel: filter.batch)
    return convolution(
      shape, weights: weights, bias: bias, addend: addend != nil, rectifies: rectifies)
  }
}

extension GradientRules {
  static func convolution(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard
      case .convolution(let source, let weights, let bias, let addend, let rectifies, _) =
        node.operation
    else { return }
    let count = node.extent.count
    var addendIsDone = false
    if rectifies {
      if let addend, tape[addend].needsGradient, let target = tape[addend].gradient {
        VectorKernels.maskAndAdd(
          gradient, whereNotPositive: node.value, into: target, count: count)
        addendIsDone = true
      } else {
        VectorKernels.mask(gradient, whereNotPositive: node.value, count: count)
      }
    }
    let kernel = tape.kernels(
      source: source, weights: weights, bias: bias, addend: addend, rectifies: rectifies)
    if tape[weights].needsGradient {
      kernel.accumulateWeightGradient(
        source: tape[source].value, destinationGradient: gradient)
      tape.touch(kernel, weights: weights, bias: bias)
    }
    if tape[source].needsGradient {
      if tape[source].gradient == nil {
        let (target, _) = tape.gradientStorage(source)
        kernel.backwardData(
          destinationGradient: gradient, weights: tape[weights].value, stamp: tape.stamp,
          sourceGradient: target)
      } else {
        let scratch = tape.arena.take(tape[source].extent.count)
        kernel.backwardData(
          destinationGradient: gradient, weights: tape[weights].value, stamp: tape.stamp,
          sourceGradient: scratch)
        tape.contribute(scratch, to: source, handingOver: false)
      }
    }
    if let addend, tape[addend].needsGradient, !addendIsDone {
      tape.contribute(gradient, to: addend, handingOver: true)
    }
  }
}
