import LinearAlgebra
import Statistics
import Testing

/// Five of five is no proof of always: the interval is Wilson's, about .57 to 1.
@Test func aShareOfNothingButSuccessesHasAnIntervalAboveNoWidth() throws {
  var random = RandomStream(seed: 5)
  let bootstrap = try LevelBootstrap(units: 5, using: &random)
  let trials = [Double](repeating: 4, count: 5)
  for (successes, expected) in [(4.0, 0.5655...1.0), (0.0, 0.0...0.4345)] {
    let plain = Proportion.bootstrapped(
      successes: trials.map { _ in successes }, trials: trials, with: bootstrap)
    let share = plain.asShare(units: 5)
    let interval = try #require(share.interval)
    #expect(share.value == plain.value)
    #expect(abs(interval.lower - expected.lowerBound) < 1e-3)
    #expect(abs(interval.upper - expected.upperBound) < 1e-3)
  }
  let mixed = Proportion.bootstrapped(
    successes: [4, 3, 4, 2, 4], trials: trials, with: bootstrap)
  #expect(mixed.asShare(units: 5) == mixed)
}
