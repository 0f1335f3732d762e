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
    let (constant, sums) = (self[drive].value, self[border].value)
    let (width, area) = (extent.channels, extent.rows * extent.columns)
    func activate(_ samples: Range<Int>) {
      let start = samples.lowerBound * area * width
      GateKernels.activate(
        target + start, drive: constant + start,
        border: sums + samples.lowerBound * classes.count * width, form: arguments.form,
        batch: samples.count, classes: classes, channels: width / 4)
    }
    let sources = arguments.sources
    guard !sources.isEmpty else {
      target.update(repeating: 0, count: extent.count)
      activate(0..<extent.batch)
      return result
    }
    let kernel = gateKernel(sources, extent)
    kernel.load(sources.map { UnsafePointer(self[$0.weights].value) }, stamp: stamp)
    kernel.forward(
      sources.map { UnsafePointer(self[$0.map].value) }, into: target, finish: activate)
    return result
  }

  fileprivate func gateKernel(
    _ sources: [GateArguments.Source], _ extent: Extent
  ) -> WinogradConvolution {
    for source in sources {
      let (input, filter) = (self[source.map].extent, self[source.weights].extent)
      precondition(
        filter == Extent(3, 3, input.channels, extent.channels)
          && input.with(channels: 0) == extent.with(channels: 0),
        "Weights \(filter.array) and a map of \(input.array) do not give gates of \(extent.array).")
    }
    let shape = WinogradConvolution.Shape(
      batch: extent.batch, rows: extent.rows, columns: extent.columns,
      inputs: sources.map { self[$0.map].extent.channels }, outputs: extent.channels)
    return winograd.kernel(shape, slots: sources.map { slot(of: $0.weights) })
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
    let (width, area) = (extent.channels, extent.rows * extent.columns)
    func deactivate(_ samples: Range<Int>) {
      let start = samples.lowerBound * area * width
      GateKernels.deactivate(
        gradient + start, gates: node.value + start,
        border: border.map { $0 + samples.lowerBound * classes.count * width },
        form: arguments.form, batch: samples.count, classes: classes, channels: width / 4)
    }
    let sources = arguments.sources
    if sources.isEmpty {
      deactivate(0..<extent.batch)
    } else {
      let kernel = tape.gateKernel(sources, extent)
      let addsKernels = sources.contains { tape[$0.weights].needsGradient }
      if addsKernels { tape.winograd.touch(kernel, weights: sources.map(\.weights)) }
      kernel.load(sources.map { UnsafePointer(tape[$0.weights].value) }, stamp: tape.stamp)
      kernel.backward(
        gradient, sources: sources.map { UnsafePointer(tape[$0.map].value) },
        sourceGradients: sources.map { tape.clearedGradient($0.map) }, addsKernels: addsKernels,
        prepare: deactivate)
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
