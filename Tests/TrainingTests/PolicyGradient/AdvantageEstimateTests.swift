import LinearAlgebra
import Testing
import Training

private struct Steps {
  var rewards: [Double] = []
  var values: [Double] = []
  var ends: [Bool] = []
  var ratios: [Double] = []
  let lastValue: Double

  init(_ count: Int, seed: UInt64) {
    var random = RandomStream(seed: seed)
    for _ in 0..<count {
      rewards.append(random.normal())
      values.append(random.normal())
      ends.append(random.below(4) == 0)
      ratios.append(0.3 + 2 * random.uniform())
    }
    lastValue = random.normal()
  }

  /// The discounted return from each step on, with the last value at the end of the steps.
  func returns(discount: Double) -> [Double] {
    rewards.indices.map { start in
      var (total, weight) = (0.0, 1.0)
      for step in start..<rewards.count {
        total += weight * rewards[step]
        weight *= discount
        if ends[step] { return total }
      }
      return total + weight * lastValue
    }
  }
}

@Test func withLambdaOneTheAdvantageIsTheReturnLessTheValue() {
  for seed in 1...UInt64(20) {
    let steps = Steps(25, seed: seed)
    let estimate = AdvantageEstimate(
      rewards: steps.rewards, values: steps.values, ends: steps.ends,
      lastValue: steps.lastValue, discount: 0.9, lambda: 1)
    let returns = steps.returns(discount: 0.9)
    for step in 0..<25 {
      #expect(abs(estimate.advantages[step] - (returns[step] - steps.values[step])) < 1e-12)
      #expect(abs(estimate.returns[step] - returns[step]) < 1e-12)
    }
  }
}

@Test func advantagesAreTheWeightedMeanOfThoseOverSomeSteps() {
  // A_t = (1 - l) sum_k l^(k-1) A^(k), the last term with all that is left.
  let steps = Steps(6, seed: 3)
  let (discount, lambda) = (0.8, 0.6)
  let estimate = AdvantageEstimate(
    rewards: steps.rewards, values: steps.values, ends: [Bool](repeating: false, count: 6),
    lastValue: steps.lastValue, discount: discount, lambda: lambda)
  let values = steps.values + [steps.lastValue]
  for start in 0..<6 {
    var expected = 0.0
    for length in 1...(6 - start) {
      var (total, weight) = (0.0, 1.0)
      for step in start..<start + length {
        total += weight * steps.rewards[step]
        weight *= discount
      }
      total += weight * values[start + length] - values[start]
      let isLast = length == 6 - start
      var share = isLast ? 1 : 1 - lambda
      for _ in 1..<length { share *= lambda }
      expected += share * total
    }
    #expect(abs(estimate.advantages[start] - expected) < 1e-12)
  }
}

@Test func withoutLagAndWithLambdaOneVTraceGivesTheDiscountedReturn() {
  for seed in 1...UInt64(20) {
    let steps = Steps(30, seed: seed)
    let trace = VTrace(
      rewards: steps.rewards, values: steps.values, ends: steps.ends,
      ratios: [Double](repeating: 1, count: 30), lastValue: steps.lastValue, discount: 0.97,
      lambda: 1)
    let returns = steps.returns(discount: 0.97)
    for step in 0..<30 {
      #expect(abs(trace.targets[step] - returns[step]) < 1e-9)
      #expect(abs(trace.advantages[step] - (returns[step] - steps.values[step])) < 1e-9)
    }
  }
}

@Test func ratiosAreCutAsTheFormulaByHandSays() {
  // Two steps: gamma 0.5, lambda 0.8, rho cut at 1.5 and c at 1.
  let trace = VTrace(
    rewards: [1, 2], values: [0.5, 0.25], ends: [false, false], ratios: [4, 0.5], lastValue: 3,
    discount: 0.5, lambda: 0.8, largestRatio: 1.5)
  // Step 1: rho 0.5, delta = 0.5 (2 + 1.5 - 0.25) = 1.625; v = 1.875.
  #expect(abs(trace.targets[1] - 1.875) < 1e-12)
  // Step 0: rho 1.5, c 0.8, delta = 1.5 (1 + 0.125 - 0.5) = 0.9375;
  // v = 0.5 + 0.9375 + 0.5 * 0.8 * (1.875 - 0.25) = 2.0875.
  #expect(abs(trace.targets[0] - 2.0875) < 1e-12)
  // 1.5 (1 + 0.5 (0.8 * 1.875 + 0.2 * 0.25) - 0.5) = 1.9125.
  #expect(abs(trace.advantages[0] - 1.9125) < 1e-12)
  #expect(abs(trace.advantages[1] - 0.5 * (2 + 0.5 * 3 - 0.25)) < 1e-12)
  // At an end nothing follows.
  let ended = VTrace(
    rewards: [1, 2], values: [0.5, 0.25], ends: [true, false], ratios: [4, 0.5], lastValue: 3,
    discount: 0.5, lambda: 0.8, largestRatio: 1.5)
  #expect(abs(ended.targets[0] - (0.5 + 1.5 * 0.5)) < 1e-12)
  #expect(abs(ended.advantages[0] - 1.5 * 0.5) < 1e-12)
}
