import LinearAlgebra
import TestSupport
import Testing

/// A convolution's shapes with numbers drawn for every array.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
  let shape: ConvolutionShape
  var seed: UInt64 = 1

  var testDescription: String {
    "\(shape.batch)x\(shape.rows)x\(shape.columns) \(shape.inputs)->\(shape.outputs) k\(shape.kernel)"
  }

  init(_ batch: Int, _ rows: Int, _ columns: Int, _ inputs: Int, _ outputs: Int, _ kernel: Int) {
    shape = ConvolutionShape(
      batch: batch, rows: rows, columns: columns, inputs: inputs, outputs: outputs, kernel: kernel)
  }

  static let all = [
    ConvolutionCase(1, 1, 1, 1, 1, 1), ConvolutionCase(1, 1, 1, 3, 2, 3),
    ConvolutionCase(2, 5, 5, 2, 150, 3), ConvolutionCase(2, 4, 6, 150, 1, 1),
    ConvolutionCase(3, 8, 8, 1, 10, 3), ConvolutionCase(3, 8, 8, 13, 13, 3),
    ConvolutionCase(2, 9, 9, 16, 16, 3), ConvolutionCase(1, 7, 3, 13, 16, 5),
    ConvolutionCase(2, 2, 2, 5, 7, 5), ConvolutionCase(4, 6, 5, 16, 13, 1),
    ConvolutionCase(1, 9, 9, 32, 48, 3), ConvolutionCase(2, 3, 9, 17, 33, 3),
    // Even kernels have one row and column less before than after.
    ConvolutionCase(2, 10, 10, 3, 32, 4), ConvolutionCase(2, 5, 7, 32, 32, 4),
    ConvolutionCase(1, 4, 3, 5, 3, 2), ConvolutionCase(2, 6, 6, 16, 16, 2),
  ]

  func numbers(_ name: String, _ count: Int) -> [Float] {
    var random = RandomStream(seed: seed).split(name)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  var source: [Float] { numbers("source", shape.inputCount) }
  var weights: [Float] { numbers("weights", shape.weightCount) }
  var bias: [Float] { numbers("bias", shape.outputs) }
  var addend: [Float] { numbers("addend", shape.outputCount) }

  /// What the convolution gives in double precision.
  func reference(weights: [Float], bias: Bool, addend: Bool, rectifies: Bool) -> [Double] {
    var result = Reference.convolution(
      source.map(Double.init), weights.map(Double.init), shape)
    if bias { Reference.addToEach(self.bias.map(Double.init), &result) }
    if addend { result = zip(result, self.addend).map { $0 + Double($1) } }
    return rectifies ? result.map { max($0, 0) } : result
  }

  /// What single precision may differ by: sums of so many products of normal numbers.
  var tolerance: Double {
    3e-6 * (Double(shape.kernel * shape.kernel * max(shape.inputs, shape.outputs)) + 1).squareRoot()
  }

  func forward(
    _ kernel: Convolution, weights: [Float], stamp: UInt64
  ) -> [Float] {
    var result = [Float](repeating: .nan, count: shape.outputCount)
    withPointers(kernel) { bias, addend in
      kernel.forward(
        source: source, weights: weights, stamp: stamp, bias: bias, addend: addend,
        destination: &result)
    }
    return result
  }

  private func withPointers(
    _ kernel: Convolution, _ body: (UnsafePointer<Float>?, UnsafePointer<Float>?) -> Void
  ) {
    bias.withUnsafeBufferPointer { bias in
      addend.withUnsafeBufferPointer { addend in
        body(
          kernel.hasBias ? bias.baseAddress : nil, kernel.hasAddend ? addend.baseAddress : nil)
      }
    }
  }
}

private func largestDifference(_ found: [Float], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { $0.isNaN ? .infinity : abs(Double($0) - $1) }.max() ?? 0
}

