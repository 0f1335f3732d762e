import Environments
import LinearAlgebra
import Testing

@Test(arguments: [(3, 5.0 / 3), (5, 26.0 / 9), (10, 6.021_785_7), (20, 12.431_264_9)])
func theBayesOptimalValueOfTwoArmsIsTheKnownOne(horizon: Int, value: Double) throws {
  #expect(abs(try BanditValues(arms: 2, horizon: horizon).value - value) < 5e-8)
}

@Test(arguments: [
  (10, BanditValues.Rule.greedy, 6.005_810_8), (20, .greedy, 12.365_351_9),
  (10, .greedyFirst, 5.990_154_5), (20, .greedyFirst, 12.331_093_5), (10, .random, 5),
])
func simplerRulesEarnTheKnownValues(
  horizon: Int, rule: BanditValues.Rule, value: Double
) throws {
  #expect(abs(try BanditValues(arms: 2, horizon: horizon, rule: rule).value - value) < 5e-8)
}

/// The value of a history by plain recursion.
private func bestValue(_ counts: BanditCounts, pullsLeft: Int) -> Double {
  guard pullsLeft > 0 else { return 0 }
  return (0..<counts.arms).map { arm in
    var (paid, unpaid) = (counts, counts)
    paid.count(arm: arm, paid: true)
    unpaid.count(arm: arm, paid: false)
    let mean = counts.mean(of: arm)
    return mean * (1 + bestValue(paid, pullsLeft: pullsLeft - 1))
      + (1 - mean) * bestValue(unpaid, pullsLeft: pullsLeft - 1)
  }.max() ?? 0
}

@Test(arguments: [(2, 6), (3, 4), (4, 3)])
func tablesAgreeWithPlainRecursion(arms: Int, horizon: Int) throws {
  let values = try BanditValues(arms: arms, horizon: horizon)
  #expect(abs(values.value - bestValue(BanditCounts(arms: arms), pullsLeft: horizon)) < 1e-12)
  let counts = BanditCounts(arms: arms, history: [(1, true), (0, false)])
  #expect(abs(values.value(counts) - bestValue(counts, pullsLeft: horizon - 2)) < 1e-12)
}

@Test func theOptimalArmsExploreWhereTheGreedyOneDoesNot() throws {
  let values = try BanditValues(arms: 2, horizon: 10)
  #expect(values.bestArms(BanditCounts(arms: 2)) == ActionSet([0, 1]))
  #expect(values.bestArms(BanditCounts(arms: 2, history: [(0, true)])) == ActionSet([0]))
  #expect(values.bestArms(BanditCounts(arms: 2, history: [(0, false)])) == ActionSet([1]))
  // Equal means: the arm that is less known is worth more while pulls are left.
  var even = BanditCounts(arms: 2, history: [(0, true), (0, false)])
  #expect(even.greedyArms == ActionSet([0, 1]))
  #expect(values.bestArms(even) == ActionSet([1]))
  // In the last pull nothing can be learnt any more.
  for _ in 0..<7 { even.count(arm: 1, paid: true) }
  #expect(values.bestArms(even) == even.greedyArms)
}

@Test func followingTheOptimalArmsEarnsTheirValue() throws {
  let environment = try BanditEnvironment(configuration: ["horizon": "5"])
  let values = try BanditValues(arms: 2, horizon: 5)
  let random = RandomStream(seed: 4)
  var observation = [Float](repeating: 0, count: 4)
  let trials = 20_000
  var total = 0.0
  for trial in 0..<trials {
    var episode = try environment.episode(
      drawnFrom: random.split(UInt64(trial)), part: .training)
    for _ in 0..<5 {
      let arm = try #require(values.bestArms(episode.counts).lowest)
      observation.withUnsafeMutableBufferPointer {
        total += Double(episode.step(arm, updating: $0).reward)
      }
    }
  }
  // The standard deviation of one trial's sum is below 1.5.
  #expect(abs(total / Double(trials) - values.value) < 4 * 1.5 / Double(trials).squareRoot())
}

@Test func aTrialShowsTheLastArmItsRewardAndThatAPullIsDone() throws {
  let environment = try BanditEnvironment(configuration: ["arms": "3", "horizon": "2"])
  var rewards: Set<Float> = []
  for number in 0..<20 {
    var trial = try environment.episode(
      drawnFrom: RandomStream(seed: 1).split(UInt64(number)), part: .training)
    var observation = [Float](repeating: .nan, count: 5)
    observation.withUnsafeMutableBufferPointer { trial.observe(into: $0) }
    #expect(observation == [0, 0, 0, 0, 0])
    let outcome = observation.withUnsafeMutableBufferPointer { trial.step(2, updating: $0) }
    #expect(observation == [0, 0, 1, outcome.reward, 1])
    #expect(!outcome.isOver)
    let last = observation.withUnsafeMutableBufferPointer { trial.step(0, updating: $0) }
    #expect(last.isTerminal)
    rewards.insert(outcome.reward)
  }
  #expect(rewards == [0, 1])
}

@Test func tablesThatWouldNotFitAreRefused() {
  #expect(throws: EnvironmentError.self) { try BanditValues(arms: 16, horizon: 10_000) }
  #expect(throws: EnvironmentError.self) { try BanditValues(arms: 5, horizon: 60) }
}
