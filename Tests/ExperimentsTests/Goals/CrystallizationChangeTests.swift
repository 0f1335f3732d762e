import Experiments
import LinearAlgebra
import Statistics
import Testing

/// The change that G8 speaks of is one that was measured, and its interval holds the true one.
@Suite struct CrystallizationChangeTests {
  /// Courses that are a step, a slope, or nothing, known to within some error.
  private static let courses: [@Sendable (Double) -> Double] = [
    { $0 < 0.5 ? 0 : 1 }, { $0 < 0.15 ? 0 : 1 }, { $0 }, { _ in 0.4 },
  ]
  private static let points = 12

  /// What levels have in common moves all checkpoints together, in the estimate as in its resamples.
  private func estimate(
    _ value: Double, _ error: Double, _ common: Double, _ shared: [Double],
    _ random: inout RandomStream
  ) -> BootstrapEstimate {
    let own = value + error * (0.6 * common + 0.8 * random.normal())
    return BootstrapEstimate(
      value: own, percentileOf: shared.map { own + error * (0.6 * $0 + 0.8 * random.normal()) })
  }

  private func change(_ course: (Double) -> Double, error: Double, seed: UInt64)
    -> BootstrapEstimate
  {
    var random = RandomStream(seed: seed)
    // Levels are drawn anew for all checkpoints together.
    let common = random.normal()
    let shared = (0..<200).map { _ in random.normal() }
    let series = GoalSeries(
      (0..<Self.points).map { place in
        let value = course(Double(place) / Double(Self.points - 1))
        return GoalSeries.Point(
          step: place, base: estimate(0.5, error, common, shared, &random),
          baseUse: estimate(value, error, common, shared, &random),
          proxyUse: estimate(1, error, common, shared, &random))
      })
    return Crystallization(series).baseUseChange
  }

  @Test(arguments: courses.indices) func noChangeGoesBeyondWhatWasMeasured(_ index: Int) throws {
    let course = Self.courses[index]
    let values = (0..<Self.points).map { course(Double($0) / Double(Self.points - 1)) }
    let found = change(course, error: 1e-6, seed: 1)
    let range = try #require(values.max()) - (try #require(values.min()))
    #expect(abs(found.value) <= range + 1e-4)
    #expect(try #require(found.interval).upper <= range + 1e-4)
  }

  @Test(arguments: courses.indices) func intervalsHoldTheTrueChange(_ index: Int) throws {
    let course = Self.courses[index]
    let values = (0..<Self.points).map { course(Double($0) / Double(Self.points - 1)) }
    let truth = Sample.mean(Array(values.suffix(4))) - Sample.mean(Array(values.prefix(4)))
    var held = 0
    for seed in 0..<200 {
      let interval = try #require(change(course, error: 0.05, seed: UInt64(seed)).interval)
      if interval.lower <= truth, truth <= interval.upper { held += 1 }
    }
    #expect(held >= 180, "\(held) of 200")
  }
}
