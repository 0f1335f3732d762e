import Foundation
import LinearAlgebra
import Testing

private typealias Kernel = (
  UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int
) -> Void

private func apply(_ source: [Float], _ kernel: Kernel) -> [Float] {
  var result = [Float](repeating: -7, count: source.count)
  result.withUnsafeMutableBufferPointer { target in
    source.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress, let to = target.baseAddress else { return }
      kernel(from, to, source.count)
    }
  }
  return result
}

/// The largest difference from the exact values, in units in the last place of those.
private func units(_ source: [Float], _ found: [Float], _ exact: (Double) -> Double) -> Double {
  zip(source, found).map { x, y in
    let expected = exact(Double(x))
    // In double precision, for a thread may flush the small units of small numbers to zero.
    let unit = scalbn(1, Int(max(expected.exponent, -126)) - 23)
    return y.isNaN ? .infinity : abs(Double(y) - expected) / unit
  }.max() ?? 0
}

/// Numbers that are close together everywhere, and closer near zero.
private func grid(_ bound: Float) -> [Float] {
  let even = (-20_000...20_000).map { bound * Float($0) / 20_000 }
  let fine = (1...3000).flatMap { step -> [Float] in
    let value = Float(exp2(-Double(step) / 30))
    return [value, -value]
  }
  return even + fine.filter { abs($0) <= bound } + [0]
}

@Test func theExponentialIsWithinTwoUnits() {
  let source = grid(87)
  let found = apply(source) { VectorKernels.exponential($0, into: $1, count: $2) }
  #expect(units(source, found) { exp($0) } < 2)
}

@Test func theLogisticFunctionIsWithinThreeUnits() {
  let source = grid(87)
  let found = apply(source) { VectorKernels.sigmoid($0, into: $1, count: $2) }
  #expect(units(source, found) { 1 / (1 + exp(-$0)) } < 3)
  #expect(found.allSatisfy { $0 >= 0 && $0 <= 1 })
}

@Test func theHyperbolicTangentIsWithinThreeUnitsAndOdd() {
  let source = grid(20)
  let found = apply(source) { VectorKernels.tanh($0, into: $1, count: $2) }
  #expect(units(source, found) { tanh($0) } < 3)
  let negated = apply(source.map { -$0 }) { VectorKernels.tanh($0, into: $1, count: $2) }
  #expect(negated == found.map { -$0 })
  #expect(found.allSatisfy { abs($0) <= 1 })
}

@Test func farOutTheFunctionsStandAtTheirLimits() {
  let source: [Float] = [-.infinity, -1e30, -1000, 1000, 1e30, .infinity]
  let tangents = apply(source) { VectorKernels.tanh($0, into: $1, count: $2) }
  #expect(tangents == [-1, -1, -1, 1, 1, 1])
  let logistics = apply(source) { VectorKernels.sigmoid($0, into: $1, count: $2) }
  #expect(logistics.prefix(3).allSatisfy { $0 >= 0 && $0 < 1e-37 })
  #expect(logistics.suffix(3).allSatisfy { $0 == 1 })
}

@Test(arguments: [1, 7, 8, 9, 23])
func whatIsNotANumberStaysSoAndItsNeighboursDoNotSee(count: Int) {
  for kernel: Kernel in [
    { VectorKernels.tanh($0, into: $1, count: $2) },
    { VectorKernels.sigmoid($0, into: $1, count: $2) },
    { VectorKernels.exponential($0, into: $1, count: $2) },
  ] {
    var source = (0..<count).map { Float($0) / 3 - 2 }
    let clean = apply(source, kernel)
    source[count / 2] = .nan
    let found = apply(source, kernel)
    for index in 0..<count {
      if index == count / 2 {
        #expect(found[index].isNaN)
      } else {
        #expect(found[index] == clean[index])
      }
    }
  }
}
