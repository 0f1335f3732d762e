import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct CorrectedAnglesTests {
  /// Two concepts at a known cosine in 64 features, noise that is larger in some directions.
  private static func planted(
    _ cosine: Double, rows: Int, seed: UInt64, noise: Double = 3
  ) -> (features: Matrix<Float>, first: [Double], second: [Double]) {
    var random = RandomStream(seed: seed)
    let basis = random.split("basis").orthonormalRows(64)
    let sine = (1 - cosine * cosine).squareRoot()
    var features = Matrix<Float>(rows: rows, columns: 64)
    var (first, second): ([Double], [Double]) = ([], [])
    for row in 0..<rows {
      let (a, b) = (Double(random.below(2)), Double(random.below(2)))
      first.append(a)
      second.append(b)
      for column in 0..<64 {
        let spread = noise * (column % 8 == 0 ? 2 : 0.5)
        features[row, column] = Float(
          a * basis[0][column] + b * (cosine * basis[0][column] + sine * basis[1][column])
            + spread * random.normal())
      }
    }
    return (features, first, second)
  }

  @Test(arguments: [0, 0.5, 1.0])
  func theCosineWithoutNoiseIsFound(_ cosine: Double) throws {
    let rows = 4000
    var (values, naive): ([Double], [Double]) = ([], [])
    for seed in 0..<4 {
      let data = Self.planted(cosine, rows: rows, seed: UInt64(seed))
      var random = RandomStream(seed: 50 + UInt64(seed))
      let found = try CorrectedAngles(
        data.features, concepts: [("first", data.first), ("second", data.second)],
        beside: Matrix(rows: rows, columns: 0), units: (0..<rows).map { $0 / 2 }, replicates: 200,
        using: &random)
      let angle = try #require(found.angle(0, 1))
      #expect(found.isReliable(angle))
      // The metric of the noise turns the directions a little.
      let interval = try #require(angle.cosine.interval)
      #expect(interval.upper - interval.lower < 0.5)
      values.append(angle.cosine.value)
      naive.append(angle.naive)
    }
    #expect(abs(Sample.mean(values) - cosine) < 0.12, "\(values)")
    if cosine == 1 { #expect(Sample.mean(naive) < 0.9) }
  }

  @Test func directionsThatAreNotAboveNoiseAreNotRead() throws {
    let data = Self.planted(0.5, rows: 200, seed: 9, noise: 30)
    var random = RandomStream(seed: 10)
    let found = try CorrectedAngles(
      data.features, concepts: [("first", data.first), ("second", data.second)],
      beside: Matrix(rows: 200, columns: 0), units: Array(0..<200), replicates: 100,
      using: &random)
    let angle = try #require(found.angle(0, 1))
    #expect(!found.isReliable(angle))
  }

  @Test func conceptsThatDetermineEachOtherAreRefused() throws {
    let data = Self.planted(0, rows: 100, seed: 11)
    var random = RandomStream(seed: 12)
    #expect(throws: ProbingError.dependentConcepts(["first", "again"])) {
      try CorrectedAngles(
        data.features, concepts: [("first", data.first), ("again", data.first)],
        beside: Matrix(rows: 100, columns: 0), units: Array(0..<100), replicates: 10,
        using: &random)
    }
  }
}
