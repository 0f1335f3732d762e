import LinearAlgebra
import Testing

@Suite struct GramEngineTests {
  /// Rows with correlated columns around a mean.
  static func rows(_ count: Int, columns: Int, mean: Double, seed: UInt64) -> Matrix<Float> {
    var stream = RandomStream(seed: seed)
    var result = Matrix<Float>(rows: count, columns: columns)
    for row in 0..<count {
      let common = stream.normal()
      for column in 0..<columns {
        result[row, column] = Float(mean + common * 0.5 + stream.normal())
      }
    }
    return result
  }

  static func relativeDifference(_ a: GramStatistics, _ b: GramStatistics) -> Double {
    let scale = a.scatter.elements.reduce(0) { max($0, abs($1)) }
    let scatter = zip(a.scatter.elements, b.scatter.elements).reduce(0) {
      max($0, abs($1.0 - $1.1))
    }
    let means = zip(a.mean, b.mean).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.0))) }
    return max(scatter / scale, means)
  }

  @Test(arguments: [0.0, 1e4]) func seventeenShardsEqualOne(mean: Double) throws {
    let rows = Self.rows(9001, columns: 6, mean: mean, seed: 11)
    let descriptor = GramDescriptor(reference: [Double](repeating: 0, count: 6))
    let whole = try GramEngine.statistics(of: rows, descriptor)
    var random = RandomStream(seed: 12)
    let cuts = ([0, 9001] + (0..<16).map { _ in random.below(9001) }).sorted()
    let shards = try zip(cuts, cuts.dropFirst()).map {
      try GramEngine.statistics(of: rows.selectingRows(Array($0..<$1)), descriptor)
    }
    #expect(shards.count == 17)
    let merged = try GramStatistics.merging(shards)
    #expect(merged.count == 9001)
    #expect(Self.relativeDifference(whole, merged) < 1e-12)
    #expect(try GramStatistics.merging(shards) == merged)
  }

  @Test func aMeanTenThousandTimesTheSpreadKeepsTheScatter() throws {
    // The same deviations around zero and around a mean that single precision holds exactly.
    var near = Matrix<Float>(rows: 3000, columns: 3)
    var random = RandomStream(seed: 13)
    for index in near.elements.indices {
      near.elements[index] = Float((random.normal() * 512).rounded() / 512)
    }
    var far = near
    for index in far.elements.indices { far.elements[index] += 10_000 }
    let descriptor = GramDescriptor(reference: [0, 0, 0])
    let difference = Self.scatterDifference(
      try GramEngine.statistics(of: near, descriptor),
      try GramEngine.statistics(of: far, descriptor))
    #expect(difference < 1e-12)
  }

  static func scatterDifference(_ a: GramStatistics, _ b: GramStatistics) -> Double {
    let scale = a.scatter.elements.reduce(0) { max($0, abs($1)) }
    return zip(a.scatter.elements, b.scatter.elements).reduce(0) {
      max($0, abs($1.0 - $1.1) / scale)
    }
  }

  @Test func theScatterIsTheSumOfProductsOfDeviations() throws {
    let rows = Self.rows(50, columns: 3, mean: 2, seed: 14)
    let statistics = try GramEngine.statistics(
      of: rows, GramDescriptor(reference: [1, 2, 3]))
    let means = rows.converted(to: Double.self).columnMeans()
    for a in 0..<3 {
      #expect(abs(statistics.mean[a] - means[a]) < 1e-12)
      for b in 0..<3 {
        let sum = (0..<50).reduce(0.0) {
          $0 + (Double(rows[$1, a]) - means[a]) * (Double(rows[$1, b]) - means[b])
        }
        #expect(abs(statistics.scatter[a, b] - sum) < 1e-10)
      }
    }
  }

  @Test func residualsFromTheStatisticsEqualThoseOfTheRows() throws {
    let rows = Self.rows(5000, columns: 4, mean: 3, seed: 15)
    let statistics = try GramEngine.statistics(
      of: rows, GramDescriptor(reference: [3, 3, 3, 3]))
    let (weights, intercept) = ([0.3, -0.2, 0.7], 0.4)
    var direct = 0.0
    for row in 0..<5000 {
      var error = Double(rows[row, 3]) - intercept
      for column in 0..<3 { error -= weights[column] * Double(rows[row, column]) }
      direct += error * error
    }
    let ours = statistics.residualSumOfSquares(
      target: 3, features: [0, 1, 2], weights: weights, intercept: intercept)
    #expect(abs(ours - direct) / direct < 1e-11)
  }

  @Test func foldsAreKeptApartAndJoined() throws {
    let rows = Self.rows(300, columns: 2, mean: 0, seed: 16)
    let descriptor = GramDescriptor(reference: [0, 0])
    var engine = GramEngine(descriptor, folds: 3)
    for fold in 0..<3 {
      try engine.add(rows.selectingRows(Array(fold * 100..<fold * 100 + 100)), fold: fold)
    }
    let all = try GramEngine.statistics(of: rows, descriptor)
    #expect(Self.relativeDifference(try engine.statistics(of: [2, 0, 1]), all) < 1e-12)
    #expect(try engine.statistics(of: [1]).count == 100)
    #expect(throws: GramError.unknownFold(3, count: 3)) { try engine.add(rows, fold: 3) }
  }

  @Test func theBytesDoNotDependOnTheThreads() throws {
    let rows = Self.rows(20_000, columns: 5, mean: 1, seed: 17)
    let descriptor = GramDescriptor(reference: [0, 0, 0, 0, 0])
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    let results = try [1, 2, 3].map { threads in
      Parallel.threadCount = threads
      return try GramEngine.statistics(of: rows, descriptor)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func statisticsOfDifferentThingsAreRefused() throws {
    let base = GramDescriptor(
      reference: [0], site: "cell/hidden", checkpoint: "a", labelDefinition: "l")
    let others: [(String, GramDescriptor)] = [
      (
        "reference point",
        GramDescriptor(reference: [1], site: "cell/hidden", checkpoint: "a", labelDefinition: "l")
      ),
      (
        "site",
        GramDescriptor(reference: [0], site: "value", checkpoint: "a", labelDefinition: "l")
      ),
      (
        "checkpoint",
        GramDescriptor(reference: [0], site: "cell/hidden", checkpoint: "b", labelDefinition: "l")
      ),
      (
        "label definition",
        GramDescriptor(reference: [0], site: "cell/hidden", checkpoint: "a", labelDefinition: "m")
      ),
    ]
    for (fact, other) in others {
      let error = #expect(throws: GramError.self) {
        try GramStatistics(base).merged(with: GramStatistics(other))
      }
      guard case .descriptorMismatch(fact, _, _) = error else {
        Issue.record("The refusal does not name the \(fact).")
        continue
      }
    }
  }

  @Test func valuesThatAreNotFiniteAreLocated() {
    var rows = Matrix<Float>(rows: 4, columns: 2)
    rows[2, 1] = .infinity
    rows[3, 0] = .nan
    #expect(throws: GramError.notFinite(row: 2, column: 1, count: 2)) {
      try GramEngine.statistics(of: rows, GramDescriptor(reference: [0, 0]))
    }
  }
}
