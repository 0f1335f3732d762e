package import LinearAlgebra

extension Tape {
  /// The activated gates of a convolutional LSTM cell, `[batch, row, column, 4 * channel]`:
  /// `activation(below * K_below + hidden * K_hidden + drive + border)`, by the ``GateForm``.
  package func gates(_ arguments: GateArguments) -> Variable {
    let (drive, border) = (arguments.drive, arguments.border)
    let extent = self[drive].extent
    let classes = BorderClasses(rows: extent.rows, columns: extent.columns)
    precondition(
      extent.channels % 4 == 0
        && self[border].extent == .vectors(extent.batch, classes.count * extent.channels),
      "Border sums of shape \(self[border].extent.array) do not fit gates of \(extent.array).")
    let (below, hidden) = (arguments.below, arguments.hidden)
    let result = append(
      .gates(arguments), extent: extent, from: drive, border, below?.map, below?.weights,
      hidden?.map, hidden?.weights)
    let target = self[result].value
    var addend: UnsafePointer<Float>?
    for (index, source) in [below, hidden].enumerated() {
      guard let source else { continue }
      let isLast = index == 1 || hidden == nil
      let destination = isLast ? target : arena.take(extent.count)
      gateKernels(source, extent, addend: addend != nil).forward(
        source: self[source.map].value, weights: self[source.weights].value, stamp: stamp,
        bias: nil, addend: addend, destination: destination)
      addend = UnsafePointer(destination)
    }
    if below == nil, hidden == nil { target.update(repeating: 0, count: extent.count) }
    GateKernels.activate(
      target, drive: self[drive].value, border: self[border].value, form: arguments.form,
      batch: extent.batch, classes: classes, channels: extent.channels / 4)
    return result
  }

  fileprivate func gateKernels(
    _ source: GateArguments.Source, _ extent: Extent, addend: Bool
  ) -> Convolution {
    let (input, filter) = (self[source.map].extent, self[source.weights].extent)
    precondition(
      filter == Extent(3, 3, input.channels, extent.channels)
        && input.with(channels: 0) == extent.with(channels: 0),
      "Weights \(filter.array) and a map of shape \(input.array) do not give gates of \(extent.array)."
    )
    let shape = ConvolutionShape(
      batch: input.batch, rows: input.rows, columns: input.columns, inputs: input.channels,
      outputs: filter.channels, kernel: 3)
    return convolution(
      shape, weights: source.weights, bias: nil, addend: addend, rectifies: false)
  }

  /// `c = f c' + a b` of activated gates; without a previous state the first term is zero.
  package func cellState(gates: Variable, previous: Variable?, form: GateForm) -> Variable {
    let extent = self[gates].extent
    let channels = extent.channels / 4
    precondition(
      previous.map { self[$0].extent == extent.with(channels: channels) } ?? true,
      "A state of another shape cannot be the one before gates of shape \(extent.array).")
    let result = append(
      .cellState(gates: gates, previous: previous, form: form),
      extent: extent.with(channels: channels), from: gates, previous)
    GateKernels.update(
      gates: self[gates].value, previous: previous.map { UnsafePointer(self[$0].value) },
      state: self[result].value, form: form, positions: extent.positions, channels: channels)
    return result
  }

  /// `h = o tanh(c)` of activated gates.
  package func cellOutput(gates: Variable, state: Variable, form: GateForm) -> Variable {
    let extent = self[gates].extent
    let channels = extent.channels / 4
    precondition(
      self[state].extent == extent.with(channels: channels),
      "A state of shape \(self[state].extent.array) does not fit gates of \(extent.array).")
    let result = append(
      .cellOutput(gates: gates, state: state, form: form), extent: self[state].extent,
      from: gates, state)
    GateKernels.emit(
      gates: self[gates].value, state: self[state].value, hidden: self[result].value, form: form,
      positions: extent.positions, channels: channels)
    return result
  }
}

extension GradientRules {
  static func gates(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .gates(let arguments) = node.operation else { return }
    let extent = node.extent
    let classes = BorderClasses(rows: extent.rows, columns: extent.columns)
    var border: UnsafeMutablePointer<Float>?
    if tape[arguments.border].needsGradient {
      let (target, isFirst) = tape.gradientStorage(arguments.border)
      if isFirst { target.update(repeating: 0, count: tape[arguments.border].extent.count) }
      border = target
    }
    GateKernels.deactivate(
      gradient, gates: node.value, border: border, form: arguments.form, batch: extent.batch,
      classes: classes, channels: extent.channels / 4)
    var isSecond = false
    for source in [arguments.below, arguments.hidden] {
      guard let source else { continue }
      let kernel = tape.gateKernels(source, extent, addend: isSecond)
      isSecond = true
      if tape[source.weights].needsGradient {
        kernel.accumulateWeightGradient(
          source: tape[source.map].value, destinationGradient: gradient)
        tape.touch(kernel, weights: source.weights, bias: nil)
      }
      if tape[source.map].needsGradient {
        let isFirst = tape[source.map].gradient == nil
        let target =
          isFirst
          ? tape.gradientStorage(source.map).0 : tape.arena.take(tape[source.map].extent.count)
        kernel.backwardData(
          destinationGradient: gradient, weights: tape[source.weights].value, stamp: tape.stamp,
          sourceGradient: target)
        if !isFirst { tape.contribute(target, to: source.map, handingOver: false) }
      }
    }
    if tape[arguments.drive].needsGradient {
      tape.contribute(gradient, to: arguments.drive, handingOver: true)
    }
  }

  static func cellState(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .cellState(let gates, let previous, let form) = node.operation else { return }
    GateKernels.updateGradient(
      gradient, gates: tape[gates].value,
      previous: previous.map { UnsafePointer(tape[$0].value) },
      gateGradient: tape.clearedGradient(gates),
      previousGradient: previous.flatMap { tape.clearedGradient($0) }, form: form,
      positions: node.extent.positions, channels: node.extent.channels)
  }

  static func cellOutput(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .cellOutput(let gates, let state, let form) = node.operation else { return }
    GateKernels.emitGradient(
      gradient, gates: tape[gates].value, state: tape[state].value,
      gateGradient: tape.clearedGradient(gates), stateGradient: tape.clearedGradient(state),
      form: form, positions: node.extent.positions, channels: node.extent.channels)
  }
}

extension Tape {
  /// The gradient storage of an array, zero where nothing was added yet; nil if none is wanted.
  fileprivate func clearedGradient(_ variable: Variable) -> UnsafeMutablePointer<Float>? {
    guard self[variable].needsGradient else { return nil }
    let (target, isFirst) = gradientStorage(variable)
    if isFirst { target.update(repeating: 0, count: self[variable].extent.count) }
    return target
  }
}
