package import LinearAlgebra

/// A record of operations as they are computed, from which gradients are taken backwards.
///
/// A tape is used pass after pass: ``begin(parameters:gradients:recording:)``, operations, and
/// optionally ``backward(from:)``. Its memory and its convolution kernels are kept between
/// passes. It runs on the calling thread alone and belongs to one thread at a time; results are
/// a function of the inputs, not of the thread.
package final class Tape {
  /// One operation and its result.
  package struct Node {
    package let operation: Operation
    package let extent: Extent
    package let value: UnsafeMutablePointer<Float>
    package let needsGradient: Bool
    package internal(set) var gradient: UnsafeMutablePointer<Float>?
  }

  package private(set) var nodes: [Node] = []
  /// Positions, class sets and winners that operations refer to by range.
  package internal(set) var indices: [Int32] = []
  package internal(set) var edits: [SiteEdit.Slice] = []
  /// What is captured and edited at sites in this pass.
  package var ports = SitePorts()

  let arena = Arena()
  private var convolutions: [ConvolutionKey: Convolution] = [:]
  private var touched: [(kernel: Convolution, weights: Variable, bias: Variable?)] = []
  let winograd = WinogradKernels()
  private var parameterVariables: [Variable?] = []
  private var layout = ParameterLayout()
  private var parameters: UnsafePointer<Float>?
  private var gradients: UnsafeMutablePointer<Float>?
  private(set) var stamp: UInt64 = 0
  private var hasGoneBackward = false

  package init() {}

  /// Starts a pass; everything of the pass before is taken back.
  ///
  /// - Parameters:
  ///   - parameters: the values, as ``ParameterLayout`` lays them out; must outlive the pass.
  ///   - gradients: where ``backward(from:)`` adds the gradients of the parameters; without it
  ///     the pass carries no gradients.
  package func begin(
    layout: ParameterLayout, parameters: UnsafePointer<Float>,
    gradients: UnsafeMutablePointer<Float>? = nil, ports: SitePorts = SitePorts()
  ) {
    SingleThreadedLibraries.enforce()
    nodes.removeAll(keepingCapacity: true)
    indices.removeAll(keepingCapacity: true)
    edits.removeAll(keepingCapacity: true)
    touched.removeAll(keepingCapacity: true)
    winograd.begin()
    parameterVariables.removeAll(keepingCapacity: true)
    arena.reset()
    self.layout = layout
    self.parameters = parameters
    self.gradients = gradients
    self.ports = ports
    parameterVariables.append(contentsOf: repeatElement(nil, count: layout.entries.count))
    stamp &+= 1
    hasGoneBackward = false
  }

  package subscript(variable: Variable) -> Node { nodes[variable.index] }

  /// A copy of an array on the tape.
  package func tensor(_ variable: Variable) -> Tensor {
    let node = self[variable]
    let values = UnsafeBufferPointer(start: node.value, count: node.extent.count)
    return Tensor(shape: node.extent.array, elements: Array(values))
  }

  /// The parameter of the given name.
  ///
  /// - Precondition: the layout has it.
  package func parameter(_ name: String) -> Variable {
    guard let slot = layout.slot(named: name), let parameters else {
      preconditionFailure("The layout has no parameter named \(name).")
    }
    if let known = parameterVariables[slot] { return known }
    let entry = layout.entries[slot]
    let variable = append(
      .parameter(slot), extent: entry.extent,
      value: UnsafeMutablePointer(mutating: parameters + entry.offset),
      needsGradient: gradients != nil)
    if let gradients { nodes[variable.index].gradient = gradients + entry.offset }
    parameterVariables[slot] = variable
    return variable
  }

  /// Fills an array from outside.
  package func input(
    _ extent: Extent, _ fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) -> Variable {
    let value = arena.take(extent.count)
    fill(UnsafeMutableBufferPointer(start: value, count: extent.count))
    return append(.input, extent: extent, value: value, needsGradient: false)
  }

  /// The given samples of an array `[batch, row, column, channel]` from outside.
  package func input(_ values: Tensor, samples: Range<Int>) -> Variable {
    let shape = values.shape
    let width = shape[1] * shape[2] * shape[3]
    return input(Extent(samples.count, shape[1], shape[2], shape[3])) { target in
      values.elements.withUnsafeBufferPointer { source in
        let part = source[samples.lowerBound * width..<samples.upperBound * width]
        _ = target.update(fromContentsOf: part)
      }
    }
  }

  func append(
    _ operation: Operation, extent: Extent, value: UnsafeMutablePointer<Float>,
    needsGradient: Bool
  ) -> Variable {
    nodes.append(
      Node(
        operation: operation, extent: extent, value: value, needsGradient: needsGradient,
        gradient: nil))
    return Variable(index: nodes.count - 1)
  }

  /// Appends a result in new memory whose gradient is wanted if that of any argument is.
  func append(_ operation: Operation, extent: Extent, from arguments: Variable?...) -> Variable {
    let needs = arguments.contains { $0.map { self[$0].needsGradient } ?? false }
    return append(
      operation, extent: extent, value: arena.take(extent.count), needsGradient: needs)
  }

  // MARK: Convolution kernels

  /// A kernel holds the sums of one weight gradient and one bias gradient, so both parameters are
  /// part of what it is kept under.
  private struct ConvolutionKey: Hashable {
    let shape: ConvolutionShape
    let slot: Int
    let biasSlot: Int?
    let addend: Bool
    let rectifies: Bool
  }

  /// The kept primitives for a convolution with these weights.
  func convolution(
    _ shape: ConvolutionShape, weights: Variable, bias: Variable?, addend: Bool, rectifies: Bool
  ) -> Convolution {
    let key = ConvolutionKey(
      shape: shape, slot: slot(of: weights), biasSlot: bias.map(slot(of:)), addend: addend,
      rectifies: rectifies)
    if let kernel = convolutions[key] { return kernel }
    let kernel = Convolution(shape, bias: bias != nil, addend: addend, rectifies: rectifies)
    convolutions[key] = kernel
    return kernel
  }

  func slot(of variable: Variable) -> Int {
    guard case .parameter(let slot) = self[variable].operation else {
      preconditionFailure("The weights and the bias of a convolution are parameters.")
    }
    return slot
  }

  /// Notes that a kernel holds sums of weight gradients for these parameters.
  func touch(_ kernel: Convolution, weights: Variable, bias: Variable?) {
    if !touched.contains(where: { $0.kernel === kernel }) {
      touched.append((kernel, weights, bias))
    }
  }

  // MARK: Gradients

  /// Adds the gradients of a number to those of the parameters.
  ///
  /// What the other nodes hold as their gradient afterwards is scratch: storage goes from the
  /// result of an operation to its arguments where the result has no further use for it.
  ///
  /// - Precondition: `result` is a single number, and this is the only call of the pass.
  package func backward(from result: Variable) {
    precondition(!hasGoneBackward, "Gradients are taken once a pass; begin another.")
    hasGoneBackward = true
    precondition(
      self[result].extent.count == 1,
      "Gradients are taken of a single number, not of shape \(self[result].extent.array).")
    let seed = arena.take(1)
    seed.pointee = 1
    nodes[result.index].gradient = seed
    for index in stride(from: result.index, through: 0, by: -1) {
      let node = nodes[index]
      guard node.needsGradient, let gradient = node.gradient else { continue }
      GradientTable.rule(for: node.operation.kind)(self, node, gradient)
    }
    for (kernel, weights, bias) in touched {
      guard let target = self[weights].gradient else { continue }
      kernel.flushWeightGradient(into: target, bias: bias.flatMap { self[$0].gradient })
    }
    touched.removeAll(keepingCapacity: true)
    winograd.flush(self)
  }

  /// The gradient storage of an array, and whether it is still to be written for the first time.
  func gradientStorage(_ variable: Variable) -> (UnsafeMutablePointer<Float>, isFirst: Bool) {
    if let gradient = nodes[variable.index].gradient { return (gradient, false) }
    let gradient = arena.take(nodes[variable.index].extent.count)
    nodes[variable.index].gradient = gradient
    return (gradient, true)
  }

  /// Adds `gradient` to that of an array; the first time the array takes the storage over when
  /// the giver has no further use for it.
  func contribute(
    _ gradient: UnsafeMutablePointer<Float>, to variable: Variable, handingOver: Bool
  ) {
    let count = nodes[variable.index].extent.count
    if handingOver, nodes[variable.index].gradient == nil {
      nodes[variable.index].gradient = gradient
      return
    }
    let (target, isFirst) = gradientStorage(variable)
    if isFirst {
      target.update(from: gradient, count: count)
    } else {
      VectorKernels.add(gradient, into: target, count: count)
    }
  }
}
