import Foundation
import LinearAlgebra
import NeuralNetworks
import Testing

/// The update as its paper writes it, in double precision.
private struct PaperAdam {
  var values: [Double]
  var mean: [Double]
  var square: [Double]
  var time = 0
  let rate: Double
  let largestNorm: Double

  init(_ values: [Float], rate: Double, largestNorm: Double) {
    self.values = values.map(Double.init)
    mean = [Double](repeating: 0, count: values.count)
    square = mean
    self.rate = rate
    self.largestNorm = largestNorm
  }

  mutating func update(_ gradient: [Float]) {
    time += 1
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    for index in values.indices {
      let slope = Double(gradient[index]) * min(1, largestNorm / norm)
      // The decays are the nearest single-precision numbers, which the correction has to fit.
      let (first, second) = (Double(Float(0.9)), Double(Float(0.999)))
      mean[index] = first * mean[index] + (1 - first) * slope
      square[index] = second * square[index] + (1 - second) * slope * slope
      let corrected = mean[index] / (1 - pow(first, Double(time)))
      let spread = (square[index] / (1 - pow(second, Double(time)))).squareRoot()
      values[index] -= rate * corrected / (spread + 1e-8)
    }
  }
}

@Test(arguments: [1e9, 1, 0.01])
func updatesAreThoseOfThePaperInDoublePrecision(largestNorm: Double) {
  var random = RandomStream(seed: 1)
  var values = (0..<37).map { _ in Float(random.normal()) }
  var adam = Adam(count: 37, learningRate: 0.01, largestNorm: largestNorm)
  var paper = PaperAdam(values, rate: 0.01, largestNorm: largestNorm)
  for step in 1...500 {
    let gradient = values.map { 0.3 * $0 + 0.1 * Float(random.normal()) }
    let norm = adam.update(&values, gradient: gradient)
    paper.update(gradient)
    let exact = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(norm - exact) < 1e-6 * exact)
    #expect(adam.updates == step)
  }
  for (found, expected) in zip(values, paper.values) {
    #expect(abs(Double(found) - expected) < 3e-5)
  }
}

@Test func theFirstUpdateMovesByTheLearningRateWhateverTheGradient() {
  for size in [Float(1e-3), 1, 1e6] {
    var values: [Float] = [1, 1, 1]
    var adam = Adam(count: 3, learningRate: 0.125, largestNorm: 1e12)
    adam.update(&values, gradient: [size, -size, 0])
    #expect(abs(values[0] - 0.875) < 1e-5 && abs(values[1] - 1.125) < 1e-5 && values[2] == 1)
  }
}

@Test(arguments: [Float.nan, .infinity, -.infinity])
func aGradientThatIsNotFiniteChangesNothing(value: Float) {
  var values: [Float] = [1, 2, 3]
  var adam = Adam(count: 3)
  adam.update(&values, gradient: [0.1, 0.2, 0.3])
  let before = (values, adam.firstMoment, adam.secondMoment, adam.updates)
  #expect(!adam.update(&values, gradient: [0.1, value, 0.3]).isFinite)
  #expect(values == before.0 && adam.firstMoment == before.1)
  #expect(adam.secondMoment == before.2 && adam.updates == before.3)
}
