import LinearAlgebra
import Statistics
import Testing

@Suite struct RunMeanTests {
  private func plain(_ values: [Double]) -> [BootstrapEstimate] {
    values.map { BootstrapEstimate(value: $0, replicates: [], interval: nil) }
  }

  @Test func withoutLevelsItIsStudentsInterval() throws {
    let values = [2.0, 4, 4, 5, 7, 9, 3, 6]
    let mean = RunMean(plain(values))
    let reach = 2.364624 * Sample.standardDeviation(values) / 8.0.squareRoot()
    let interval = try #require(mean.interval)
    #expect(mean.value == 5)
    #expect(abs(interval.lower - (5 - reach)) < 1e-3 && abs(interval.upper - (5 + reach)) < 1e-3)
  }

  @Test(arguments: [(0.975, 4.0, 2.776445), (0.975, 7, 2.364624), (0.95, 15, 1.753050)])
  func quantilesAreThoseOfTables(_ p: Double, _ freedom: Double, _ known: Double) {
    #expect(abs(StudentDistribution.quantile(p, freedom: freedom) - known) < 2e-3)
  }

  @Test func fewerThanFiveRunsHaveNoInterval() {
    #expect(RunMean(plain([1, 2, 3, 4])).interval == nil)
    #expect(RunMean(plain([1, 2, 3, 4, .nan])).interval == nil)
    #expect(RunMean(plain([1, 2, 3, 4, 5])).interval != nil)
  }

  @Test func runsThatAllAgreeLeaveOpenWhatEightTrialsDo() throws {
    let all = RunMean(plain([Double](repeating: 1, count: 8)), within: 0...1)
    let wilson = Proportion.wilson(successes: 8, trials: 8)
    #expect(all.interval?.lower == wilson.lower && all.interval?.upper == 1)
    let never = RunMean(plain([Double](repeating: -1, count: 8)), within: -1...1)
    #expect(abs((never.interval?.upper ?? 0) - (1 - 2 * wilson.lower)) < 1e-12)
  }

  /// Runs and levels both vary: the interval covers the mean of all trainings on all levels.
  @Test func coverageIsNominalWhereRunsShareTheirLevels() throws {
    var random = RandomStream(seed: 91)
    var covered = 0
    for _ in 0..<400 {
      let levels = (0..<60).map { _ in random.normal() }
      let bootstrap = try LevelBootstrap(units: 60, replicates: 200, using: &random)
      let runs = (0..<8).map { _ -> BootstrapEstimate in
        let own = 0.1 * random.normal()
        var sums = Matrix<Double>(rows: 60, columns: 1)
        for level in 0..<60 { sums[level, 0] = levels[level] + own + 0.3 * random.normal() }
        return bootstrap.estimate(sums) { $0[$0.startIndex] / 60 }
      }
      if try #require(RunMean(runs).interval).contains(0) { covered += 1 }
    }
    // Somewhat wide: what runs make of single levels counts in both parts.
    #expect((372...400).contains(covered), "\(covered)")
    #expect(covered < 399)
  }

  @Test func eightRunsOfOneSignAreOneOf256() throws {
    var random = RandomStream(seed: 1)
    let mean = RunMean(plain([0.2, 0.1, 0.4, 0.3, 0.2, 0.5, 0.6, 0.1]))
    let null = try #require(mean.signNull(using: &random))
    #expect(null.draws.count == 255 && null.p == 1.0 / 256)
    let none = RunMean(plain([0.2, -0.2, 0.1, -0.1]))
    #expect(try #require(none.signNull(using: &random)).p > 0.4)
  }

  @Test func anIntervalOfLessConfidenceIsNarrower() throws {
    let mean = RunMean(plain([0.2, 0.1, 0.4, 0.3, 0.2, 0.5, 0.6, 0.1]))
    let (wide, narrow) = (try #require(mean.interval), try #require(mean.interval(confidence: 0.9)))
    // Student's with 7 degrees of freedom: 1.895 and 2.365.
    let ratio = (narrow.upper - narrow.lower) / (wide.upper - wide.lower)
    #expect(abs(ratio - 1.8946 / 2.3646) < 1e-3)
    #expect(RunMean(plain([0.2, 0.1])).interval(confidence: 0.9) == nil)
  }

  @Test func groupsThatAreApartDifferAndEqualOnesDoNot() throws {
    var random = RandomStream(seed: 2)
    let low = plain([0.1, 0.12, 0.09, 0.11, 0.1, 0.13, 0.08, 0.1])
    let high = plain([0.9, 0.92, 0.89, 0.91, 0.9, 0.93, 0.88, 0.9])
    let apart = RunDifference(high, low, using: &random)
    #expect(abs(apart.value - 0.8) < 0.01 && (apart.interval?.lower ?? 0) > 0.7)
    // Of 12870 deals 4000 are drawn, and two of all would do.
    #expect((apart.null?.p ?? 1) < 0.002)
    let same = RunDifference(low, low, using: &random)
    #expect(same.value == 0 && same.interval?.contains(0) == true && same.null?.p == 1)
    let few = RunDifference(Array(high.prefix(3)), Array(low.prefix(3)), using: &random)
    // 20 deals of six runs, two of which are as far apart.
    #expect(few.interval == nil && few.null?.draws.count == 19 && few.null?.p == 0.1)
  }
}
