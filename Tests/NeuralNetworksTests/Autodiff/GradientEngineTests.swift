import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

private let layout: ParameterLayout = {
  var layout = ParameterLayout()
  layout.add("w", [3, 3, 3, 8], .he(gain: 1))
  layout.add("b", [8], .he(gain: 1))
  layout.add("d", [8, 4], .he(gain: 1))
  return layout
}()

/// The mean cross entropy of `count` drawn samples.
private func evaluate(
  _ engine: GradientEngine, _ parameters: ParameterSet, count: Int
) -> (loss: Double, gradient: [Float]) {
  let loss = engine.evaluate(parameters) { slice, tape in
    let range = GradientEngine.samples(of: slice, in: count)
    guard !range.isEmpty else { return nil }
    let source = tape.input(Extent(range.count, 5, 5, 3)) { target in
      for (row, sample) in range.enumerated() {
        var random = RandomStream(seed: UInt64(sample))
        for index in 0..<75 { target[row * 75 + index] = Float(random.normal()) }
      }
    }
    let hidden = tape.convolution(
      source, weights: tape.parameter("w"), bias: tape.parameter("b"), rectifies: true)
    let logits = tape.dense(
      tape.gather(hidden, at: range.indices.map { Int32(($0 - range.lowerBound) * 25 + 7) }),
      weights: tape.parameter("d"))
    return tape.setCrossEntropy(
      logits, sets: range.map { Int32(1 << ($0 % 4)) }, scale: 1 / Float(count))
  }
  return (loss, (0..<layout.count).map { engine.gradient[$0] })
}

@Suite(.serialized) struct GradientEngineTests {
  @Test(arguments: [1, 3, 4, 64, 67])
  func gradientsHaveTheSameBytesOnAnyNumberOfThreads(count: Int) {
    let parameters = ParameterSet(layout, drawnFrom: RandomStream(seed: 1))
    let results = ThreadCounts.oneTwoThree {
      evaluate(GradientEngine(layout), parameters, count: count)
    }
    #expect(results[0].gradient.contains { $0 != 0 })
    for other in results.dropFirst() {
      #expect(other.loss == results[0].loss && other.gradient == results[0].gradient)
    }
  }

  @Test func anEngineUsedAgainGivesTheSameBytes() {
    let parameters = ParameterSet(layout, drawnFrom: RandomStream(seed: 1))
    let engine = GradientEngine(layout)
    let first = evaluate(engine, parameters, count: 10)
    _ = evaluate(engine, parameters, count: 3)
    let again = evaluate(engine, parameters, count: 10)
    #expect(first.loss == again.loss && first.gradient == again.gradient)
  }

  @Test func theGradientOfABatchIsThatOfOneSlice() {
    // Slices change the order of summation alone.
    let parameters = ParameterSet(layout, drawnFrom: RandomStream(seed: 2))
    let whole = evaluate(GradientEngine(layout), parameters, count: 12)
    var sum = [Double](repeating: 0, count: layout.count)
    var loss = 0.0
    let engine = GradientEngine(layout)
    for sample in 0..<12 {
      loss += engine.evaluate(parameters) { slice, tape in
        guard slice == 2 else { return nil }
        let source = tape.input(Extent(1, 5, 5, 3)) { target in
          var random = RandomStream(seed: UInt64(sample))
          for index in 0..<75 { target[index] = Float(random.normal()) }
        }
        let hidden = tape.convolution(
          source, weights: tape.parameter("w"), bias: tape.parameter("b"), rectifies: true)
        let logits = tape.dense(tape.gather(hidden, at: [7]), weights: tape.parameter("d"))
        return tape.setCrossEntropy(logits, sets: [Int32(1 << (sample % 4))], scale: 1 / 12)
      }
      for index in sum.indices { sum[index] += Double(engine.gradient[index]) }
    }
    #expect(abs(loss - whole.loss) < 1e-6)
    let unit = sum.map(abs).max() ?? 0
    for index in sum.indices {
      #expect(abs(sum[index] - Double(whole.gradient[index])) < 1e-6 * unit + 1e-9)
    }
  }
}

@Test(arguments: [0, 1, 3, 4, 5, 64, 67])
func slicesCoverTheBatchInOrder(count: Int) {
  let ranges = (0..<GradientEngine.sliceCount).map { GradientEngine.samples(of: $0, in: count) }
  #expect(ranges.flatMap(Array.init) == Array(0..<count))
  let sizes = ranges.map(\.count)
  #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
}
