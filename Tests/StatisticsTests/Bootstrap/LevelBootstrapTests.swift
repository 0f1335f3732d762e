import LinearAlgebra
import Statistics
import Testing

@Suite struct LevelBootstrapTests {
  static func mean(_ totals: ArraySlice<Double>) -> Double {
    totals[totals.startIndex] / totals[totals.startIndex + 1]
  }

  /// Per-level sums and counts of values with correlation 0.5 within a level.
  static func sums(
    levels: Int, rows: Int, using random: inout RandomStream
  ) -> Matrix<Double> {
    var sums = Matrix<Double>(rows: levels, columns: 2)
    for level in 0..<levels {
      let common = random.normal()
      for _ in 0..<rows { sums[level, 0] += 0.5.squareRoot() * (common + random.normal()) }
      sums[level, 1] = Double(rows)
    }
    return sums
  }

  @Test func weightsOfAResampleSumToTheNumberOfUnits() throws {
    var random = RandomStream(seed: 1)
    let bootstrap = try LevelBootstrap(units: 37, replicates: 50, using: &random)
    for replicate in 0..<50 { #expect(bootstrap.weights.row(replicate).reduce(0, +) == 37) }
    var again = RandomStream(seed: 1)
    #expect(
      try LevelBootstrap(units: 37, replicates: 50, using: &again).weights == bootstrap.weights)
  }

  @Test(arguments: [BootstrapMethod.percentile, .bca])
  func intervalsCoverTheTruthAboutNineteenTimesInTwenty(method: BootstrapMethod) throws {
    var random = RandomStream(seed: 20_251)
    var covered = 0
    for block in 0..<20 {
      var own = random.split(UInt64(block))
      let bootstrap = try LevelBootstrap(units: 100, using: &own)
      for _ in 0..<50 {
        let sums = Self.sums(levels: 100, rows: 5, using: &random)
        let estimate = bootstrap.estimate(sums, method: method, metric: Self.mean)
        if estimate.interval?.contains(0) == true { covered += 1 }
      }
    }
    #expect(covered >= 930)
    #expect(covered <= 970)
  }

  @Test func intervalsOverRowsWouldNotCover() throws {
    // The reason for levels as units: rows of a level taken as independent cover far too rarely.
    var random = RandomStream(seed: 20_252)
    var covered = 0
    for _ in 0..<200 {
      var total = 0.0
      var squares = 0.0
      for _ in 0..<50 {
        let common = random.normal()
        for _ in 0..<10 {
          let value = 0.5.squareRoot() * (common + random.normal())
          total += value
          squares += value * value
        }
      }
      let error = 1.96 * (squares / 500 / 500).squareRoot()
      if abs(total / 500) < error { covered += 1 }
    }
    #expect(covered < 160)
  }

  @Test func pairedDifferencesShareTheirWeights() throws {
    var random = RandomStream(seed: 3)
    let bootstrap = try LevelBootstrap(units: 80, using: &random)
    let first = Self.sums(levels: 80, rows: 4, using: &random)
    var second = first
    for level in 0..<80 { second[level, 0] += 0.25 * 4 }
    let estimate = bootstrap.difference(second, first, metric: Self.mean)
    #expect(abs(estimate.value - 0.25) < 1e-12)
    #expect(estimate.standardError < 1e-12)
  }

  @Test func theStandardErrorIsThatOfTheMeanOfLevels() throws {
    var random = RandomStream(seed: 4)
    let bootstrap = try LevelBootstrap(units: 400, using: &random)
    let sums = Self.sums(levels: 400, rows: 3, using: &random)
    let means = (0..<400).map { sums[$0, 0] / 3 }
    let expected = Sample.standardDeviation(means) / 20
    let estimate = bootstrap.estimate(sums, metric: Self.mean)
    #expect(abs(estimate.standardError / expected - 1) < 0.1)
    #expect(abs(estimate.power.minimumDetectableEffect - 3.24 * estimate.standardError) < 1e-12)
  }

  @Test func acceleratedIntervalsAreShiftedForASkewedMetric() throws {
    var random = RandomStream(seed: 5)
    let bootstrap = try LevelBootstrap(units: 30, using: &random)
    var sums = Matrix<Double>(rows: 30, columns: 2, repeating: 1)
    for level in 0..<30 {
      let value = random.normal()
      sums[level, 0] = value * value * value * value
    }
    let plain = bootstrap.estimate(sums, metric: Self.mean).interval
    let corrected = bootstrap.estimate(sums, method: .bca, metric: Self.mean).interval
    let (low, high) = (try #require(plain), try #require(corrected))
    #expect(high.method == "BCa")
    #expect(high.upper > low.upper)
    #expect(high.lower > low.lower)
  }

  @Test func anUndefinedMetricGivesNoInterval() throws {
    var random = RandomStream(seed: 6)
    let bootstrap = try LevelBootstrap(units: 5, using: &random)
    let estimate = bootstrap.estimate(Matrix(rows: 5, columns: 2), metric: Self.mean)
    #expect(estimate.interval == nil)
    #expect(throws: StatisticsError.self) { try LevelBootstrap(units: 1, using: &random) }
  }

  @Test func runsAreAnotherSourceOfVariation() throws {
    var random = RandomStream(seed: 7)
    var runs: [Matrix<Double>] = []
    for _ in 0..<6 {
      var sums = Self.sums(levels: 60, rows: 4, using: &random)
      let shift = random.normal()
      for level in 0..<60 { sums[level, 0] += 4 * shift }
      runs.append(sums)
    }
    let across = try RunBootstrap.estimate(runs, using: &random, metric: Self.mean)
    let within = try LevelBootstrap(units: 60, using: &random)
      .estimate(runs[0], metric: Self.mean)
    #expect(across.standardError > 2 * within.standardError)
    #expect(across.interval?.contains(across.value) == true)
  }
}
