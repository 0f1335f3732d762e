import LinearAlgebra
import TestSupport
import Testing

/// The shapes of a Winograd convolution with drawn numbers, and what they give in double precision.
struct WinogradCase: Sendable, CustomTestStringConvertible {
  let shape: WinogradConvolution.Shape

  var testDescription: String {
    "\(shape.batch)x\(shape.rows)x\(shape.columns) \(shape.inputs)->\(shape.outputs)"
  }

  init(_ batch: Int, _ rows: Int, _ columns: Int, _ inputs: [Int], _ outputs: Int) {
    shape = WinogradConvolution.Shape(
      batch: batch, rows: rows, columns: columns, inputs: inputs, outputs: outputs)
  }

  static let all = [
    WinogradCase(1, 1, 1, [1], 1), WinogradCase(2, 1, 5, [3], 2), WinogradCase(1, 2, 2, [8], 8),
    WinogradCase(3, 5, 4, [4], 16), WinogradCase(3, 5, 4, [4, 4], 16),
    WinogradCase(8, 10, 10, [32, 32], 128), WinogradCase(3, 9, 9, [16, 5], 20),
    WinogradCase(70, 3, 3, [2, 9], 12), WinogradCase(2, 17, 3, [7, 1, 8], 9),
    WinogradCase(1, 20, 21, [16], 16),
  ]

  func numbers(_ name: String, _ count: Int) -> [Float] {
    var random = RandomStream(seed: 1).split(name)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  var area: Int { shape.batch * shape.rows * shape.columns }
  var sources: [[Float]] {
    shape.inputs.enumerated().map { numbers("source \($0)", area * $1) }
  }
  var weights: [[Float]] {
    shape.inputs.enumerated().map { numbers("weights \($0)", 9 * $1 * shape.outputs) }
  }

  func plain(_ inputs: Int) -> ConvolutionShape {
    ConvolutionShape(
      batch: shape.batch, rows: shape.rows, columns: shape.columns, inputs: inputs,
      outputs: shape.outputs, kernel: 3)
  }

  /// What single precision and the transforms may differ by.
  func tolerance(_ terms: Int) -> Double { 1e-5 * (Double(terms).squareRoot() + 1) }
}

private func withPointers<Result>(
  _ arrays: [[Float]], _ body: ([UnsafePointer<Float>]) -> Result
) -> Result {
  let buffers = arrays.map { array in
    let buffer = AlignedBuffer(count: array.count)
    array.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { buffer.pointer.update(from: base, count: array.count) }
    }
    return buffer
  }
  return withExtendedLifetime(buffers) { body(buffers.map { UnsafePointer($0.pointer) }) }
}

private func largestDifference(_ found: UnsafePointer<Float>, _ expected: [Double]) -> Double {
  expected.enumerated().map { index, value in
    found[index].isNaN ? .infinity : abs(Double(found[index]) - value)
  }.max() ?? 0
}

@Test(arguments: WinogradCase.all)
func itsForwardEqualsNaiveLoopsSummedOverTheSources(_ example: WinogradCase) {
  let shape = example.shape
  let kernel = WinogradConvolution(shape)
  let found = AlignedBuffer(count: example.area * shape.outputs)
  var finished: [Int] = []
  withPointers(example.weights) { kernel.load($0, stamp: 1) }
  withPointers(example.sources) { sources in
    kernel.forward(sources, into: found.pointer) { finished += Array($0) }
  }
  var expected = [Double](repeating: 0, count: found.count)
  for (index, inputs) in shape.inputs.enumerated() {
    let part = Reference.convolution(
      example.sources[index].map(Double.init), example.weights[index].map(Double.init),
      example.plain(inputs))
    for place in expected.indices { expected[place] += part[place] }
  }
  #expect(
    largestDifference(found.pointer, expected) < example.tolerance(9 * shape.width))
  #expect(finished == Array(0..<shape.batch))
}

@Test(arguments: WinogradCase.all)
func itsGradientsEqualNaiveLoops(_ example: WinogradCase) {
  let shape = example.shape
  let kernel = WinogradConvolution(shape)
  let gradient = example.numbers("gradient", example.area * shape.outputs)
  let found = shape.inputs.map { AlignedBuffer(count: example.area * $0) }
  let kernels = shape.inputs.map { AlignedBuffer(count: 9 * $0 * shape.outputs) }
  // What is there is added to: sources start at one, and two passes are summed.
  for buffer in found + kernels { buffer.pointer.update(repeating: 1, count: buffer.count) }
  withPointers(example.weights) { kernel.load($0, stamp: 1) }
  withPointers(example.sources + [gradient]) { pointers in
    for pass in 0..<2 {
      kernel.backward(
        pointers[shape.inputs.count], sources: Array(pointers.dropLast()),
        // The last source wants no gradient the second time.
        sourceGradients: found.enumerated().map {
          pass == 1 && $0 == found.count - 1 ? nil : $1.pointer
        }, addsKernels: true)
    }
  }
  kernel.flushWeightGradient(into: kernels.map(\.pointer))
  for (index, inputs) in shape.inputs.enumerated() {
    let expected = Reference.convolutionGradients(
      example.sources[index].map(Double.init), example.weights[index].map(Double.init),
      example.plain(inputs), gradient: gradient.map(Double.init))
    let uses = index == found.count - 1 ? 1.0 : 2.0
    #expect(
      largestDifference(found[index].pointer, expected.source.map { 1 + uses * $0 })
        < 2 * example.tolerance(9 * shape.outputs))
    #expect(
      largestDifference(kernels[index].pointer, expected.weights.map { 1 + 2 * $0 })
        < 2 * example.tolerance(example.area))
  }
  // Nothing is kept after a flush.
  let kept = kernels.map { buffer in (0..<buffer.count).map { buffer.pointer[$0] } }
  kernel.flushWeightGradient(into: kernels.map(\.pointer))
  #expect(kernels.map { buffer in (0..<buffer.count).map { buffer.pointer[$0] } } == kept)
}

@Test func itsKernelsFollowTheWeightsByTheirStamp() {
  let example = WinogradCase(2, 5, 4, [8], 8)
  let kernel = WinogradConvolution(example.shape)
  let twice = example.weights.map { $0.map { 2 * $0 } }
  func run(_ weights: [[Float]], stamp: UInt64) -> [Float] {
    let found = AlignedBuffer(count: example.area * 8)
    withPointers(weights) { kernel.load($0, stamp: stamp) }
    withPointers(example.sources) { kernel.forward($0, into: found.pointer) }
    return (0..<found.count).map { found.pointer[$0] }
  }
  let first = run(example.weights, stamp: 1)
  #expect(run(twice, stamp: 1) == first)
  #expect(run(twice, stamp: 2) == first.map { 2 * $0 })
}
