package import LinearAlgebra

/// The values of a network's parameters.
package struct ParameterSet: Sendable {
  package let layout: ParameterLayout
  /// Laid out by ``layout``; the gaps are zero.
  package var values: [Float]

  /// All zero.
  package init(_ layout: ParameterLayout) {
    self.layout = layout
    values = [Float](repeating: 0, count: layout.count)
  }

  /// Drawn from the initializers; each parameter has a stream of its own by its name, so that a
  /// parameter's start does not depend on what else there is.
  package init(_ layout: ParameterLayout, drawnFrom stream: RandomStream) {
    self.init(layout)
    for entry in layout.entries {
      var random = stream.split(entry.name)
      let fanIn = Double(max(entry.count / max(entry.shape.last ?? 1, 1), 1))
      for index in entry.offset..<(entry.offset + entry.count) {
        switch entry.initializer {
        case .constant(let value): values[index] = value
        case .he(let gain):
          values[index] = Float(Double(gain) * (2 / fanIn).squareRoot() * random.normal())
        case .lecun(let gain):
          values[index] = Float(Double(gain) * (1 / fanIn).squareRoot() * random.normal())
        }
      }
    }
  }

  /// A parameter by its path.
  ///
  /// - Precondition: the layout has it, and a new value has its shape.
  package subscript(name: String) -> Tensor {
    get {
      let entry = entry(name)
      return Tensor(
        shape: entry.shape, elements: Array(values[entry.offset..<(entry.offset + entry.count)]))
    }
    set {
      let entry = entry(name)
      precondition(
        newValue.shape == entry.shape,
        "Parameter \(name) has shape \(entry.shape), not \(newValue.shape).")
      values.replaceSubrange(entry.offset..<(entry.offset + entry.count), with: newValue.elements)
    }
  }

  /// Every parameter with its path, in order.
  package var tensors: [(name: String, tensor: Tensor)] {
    layout.entries.map { ($0.name, self[$0.name]) }
  }

  private func entry(_ name: String) -> ParameterLayout.Entry {
    guard let slot = layout.slot(named: name) else {
      preconditionFailure("The layout has no parameter named \(name).")
    }
    return layout.entries[slot]
  }
}
