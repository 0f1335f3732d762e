package import LinearAlgebra

extension Tape {
  /// Marks an array as a site: applies the edits asked for there, then captures what results.
  ///
  /// An architecture uses the returned array from here on.
  package func site(_ name: String, tick: Int = 0, _ variable: Variable) -> Variable {
    guard !ports.captures.isEmpty || !ports.edits.isEmpty || ports.leaf != nil else {
      return variable
    }
    let site = Site(name, tick: tick)
    var current = variable
    for edit in ports.edits where edit.site == site { current = apply(edit, to: current) }
    if ports.leaf == site {
      let node = self[current]
      current = append(.input, extent: node.extent, value: node.value, needsGradient: true)
    }
    if ports.captures.contains(site) { ports.captured[site] = current }
    return current
  }

  /// The gradient that ``backward(from:)`` found for the array at ``SitePorts/leaf``; zeros where
  /// the result does not depend on it.
  ///
  /// - Precondition: the array was captured in this pass.
  package func leafGradient() -> Tensor {
    guard let leaf = ports.leaf, let variable = ports.captured[leaf] else {
      preconditionFailure("A gradient at a site needs the site as leaf and among the captures.")
    }
    let node = self[variable]
    guard let gradient = node.gradient else { return Tensor(shape: node.extent.array) }
    let values = UnsafeBufferPointer(start: gradient, count: node.extent.count)
    return Tensor(shape: node.extent.array, elements: Array(values))
  }

  private func apply(_ edit: SiteEdit, to source: Variable) -> Variable {
    let extent = self[source].extent
    let width = extent.count / max(extent.batch, 1)
    let start = ports.firstSample * width
    if let values = edit.values {
      precondition(
        values.count >= start + extent.count,
        "The edit at \(edit.site) has shape \(values.shape); the site is \(extent.array) from sample \(ports.firstSample) on."
      )
    }
    edits.append(SiteEdit.Slice(edit: edit, firstSample: ports.firstSample))
    let result = append(.edit(source, edits.count - 1), extent: extent, from: source)
    let (from, to) = (self[source].value, self[result].value)
    switch edit.change {
    case .add(let tensor):
      // A sum with zero would lose the sign of a zero, and numbers below the normal range.
      tensor.elements.withUnsafeBufferPointer { values in
        for index in 0..<extent.count {
          let value = values[start + index]
          to[index] = value == 0 ? from[index] : from[index] + value
        }
      }
    case .replace(let tensor):
      tensor.elements.withUnsafeBufferPointer { values in
        for index in 0..<extent.count { to[index] = values[start + index] }
      }
    case .replaceMarked(let tensor, let marks):
      tensor.elements.withUnsafeBufferPointer { values in
        for index in 0..<extent.count {
          to[index] = marks[start + index] ? values[start + index] : from[index]
        }
      }
    case .transform(let change):
      precondition(
        !self[source].needsGradient,
        "The edit at \(edit.site) is a function without a derivative; a pass that carries gradients needs edits by values."
      )
      to.update(from: from, count: extent.count)
      for sample in 0..<extent.batch {
        change(
          ports.firstSample + sample,
          UnsafeMutableBufferPointer(start: to + sample * width, count: width))
      }
    }
    return result
  }
}

extension GradientRules {
  static func edit(_ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>) {
    guard case .edit(let source, let index) = node.operation else { return }
    let slice = tape.edits[index]
    let start = slice.firstSample * (node.extent.count / max(node.extent.batch, 1))
    switch slice.edit.change {
    case .add, .transform: break
    case .replace: gradient.update(repeating: 0, count: node.extent.count)
    case .replaceMarked(_, let marks):
      for element in 0..<node.extent.count where marks[start + element] { gradient[element] = 0 }
    }
    tape.contribute(gradient, to: source, handingOver: true)
  }
}
