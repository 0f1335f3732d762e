import Environments
import LinearAlgebra
import Testing

@Test func theOneStepOptimumAtTenPairsOfTenIsTheKnownOne() {
  let task = RegressionTask()
  #expect(abs(task.oneStepOptimum.step - 1.515_15) < 5e-6)
  #expect(abs(task.oneStepOptimum.error - 1.649_83) < 5e-6)
  #expect(abs(task.zeroError - 10.0 / 3) < 1e-12)
}

private let variants: [[String: String]] = [
  [:],
  ["dimension": "3", "pairs": "7", "noise": "0.5", "scale": "2"],
  ["dimension": "4", "pairs": "2", "inputs": "normal", "noise": "1"],
  ["dimension": "2", "pairs": "3", "inputs": "normal", "scale": "0.5", "outputs": "2"],
]

/// The step of least squared error on fresh sequences, the least error, and how far each is off
/// by chance: the error is quadratic in the step, `E t^2 - 2 step E t p + step^2 E p^2`.
@Test(arguments: variants)
func freshSequencesHaveTheOptimumOfTheClosedForm(configuration: [String: String]) throws {
  let task = try RegressionTask(configuration: configuration)
  let optimum = task.oneStepOptimum
  let count = 20_000
  let (inputs, targets) = task.samples(0..<count, drawnFrom: RandomStream(seed: 9))
  let size = task.observationShape.count
  var errors: [Double] = []
  var slopes: [Double] = []
  var squares = 0.0
  for sample in 0..<count {
    let tokens = Array(inputs.elements[sample * size..<(sample + 1) * size])
    let unit = task.gradientDescentAnswer(tokens, step: 1)
    for output in 0..<task.outputs {
      let target = Double(targets[sample, output])
      let miss = target - optimum.step * unit[output]
      errors.append(miss * miss)
      slopes.append(miss * unit[output])
      squares += unit[output] * unit[output]
    }
  }
  let error = meanAndDeviation(errors)
  #expect(abs(error.mean - optimum.error) < 4 * error.deviation)
  // At the best step the slope of the error is zero.
  let slope = meanAndDeviation(slopes)
  #expect(abs(slope.mean) < 4 * slope.deviation)
  // The test can tell a step that is off by a tenth.
  #expect(0.1 * optimum.step * squares / Double(slopes.count) > 6 * slope.deviation)
}

/// The mean, and the standard deviation of the mean.
private func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
  return (mean, (variance / count).squareRoot())
}

@Test(arguments: [(2, 6), (4, 4), (5, 2)])
func withoutNoiseTheBestAnswerMissesTheDirectionsThatNoPairShows(
  dimension: Int, pairs: Int
) throws {
  let task = try RegressionTask(
    configuration: ["dimension": "\(dimension)", "pairs": "\(pairs)", "outputs": "2"])
  let count = 4000
  let (inputs, targets) = task.samples(0..<count, drawnFrom: RandomStream(seed: 10))
  let size = task.observationShape.count
  var errors: [Double] = []
  for sample in 0..<count {
    let tokens = Array(inputs.elements[sample * size..<(sample + 1) * size])
    let answer = try task.bayesAnswer(tokens)
    for output in 0..<2 {
      let miss = Double(targets[sample, output]) - answer[output]
      errors.append(miss * miss)
    }
  }
  let expected = try #require(task.noiselessBayesError)
  let sorted = errors.sorted()
  if expected == 0 {
    // Single-precision tokens; nearly dependent pairs blow their rounding up.
    #expect(sorted[errors.count * 9 / 10] < 1e-8)
  } else {
    let error = meanAndDeviation(errors)
    #expect(abs(error.mean - expected) < 4 * error.deviation)
  }
}

@Test func theBestAnswerBeatsEveryRidgeOfAnotherPenalty() throws {
  var task = try RegressionTask(
    configuration: ["dimension": "4", "pairs": "6", "noise": "0.5"])
  let (inputs, targets) = task.samples(0..<4000, drawnFrom: RandomStream(seed: 11))
  func error(assuming noise: Double) throws -> Double {
    task.noise = noise
    let size = task.observationShape.count
    return try (0..<4000).reduce(0) { sum, sample in
      let tokens = Array(inputs.elements[sample * size..<(sample + 1) * size])
      let miss = try task.bayesAnswer(tokens)[0] - Double(targets[sample, 0])
      return sum + miss * miss / 4000
    }
  }
  let best = try error(assuming: 0.5)
  #expect(try error(assuming: 0.25) > best)
  #expect(try error(assuming: 1) > best)
  #expect(best < task.zeroError)
}

@Test func manyStepsOfGradientDescentReachLeastSquares() throws {
  let task = try RegressionTask(configuration: ["dimension": "3", "pairs": "20"])
  let tokens = task.samples(0..<1, drawnFrom: RandomStream(seed: 12)).inputs.elements
  let least = try task.bayesAnswer(tokens)[0]
  let descended = task.gradientDescentAnswer(tokens, step: 1.5, steps: 400)[0]
  #expect(abs(least - descended) < 1e-9)
  #expect(abs(task.gradientDescentAnswer(tokens, step: 1.5)[0] - least) > 1e-3)
}
