import LinearAlgebra
import Testing

private let lengths = [0, 1, 7, 8, 9, 64, 1003]

private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
  var random = RandomStream(seed: seed)
  return (0..<count).map { _ in Float(random.normal()) }
}

@Test(arguments: lengths)
func sumsAndProductsAreElementwise(count: Int) {
  let (a, b, c) = (numbers(count, 1), numbers(count, 2), numbers(count, 3))
  func result(_ start: [Float], _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
    var target = start
    target.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base) } }
    return target
  }
  #expect(result(c) { VectorKernels.add(a, into: $0, count: count) } == zip(c, a).map { $0 + $1 })
  #expect(
    result(c) { VectorKernels.sum(a, b, into: $0, count: count) } == zip(a, b).map { $0 + $1 })
  #expect(
    result(c) { VectorKernels.product(a, b, into: $0, count: count) } == zip(a, b).map { $0 * $1 })
  #expect(
    result(c) { VectorKernels.scale(a, by: -3, into: $0, count: count) } == a.map { -3 * $0 })
  let sums = result(c) { VectorKernels.addProduct(a, b, into: $0, count: count) }
  let scaled = result(c) { VectorKernels.addScaled(a, by: 0.5, into: $0, count: count) }
  for index in 0..<count {
    // A fused multiplication and addition rounds once.
    #expect(abs(sums[index] - (c[index] + a[index] * b[index])) < 1e-6)
    #expect(abs(scaled[index] - (c[index] + 0.5 * a[index])) < 1e-6)
  }
}

@Test(arguments: lengths)
func gradientsAreMaskedWhereTheOutputIsNotPositive(count: Int) {
  let (gradient, start) = (numbers(count, 1), numbers(count, 2))
  var output = numbers(count, 3).map { max($0, 0) }
  if count > 2 { output[2] = .nan }
  let masked = zip(gradient, output).map { $1 > 0 ? $0 : 0 }
  var inPlace = gradient
  VectorKernels.mask(&inPlace, whereNotPositive: output, count: count)
  #expect(inPlace == masked)
  var sum = start
  VectorKernels.addMasked(gradient, wherePositive: output, into: &sum, count: count)
  #expect(sum == zip(start, masked).map { $0 + $1 })
  var (both, bothSum) = (gradient, start)
  VectorKernels.maskAndAdd(&both, whereNotPositive: output, into: &bothSum, count: count)
  #expect(both == masked && bothSum == sum)
}

@Test func rectifyingKeepsWhatIsNotANumber() {
  let source: [Float] = [-1, 0, 2, .nan, -.infinity, .infinity, -0.0]
  var target = [Float](repeating: 9, count: source.count)
  VectorKernels.rectify(source, into: &target, count: source.count)
  #expect(target[3].isNaN)
  #expect(target[0] == 0 && target[1] == 0 && target[2] == 2)
  #expect(target[4] == 0 && target[5] == .infinity && target[6] == 0)
}

@Test(arguments: lengths)
func sumsOfSquaresAreExactToDoublePrecision(count: Int) {
  let values = numbers(count, 4)
  let expected = values.reduce(0.0) { $0 + Double($1) * Double($1) }
  #expect(abs(VectorKernels.sumOfSquares(values, count: count) - expected) <= 1e-12 * expected)
  #expect(!VectorKernels.sumOfSquares(values + [.nan], count: count + 1).isFinite)
  #expect(!VectorKernels.sumOfSquares([.infinity] + values, count: count + 1).isFinite)
  // The square of the largest number is not one in single precision.
  let largest = [Float](repeating: .greatestFiniteMagnitude, count: count)
  #expect(VectorKernels.sumOfSquares(largest, count: count).isFinite)
}
