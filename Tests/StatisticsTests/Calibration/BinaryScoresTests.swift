import Statistics
import Testing

@Suite struct BinaryScoresTests {
  private let scores = BinaryScores(
    [0.1, 0.4, 0.4, 0.8, 0.9], isPositive: [false, true, false, false, true])

  @Test func theAreaIsTheShareOfPairsInOrder() {
    // 0.4 beats 0.1, ties 0.4, loses to 0.8; 0.9 beats all three.
    #expect(abs(scores.areaUnderCurve - 4.5 / 6) < 1e-12)
    #expect(BinaryScores([1, 2], isPositive: [true, true]).areaUnderCurve.isNaN)
    #expect(BinaryScores([2, 2], isPositive: [true, false]).areaUnderCurve == 0.5)
  }

  @Test func pairsCountTiesAsHalf() {
    #expect(scores.pairedAccuracy([(1, 0), (1, 2), (1, 3)]) == 0.5)
    #expect(scores.pairedAccuracy([]).isNaN)
  }

  @Test func brierIsTheMeanSquaredError() {
    let expected = (0.01 + 0.36 + 0.16 + 0.64 + 0.01) / 5
    #expect(abs(scores.brier - expected) < 1e-12)
  }

  @Test func binsAreOfEqualSizeAndCoverAll() {
    let bins = scores.bins(2)
    #expect(bins.map(\.count) == [2, 3])
    #expect(abs(bins[0].meanScore - 0.25) < 1e-12 && bins[0].positiveShare == 0.5)
    let error = (2 * abs(0.25 - 0.5) + 3 * abs(0.7 - 1.0 / 3)) / 5
    #expect(abs(scores.calibrationError(bins: 2) - error) < 1e-12)
    let sure = BinaryScores([0, 0, 1, 1], isPositive: [false, false, true, true])
    #expect(sure.calibrationError() == 0)
  }

  @Test func riskGrowsWithCoverageWhereTheUnsureAreWrong() {
    let risks = BinaryScores([0.99, 0.05, 0.45], isPositive: [true, false, true]).riskByCoverage
    #expect(risks.map(\.risk) == [0, 0, 1.0 / 3])
    #expect(risks.map(\.coverage) == [1.0 / 3, 2.0 / 3, 1])
  }
}