@Test(arguments: ConvolutionCase.all)
func forwardEqualsNaiveLoopsWithEveryFusion(_ example: ConvolutionCase) {
  for fusion in 0..<8 {
    let (bias, addend, rectifies) = (fusion & 1 != 0, fusion & 2 != 0, fusion & 4 != 0)
    let kernel = Convolution(example.shape, bias: bias, addend: addend, rectifies: rectifies)
    let found = example.forward(kernel, weights: example.weights, stamp: 1)
    let expected = example.reference(
      weights: example.weights, bias: bias, addend: addend, rectifies: rectifies)
    #expect(largestDifference(found, expected) < example.tolerance)
    if rectifies { #expect(found.allSatisfy { $0 >= 0 }) }
  }
}

@Test(arguments: ConvolutionCase.all)
func gradientsEqualNaiveLoops(_ example: ConvolutionCase) {
  let shape = example.shape
  let gradient = example.numbers("gradient", shape.outputCount)
  let kernel = Convolution(shape, bias: true, addend: false, rectifies: false)
  let expected = Reference.convolutionGradients(
    example.source.map(Double.init), example.weights.map(Double.init), shape,
    gradient: gradient.map(Double.init))
  var found = [Float](repeating: .nan, count: shape.inputCount)
  kernel.backwardData(
    destinationGradient: gradient, weights: example.weights, stamp: 1, sourceGradient: &found)
  #expect(largestDifference(found, expected.source) < example.tolerance)
  // Two uses are summed, and what is flushed is added to what is there.
  let start = example.numbers("start", shape.weightCount)
  var weights = start
  var bias = [Float](repeating: 0, count: shape.outputs)
  let positions = Double(shape.batch * shape.rows * shape.columns)
  let tolerance = 4e-6 * (positions.squareRoot() + 1) * 2
  for round in 1...2 {
    for _ in 0..<round {
      kernel.accumulateWeightGradient(source: example.source, destinationGradient: gradient)
    }
    weights = start
    bias = [Float](repeating: 1, count: shape.outputs)
    kernel.flushWeightGradient(into: &weights, bias: &bias)
    let sums = zip(start, expected.weights).map { Double($0) + Double(round) * $1 }
    #expect(largestDifference(weights, sums) < tolerance)
    let biasSums = (0..<shape.outputs).map { output in
      stride(from: output, to: gradient.count, by: shape.outputs).reduce(1.0) {
        $0 + Double(round) * Double(gradient[$1])
      }
    }
    #expect(largestDifference(bias, biasSums) < tolerance)
  }
  // Nothing is kept after a flush.
  let (kept, keptBias) = (weights, bias)
  kernel.flushWeightGradient(into: &weights, bias: &bias)
  #expect(weights == kept && bias == keptBias)
}

@Test func keptPrimitivesFollowTheWeightsByTheirStamp() {
  let example = ConvolutionCase(2, 5, 5, 13, 7, 3)
  let kernel = Convolution(example.shape, bias: false, addend: false, rectifies: false)
  let second = example.numbers("second", example.shape.weightCount)
  let first = example.forward(kernel, weights: example.weights, stamp: 1)
  let changed = example.forward(kernel, weights: second, stamp: 2)
  #expect(
    largestDifference(
      changed, example.reference(weights: second, bias: false, addend: false, rectifies: false))
      < example.tolerance)
  #expect(example.forward(kernel, weights: example.weights, stamp: 3) == first)
  // The stamp alone says whether weights are read again.
  #expect(example.forward(kernel, weights: second, stamp: 3) == first)

  let gradient = example.numbers("gradient", example.shape.outputCount)
  for (stamp, weights) in [(UInt64(1), example.weights), (2, second)] {
    var found = [Float](repeating: 0, count: example.shape.inputCount)
    kernel.backwardData(
      destinationGradient: gradient, weights: weights, stamp: stamp, sourceGradient: &found)
    let expected = Reference.convolutionGradients(
      example.source.map(Double.init), weights.map(Double.init), example.shape,
      gradient: gradient.map(Double.init))
    #expect(largestDifference(found, expected.source) < example.tolerance)
  }
}

@Test func equalConvolutionsOnDifferentThreadsGiveEqualBytes() {
  let example = ConvolutionCase(4, 9, 9, 16, 16, 3)
  let results = ThreadCounts.with(3) {
    Parallel.map(12) { _ in
      let kernel = Convolution(example.shape, bias: true, addend: true, rectifies: true)
      return example.forward(kernel, weights: example.weights, stamp: 1)
    }
  }
  #expect(results.allSatisfy { $0 == results[0] })
}

@Test func anEvenKernelHasOneRowAndColumnLessBeforeThanAfter() {
  // As "SAME" in other libraries: of three rows of padding one is before. A kernel whose only tap is
  // its first one shifts the map by one row down and one column right.
  let shape = ConvolutionShape(batch: 1, rows: 4, columns: 5, inputs: 1, outputs: 1, kernel: 4)
  let kernel = Convolution(shape, bias: false, addend: false, rectifies: false)
  let source = (1...20).map { Float($0) }
  var weights = [Float](repeating: 0, count: 16)
  weights[0] = 1
  var found = [Float](repeating: .nan, count: 20)
  kernel.forward(
    source: source, weights: weights, stamp: 1, bias: nil, addend: nil, destination: &found)
  for (index, value) in found.enumerated() {
    let isAtEdge = index < 5 || index % 5 == 0
    #expect(value == (isAtEdge ? 0 : source[index - 6]))
  }
}
