import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct IncrementNullTests {
  /// The p-value of activations that have nothing to do with the labels.
  static func nullP(
    seed: UInt64, density: Double, within: Double, permutations: Int = 199
  ) throws -> Double {
    var planted = Planted(levels: 40, cells: 9, density: density, seed: seed)
    let b = (0..<3).map { _ in planted.noise(within: within) }
    let noise = planted.noise(within: within)
    let values = noise.indices.map { noise[$0] + b[0][$0] }
    let data = try planted.data(values)
    var settings = IncrementSettings()
    settings.permutations = permutations
    settings.replicates = 2
    settings.baselineGrid = PenaltyGrid(count: 7)
    settings.grid = PenaltyGrid(count: 2)
    let scan = try IncrementScan(
      data, baseline: planted.rows(b), settings: settings, using: &planted.random)
    let result = try scan.measure(planted.features(4, within: within))
    return try #require(result.null).p
  }

  static func rejections(
    _ seeds: Range<UInt64>, density: Double, within: Double
  ) throws -> Int {
    try Parallel.tryMap(seeds.count) {
      try nullP(seed: seeds.lowerBound + UInt64($0), density: density, within: within)
    }.count { $0 <= 0.05 }
  }

  @Test func permutedMapsRejectATrueNullAtTheNominalRate() throws {
    // 99.9 % of correct 5 % tests reject 28 to 73 of 1000.
    let count = try Self.rejections(20_000..<21_000, density: 0.7, within: 0.5)
    #expect(count >= 28)
    #expect(count <= 73)
  }

  @Test func permutedMapsRejectATrueNullAtTheNominalRateOnWholeMaps() throws {
    let count = try Self.rejections(30_000..<31_000, density: 1, within: 0.5)
    #expect(count >= 28)
    #expect(count <= 73)
  }

  @Test func aPlantedShareIsFound() throws {
    var planted = Planted(levels: 60, cells: 9, seed: 71)
    let b = (0..<3).map { _ in planted.noise(within: 0.5) }
    let h = (0..<3).map { _ in planted.noise(within: 0.5) }
    let noise = planted.noise(within: 0.5)
    let values = noise.indices.map { noise[$0] + b[0][$0] + 0.5 * h[1][$0] }
    var settings = IncrementSettings()
    settings.permutations = 999
    let scan = try IncrementScan(
      planted.data(values), baseline: planted.rows(b), settings: settings, using: &planted.random)
    let result = try scan.measure(planted.rows(h))
    #expect(try #require(result.null).p == 0.001)
    #expect(result.null?.draws.count == 999)
  }

  @Test func theStatisticIsThatOfPermutedMapsTakenDirectly() throws {
    // The pairwise sums against permuting whole maps and projecting them, without a baseline.
    var planted = Planted(levels: 14, cells: 5, density: 0.8, seed: 72)
    let values = planted.noise(within: 0.2)
    let h = (0..<2).map { _ in planted.noise(within: 0.2) }
    let data = try planted.data(values)
    var settings = IncrementSettings()
    settings.permutations = 6
    settings.replicates = 2
    var random = RandomStream(seed: 5)
    let scan = try IncrementScan(
      data, baseline: ObservationBaseline.none(for: data), settings: settings, using: &random)
    let null = try #require(try scan.measure(planted.rows(h)).null)
    let direct = try DirectNull(data, planted.rows(h), values, planted.mask)
    var again = RandomStream(seed: 5).split("permutations")
    let selected = data.folds.selection.filter { unit in
      (0..<5).contains { planted.mask[unit * 5 + $0] }
    }
    let permutations = LevelPermutations(
      blocks: selected.map { _ in 1 }, count: 6, using: &again)
    let own = Array(selected.indices)
    let identity = try direct.statistic(selected, sources: own)
    #expect(abs(null.observed - identity) < 1e-9 * identity)
    let kept = try direct.kept(selected)
    #expect(kept < 1)
    for draw in 0..<6 {
      let sources = own.map { permutations.source(draw, $0) }
      let expected = try direct.statistic(selected, sources: sources) / kept
      #expect(abs(null.draws[draw] - expected) < 1e-9 * max(1e-3, expected))
    }
  }

  @Test func nullMapsRarelyShowAnyStarAndTheirPanelsAreGrey() throws {
    // A whole all-noise map: twelve places under shared permutations.
    let starred = try Parallel.tryMap(300) { index in
      var planted = Planted(levels: 40, cells: 6, seed: 40_000 + UInt64(index))
      let b = (0..<2).map { _ in planted.noise(within: 0.5) }
      let values = planted.noise(within: 0.5)
      var settings = IncrementSettings()
      settings.permutations = 99
      settings.replicates = 2
      settings.baselineGrid = PenaltyGrid(count: 3)
      settings.grid = PenaltyGrid(count: 2)
      let scan = try IncrementScan(
        planted.data(values), baseline: planted.rows(b), settings: settings,
        using: &planted.random)
      let nulls = try (0..<12).map { _ in
        try #require(try scan.measure(planted.features(3, within: 0.5)).null)
      }
      return MaxStatistic.adjusted(nulls).contains { $0 <= 0.05 }
    }.count { $0 }
    // 99.9 % of correct 5 % tests show a star in at most 29 of 300.
    #expect(starred <= 29)
  }
}

