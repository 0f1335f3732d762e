package import LinearAlgebra
package import NeuralNetworks

/// How far a tape's result and gradients are from those in double precision.
package struct GradientCheck {
  /// The largest difference of any array's element from that of the ``ReferenceInterpreter``, in
  /// units of that array's largest element.
  package private(set) var valueError = 0.0
  /// The largest difference of a checked gradient from the central difference, in units of the
  /// largest gradient there is.
  package private(set) var gradientError = 0.0
  /// The largest gradient of any parameter.
  package private(set) var largestGradient = 0.0
  /// The parameters whose gradient was checked.
  package private(set) var checked = 0

  /// The step of the differences. In double precision their own error is about 1e-9 of the
  /// result, and so small a step crosses a rectifier's kink next to never.
  private static let step = 1e-7

  /// Records a graph on a tape, goes backward, and compares.
  ///
  /// - Parameters:
  ///   - parameters: whose values the pass has.
  ///   - samples: the number of parameters to check, drawn without replacement; all when nil.
  ///   - ports: captures and edits of the pass.
  ///   - build: records the graph and returns a single number.
  package init(
    _ parameters: ParameterSet, samples: Int? = nil, ports: SitePorts = SitePorts(),
    using random: inout RandomStream, build: (Tape) -> Variable
  ) {
    let layout = parameters.layout
    let gradients = AlignedBuffer(count: layout.count)
    let tape = Tape()
    var interpreter: ReferenceInterpreter?
    var result: Variable?
    var float: [[Double]] = []
    parameters.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      tape.begin(layout: layout, parameters: base, gradients: gradients.pointer, ports: ports)
      let built = build(tape)
      result = built
      float = tape.nodes.map { node in (0..<node.extent.count).map { Double(node.value[$0]) } }
      interpreter = ReferenceInterpreter(tape, layout: layout)
      tape.backward(from: built)
    }
    guard let interpreter, let result else { return }
    let start = parameters.values.map(Double.init)
    compare(float, interpreter.values(parameters: start))
    let all = layout.entries.flatMap { $0.offset..<($0.offset + $0.count) }
    largestGradient = all.map { abs(Double(gradients.pointer[$0])) }.max() ?? 0
    let order = random.permutation(all.count).prefix(samples ?? all.count)
    let unit = max(largestGradient, .leastNormalMagnitude)
    for index in order.map({ all[$0] }) {
      var moved = start
      moved[index] = start[index] + Self.step
      let above = interpreter.number(result, parameters: moved)
      moved[index] = start[index] - Self.step
      let below = interpreter.number(result, parameters: moved)
      let slope = (above - below) / (2 * Self.step)
      let error = abs(slope - Double(gradients.pointer[index])) / unit
      gradientError = error.isNaN ? .infinity : max(gradientError, error)
      checked += 1
    }
  }

  private mutating func compare(_ float: [[Double]], _ double: [[Double]]) {
    for (found, expected) in zip(float, double) {
      let unit = max(expected.map(abs).max() ?? 0, .leastNormalMagnitude)
      for (a, b) in zip(found, expected) {
        let error = abs(a - b) / unit
        valueError = error.isNaN ? .infinity : max(valueError, error)
      }
    }
  }
}
