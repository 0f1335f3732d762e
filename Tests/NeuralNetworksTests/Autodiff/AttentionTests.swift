import LinearAlgebra
import NeuralNetworks
import Testing

/// What a graph without parameters computes.
private func values(_ build: (Tape) -> Variable) -> [Float] {
  let tape = Tape()
  var none = [Float](repeating: 0, count: 1)
  return none.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return [] }
    tape.begin(layout: ParameterLayout(), parameters: base)
    return tape.tensor(build(tape)).elements
  }
}

extension Tape {
  fileprivate func numbers(_ extent: Extent, _ values: [Float]) -> Variable {
    input(extent) { _ = $0.update(fromContentsOf: values) }
  }
}

@Test func aSoftmaxOfLargeNumbersIsThatOfTheirDifferences() {
  let small = values { $0.softmax($0.numbers(Extent(1, 1, 1, 3), [0, 1, -2])) }
  let large = values { $0.softmax($0.numbers(Extent(1, 1, 1, 3), [1000, 1001, 998])) }
  #expect(small == large)
  #expect(abs(small.reduce(0, +) - 1) < 1e-6)
}

@Test func aCausalSoftmaxGivesExactlyNothingToWhatComesLater() {
  var random = RandomStream(seed: 2)
  let drawn = (0..<2 * 3 * 4 * 4).map { _ in Float(random.normal()) }
  let shares = values { $0.softmax($0.numbers(Extent(2, 3, 4, 4), drawn), isCausal: true) }
  for row in 0..<2 * 3 * 4 {
    for key in 0..<4 { #expect((shares[row * 4 + key] == 0) == (key > row % 4)) }
  }
}

@Test func aMatrixTimesAVectorAndItsTransposeTimesAnother() {
  // Two samples with matrices of their own, [[1, 2], [3, 4], [5, 6]] and ten times that.
  let matrices = Extent(2, 1, 3, 2)
  let numbers: [Float] = [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]
  let product = values {
    $0.scores($0.numbers(Extent(2, 1, 1, 2), [1, -1, 2, 1]), $0.numbers(matrices, numbers))
  }
  #expect(product == [-1, -1, -1, 40, 100, 160])
  let transposed = values {
    $0.mix($0.numbers(Extent(2, 1, 1, 3), [1, 0, -1, 0, 1, 1]), $0.numbers(matrices, numbers))
  }
  #expect(transposed == [-4, -4, 80, 100])
}
