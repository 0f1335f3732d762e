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

  @Test func aWideBaselineRejectsATrueNullAtTheNominalRate() throws {
    // More baseline columns than selection levels, labels that depend on them: without whitening
    // the residuals before they move, about one in ten is rejected.
    let pValues = try Parallel.tryMap(1000) { index in
      var planted = Planted(levels: 40, cells: 6, density: 1, seed: 60_000 + UInt64(index))
      let b = (0..<30).map { _ in planted.noise(within: 0.5) }
      var values = planted.noise(within: 0.5)
      for column in 0..<10 {
        let weight = planted.random.normal() / 3
        for cell in values.indices { values[cell] += weight * b[column][cell] }
      }
      var settings = IncrementSettings()
      settings.permutations = 99
      settings.replicates = 2
      settings.baselineGrid = PenaltyGrid(count: 7)
      settings.grid = PenaltyGrid(count: 2)
      let scan = try IncrementScan(
        planted.data(values), baseline: planted.rows(b), settings: settings,
        using: &planted.random)
      return try #require(scan.measure(planted.features(4, within: 0.5)).null).p
    }
    let count = pValues.count { $0 <= 0.05 }
    #expect((28...73).contains(count), "\(count)")
  }

  /// Groups of rows of any length, each its own level and a unit by its digest.
  static func ragged(
    _ sizes: [Int], baseline: Int, columns: Int, seed: UInt64, effect: Double = 0
  ) throws -> (data: ProbeData, baseline: Matrix<Float>, features: Matrix<Float>) {
    var random = RandomStream(seed: seed)
    let keys = sizes.enumerated().flatMap { group, size in
      (0..<size).map { LevelKey(id: "\(group)/\($0)", digest: UInt64(group)) }
    }
    func column() -> [Double] {
      sizes.flatMap { size -> [Double] in
        let common = random.normal()
        return (0..<size).map { _ in (common + random.normal()) * 0.5.squareRoot() }
      }
    }
    let b = (0..<baseline).map { _ in column() }
    let h = (0..<columns).map { _ in column() }
    var values = column()
    for row in values.indices { values[row] += b[0][row] + effect * h[0][row] }
    func matrix(_ columns: [[Double]]) -> Matrix<Float> {
      Matrix(
        rows: keys.count, columns: columns.count,
        elements: keys.indices.flatMap { row in columns.map { Float($0[row]) } })
    }
    let data = try ProbeData(levels: keys, cells: 1, values: values.map { $0 })
    return (data, matrix(b), matrix(h))
  }

  @Test func groupsOfAnyLengthRejectATrueNullAtTheNominalRate() throws {
    // No two groups of the same length.
    let sizes = (0..<48).map { 2 + ($0 * 7) % 48 }
    let pValues = try Parallel.tryMap(1000) { index in
      let made = try Self.ragged(sizes, baseline: 2, columns: 3, seed: 70_000 + UInt64(index))
      var settings = IncrementSettings()
      settings.permutations = 99
      settings.replicates = 2
      settings.baselineGrid = PenaltyGrid(count: 5)
      settings.grid = PenaltyGrid(count: 2)
      var random = RandomStream(seed: 71_000 + UInt64(index))
      let scan = try IncrementScan(
        made.data, baseline: made.baseline, settings: settings, using: &random)
      #expect(scan.exchangeableLevels == scan.selectionLevels)
      return try #require(scan.measure(made.features).null).p
    }
    let count = pValues.count { $0 <= 0.05 }
    #expect((28...73).contains(count), "\(count)")
  }

  @Test func anEffectIsFoundInGroupsOfUniqueLength() throws {
    let sizes = (0..<60).map { 4 + ($0 * 7) % 60 }
    let made = try Self.ragged(sizes, baseline: 2, columns: 3, seed: 73, effect: 0.5)
    var settings = IncrementSettings()
    settings.permutations = 199
    var random = RandomStream(seed: 74)
    let scan = try IncrementScan(
      made.data, baseline: made.baseline, settings: settings, using: &random)
    let null = try #require(scan.measure(made.features).null)
    #expect(null.p == 0.005)
    #expect(null.name.contains("similar shape"))
    #expect(null.name.contains("\(scan.selectionLevels) levels"))
  }

  @Test func fewerThanTwentyExchangeableGroupsHaveNoNullAndSupportNothing() throws {
    let made = try Self.ragged(
      (0..<24).map { 4 + $0 }, baseline: 2, columns: 3, seed: 75, effect: 2)
    var settings = IncrementSettings()
    settings.permutations = 199
    settings.gates = ProbeGates(levels: 1, levelsPerClass: 1)
    var random = RandomStream(seed: 76)
    let scan = try IncrementScan(
      made.data, baseline: made.baseline, settings: settings, using: &random)
    #expect(scan.selectionLevels < 20)
    #expect(scan.exchangeableLevels == nil)
    let note = ProbeNote.nullRefused(exchangeable: scan.selectionLevels, needed: 20)
    let noise = Matrix<Float>(
      rows: made.data.rows, columns: 1,
      elements: (0..<made.data.rows).map { _ in Float(random.normal()) })
    let report = try scan.report([ProbePlace(site: "h", tick: 0)], untrained: 1) { _, network in
      network == 0 ? made.features : noise
    }
    let entry = report.entries[0]
    #expect(entry.result.null == nil)
    #expect(entry.result.notes.contains(note))
    #expect(try #require(entry.result.increment.interval).lower > 0)
    #expect(entry.status == .inconclusive(note.description))
  }

  @Test func drawsAreRefitsOfTheBaselineToMovedResiduals() throws {
    // Freedman-Lane spelled out with whole matrices: Y* = A Y + P r, r whitened within levels.
    var planted = Planted(levels: 44, cells: 5, density: 1, seed: 77)
    let b = (0..<6).map { _ in planted.noise(within: 0.5) }
    let h = (0..<2).map { column in
      zip(planted.noise(within: 0.5), b[column]).map { $0 + $1 }
    }
    let noise = planted.noise(within: 0.5)
    let values = noise.indices.map { noise[$0] + b[0][$0] }
    let data = try planted.data(values)
    var settings = IncrementSettings()
    settings.permutations = 5
    settings.replicates = 2
    var random = RandomStream(seed: 6)
    let scan = try IncrementScan(
      data, baseline: planted.rows(b), settings: settings, using: &random)
    let null = try #require(scan.measure(planted.rows(h)).null)
    let selected = data.folds.selection
    var again = RandomStream(seed: 6).split("permutations")
    let permutations = LevelPermutations(
      blocks: selected.map { _ in 0 }, count: 5, using: &again)
    let direct = try DirectFreedmanLane(
      JointRidge.scaled(planted.rows(b)), JointRidge.scaled(planted.rows(h)), values,
      rows: selected.flatMap { unit in unit * 5..<unit * 5 + 5 }, size: 5,
      penalty: scan.baselinePenalty)
    let own = try direct.statistic(direct.labels)
    #expect(abs(null.observed - own) < 1e-9 * own)
    for draw in 0..<5 {
      let labels = try direct.moved(selected.indices.map { permutations.source(draw, $0) })
      let expected = try direct.statistic(labels)
      #expect(abs(null.draws[draw] - expected) < 1e-8 * expected)
    }
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
    var planted = Planted(levels: 44, cells: 5, density: 0.8, seed: 72)
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