/// The permutation statistic spelled out row by row, for a target of one column.
struct DirectNull {
  let data: ProbeData
  let features: Matrix<Double>
  let values: [Double]
  let mask: [Bool]

  init(_ data: ProbeData, _ features: Matrix<Float>, _ values: [Double], _ mask: [Bool]) throws {
    self.data = data
    self.features = JointRidge.scaled(features)
    self.values = values
    self.mask = mask
  }

  func statistic(_ selected: [Int], sources: [Int]) throws -> Double {
    let (rows, u, labels) = centred(selected)
    var moved = [Double?](repeating: nil, count: rows.count)
    for (place, row) in rows.enumerated() {
      guard let index = selected.firstIndex(of: data.rowLevel[row]) else { continue }
      let source = selected[sources[index]] * data.cells + data.rowCell[row]
      if mask[source] { moved[place] = values[source] - labels }
    }
    let kept = moved.compactMap { $0 }
    let centre = kept.reduce(0, +) / Double(kept.count)
    let z = Matrix(
      rows: rows.count, columns: 1, elements: moved.map { $0.map { $0 - centre } ?? 0 })
    let projected = u.transposedMultiplied(by: z)
    let solved = try Cholesky(penalised(u)).solve(projected)
    let top = zip(projected.elements, solved.elements).reduce(0) { $0 + $1.0 * $1.1 }
    return top / z.elements.reduce(0) { $0 + $1 * $1 }
  }

  /// The expected share of the statistic that permuted masks leave, over all pairs of cells.
  func kept(_ selected: [Int]) throws -> Double {
    let (rows, u, labels) = centred(selected)
    let metric = try Cholesky(penalised(u)).inverse()
    let products = u.multiplied(by: metric).multiplied(byTransposeOf: u)
    var (top, topKept, bottom, bottomKept) = (0.0, 0.0, 0.0, 0.0)
    for (a, first) in rows.enumerated() {
      for (b, second) in rows.enumerated() where data.rowLevel[first] == data.rowLevel[second] {
        let (i, j) = (data.rowCell[first], data.rowCell[second])
        var (agreement, shared) = (0.0, 0.0)
        for level in selected where mask[level * data.cells + i] && mask[level * data.cells + j] {
          shared += 1
          agreement +=
            (values[level * data.cells + i] - labels) * (values[level * data.cells + j] - labels)
        }
        let share = shared / Double(selected.count)
        top += products[a, b] * agreement / share
        topKept += products[a, b] * agreement
        if a == b {
          bottom += agreement / shared
          bottomKept += agreement / shared * share
        }
      }
    }
    return topKept / top / (bottomKept / bottom)
  }

  /// The rows of some levels, their centred features and their mean label.
  private func centred(_ selected: [Int]) -> ([Int], Matrix<Double>, Double) {
    let rows = (0..<data.rows).filter { selected.contains(data.rowLevel[$0]) }
    var u = features.selectingRows(rows)
    let means = u.columnMeans()
    for row in 0..<u.rows {
      for column in 0..<u.columns { u[row, column] -= means[column] }
    }
    let labels = rows.map { values[data.rowLevel[$0] * data.cells + data.rowCell[$0]] }
    return (rows, u, labels.reduce(0, +) / Double(labels.count))
  }

  private func penalised(_ u: Matrix<Double>) -> Matrix<Double> {
    var gram = u.gram()
    let trace = (0..<u.columns).reduce(0.0) { $0 + gram[$1, $1] } / Double(u.columns)
    for index in 0..<u.columns { gram[index, index] += 0.1 * trace }
    return gram
  }
}
