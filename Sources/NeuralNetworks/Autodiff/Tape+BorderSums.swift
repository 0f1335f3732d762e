import LinearAlgebra

extension Tape {
  /// For each class of places the sum of those taps of a 3x3 kernel that fall on the map, or of
  /// those that fall outside.
  ///
  /// A map that is constant within a sample, `v` everywhere, convolved with the kernel is at each
  /// place `v` times the sum for that place's class; so the convolution of a tiled vector is a small
  /// product. The sums of the taps outside are the convolution of a map that is zero with a ring of
  /// ones around it.
  ///
  /// - Parameter weights: a parameter `[3, 3, input, output]`.
  /// - Returns: `[input, class * output]`, with the classes of ``BorderClasses``.
  package func borderSums(
    _ weights: Variable, rows: Int, columns: Int, outside: Bool = false
  ) -> Variable {
    let filter = self[weights].extent
    precondition(
      filter.batch == 3 && filter.rows == 3,
      "Sums by border class are of 3x3 kernels, not of weights of shape \(filter.array).")
    let classes = BorderClasses(rows: rows, columns: columns)
    let (inputs, outputs) = (filter.columns, filter.channels)
    let result = append(
      .borderSums(weights: weights, rows: rows, columns: columns, outside: outside),
      extent: Extent(1, 1, inputs, classes.count * outputs), from: weights)
    let (from, to) = (self[weights].value, self[result].value)
    to.update(repeating: 0, count: self[result].extent.count)
    GradientRules.forEachTap(classes, outside: outside) { index, tap in
      for input in 0..<inputs {
        VectorKernels.add(
          from + (tap * inputs + input) * outputs,
          into: to + (input * classes.count + index) * outputs, count: outputs)
      }
    }
    return result
  }
}

extension GradientRules {
  fileprivate static func forEachTap(
    _ classes: BorderClasses, outside: Bool, _ body: (_ index: Int, _ tap: Int) -> Void
  ) {
    for index in 0..<classes.count {
      for tap in 0..<9
      where classes.isInside(index, kernelRow: tap / 3, kernelColumn: tap % 3) != outside {
        body(index, tap)
      }
    }
  }

  static func borderSums(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .borderSums(let weights, let rows, let columns, let outside) = node.operation
    else { return }
    let filter = tape[weights].extent
    let (inputs, outputs) = (filter.columns, filter.channels)
    let classes = BorderClasses(rows: rows, columns: columns)
    let (target, isFirst) = tape.gradientStorage(weights)
    if isFirst { target.update(repeating: 0, count: filter.count) }
    forEachTap(classes, outside: outside) { index, tap in
      for input in 0..<inputs {
        VectorKernels.add(
          gradient + (input * classes.count + index) * outputs,
          into: target + (tap * inputs + input) * outputs, count: outputs)
      }
    }
  }
}
