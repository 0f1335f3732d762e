import LinearAlgebra
import Probing
import Statistics
import TestSupport
import Testing

@Suite(.serialized) struct SimilarityStudyTests {
  /// Two sets with a common part, a third unrelated one and an untrained one, over 60 levels of
  /// eight cells.
  static func sets(_ rows: Int = 480) -> [SimilaritySet] {
    let signal = SimilarityData.noise(rows, 6, 81)
    func set(_ seed: UInt64, _ columns: Int) -> Matrix<Float> {
      SimilarityData.joined(signal, SimilarityData.noise(rows, columns, seed))
    }
    return [
      SimilaritySet(name: "first", rows: set(82, 6)),
      SimilaritySet(name: "second", rows: set(83, 6)),
      SimilaritySet(name: "other", rows: SimilarityData.noise(rows, 9, 84)),
      SimilaritySet(name: "untrained", rows: SimilarityData.noise(rows, 7, 85), isUntrained: true),
    ]
  }

  static func study(_ measures: [SimilarityMeasure]) -> SimilarityStudy {
    let (keys, rowLevel) = SimilarityData.levels(60, cells: 8)
    var study = SimilarityStudy(levels: keys, rowLevel: rowLevel)
    study.settings.measures = measures
    return study
  }

  static let ofPairs: [SimilarityMeasure] = [
    .linearCKA, .linearCKAWithoutFirstComponent, .biasedLinearCKA, .svcca, .pwcca,
    .canonicalCorrelation, .heldOutCanonicalCorrelation, .procrustes, .angularShape,
  ]

  @Test func everyMeasureComesWithIntervalFloorAndCeiling() throws {
    var random = RandomStream(seed: 86)
    let report = try Self.study(Self.ofPairs).measure(Self.sets(), using: &random)
    #expect(report.matrices.map(\.measure) == Self.ofPairs)
    #expect(report.levels == 60 && report.rows == 480)
    for matrix in report.matrices {
      let related = try #require(matrix.entry(0, 1))
      let unrelated = try #require(matrix.entry(0, 2))
      let (value, other) = (try #require(related.value), try #require(unrelated.value))
      let sign: Double = matrix.measure.isDistance ? -1 : 1
      #expect(sign * value > sign * other, "\(matrix.measure)")
      let floor = try #require(related.floor)
      #expect(floor.count == 19 && floor.p == 0.05, "\(matrix.measure)")
      #expect(sign * value > sign * floor.mostAlike)
      #expect(sign * floor.mostAlike >= sign * floor.mean)
      let unrelatedFloor = try #require(unrelated.floor)
      #expect(abs(other - unrelatedFloor.mean) < 0.12, "\(matrix.measure)")
      let interval = try #require(related.interval)
      #expect(interval.lower < value && value < interval.upper)
      #expect(interval.upper - interval.lower < 0.25, "\(matrix.measure)")
      // No set of these predicts one half of its columns from the other.
      let ceiling = try #require(matrix.ceilings[2])
      #expect(sign * ceiling < sign * value, "\(matrix.measure)")
      let untrained = try #require(matrix.untrainedFloor)
      #expect(sign * untrained < sign * value)
      #expect(matrix.entry(1, 1) == nil)
      if matrix.measure.isSymmetric { #expect(matrix.entry(1, 0) == related) }
    }
    let cka = report.matrices[0]
    // s / (s + q) = 6 / 12.
    let entry = try #require(cka.entry(0, 1))
    #expect(try #require(entry.interval).contains(0.5))
    #expect(try #require(cka.entry(0, 2)?.interval).contains(0))
  }

  /// A row's place in its level is the same in all levels: that much is left by a permutation.
  @Test func theFloorKeepsWhatAllLevelsShare() throws {
    var sets = Self.sets()
    sets = sets.prefix(2).map { set in
      var rows = SimilarityData.noise(480, 6, set.name == "first" ? 87 : 88)
      for row in 0..<480 {
        for column in 0..<6 { rows[row, column] += row % 8 == column ? 5 : 0 }
      }
      return SimilaritySet(name: set.name, rows: rows)
    }
    var random = RandomStream(seed: 89)
    let report = try Self.study([.linearCKA]).measure(sets, using: &random)
    let entry = try #require(report.matrices[0].entry(0, 1))
    let floor = try #require(entry.floor)
    #expect(try #require(entry.value) > 0.4)
    #expect(floor.mean > 0.4 && floor.p > 0.05)
  }

  @Test func theFirstComponentIsTakenOut() throws {
    // One huge shared direction over independent rest.
    let shared = SimilarityData.noise(480, 1, 90)
    let sets = (0..<2).map { index -> SimilaritySet in
      var rows = SimilarityData.noise(480, 8, UInt64(91 + index))
      for row in 0..<480 {
        for column in 0..<8 { rows[row, column] += 10 * shared[row, 0] }
      }
      return SimilaritySet(name: "\(index)", rows: rows)
    }
    var random = RandomStream(seed: 93)
    let report = try Self.study([.linearCKA, .linearCKAWithoutFirstComponent])
      .measure(sets, using: &random)
    #expect(try #require(report.matrices[0].entry(0, 1)?.value) > 0.95)
    #expect(abs(try #require(report.matrices[1].entry(0, 1)?.value)) < 0.05)
  }

  @Test func theBytesDoNotDependOnTheThreads() throws {
    let results = try ThreadCounts.oneTwoThree { () -> SimilarityReport in
      var random = RandomStream(seed: 94)
      return try Self.study(Self.ofPairs).measure(Self.sets(), using: &random)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  /// 600 data sets with levels whose rows share a part: the interval covers zero as often as it says.
  @Test func theIntervalOfUnrelatedSetsCoversZero() throws {
    let (keys, rowLevel) = SimilarityData.levels(40, cells: 4)
    var study = SimilarityStudy(levels: keys, rowLevel: rowLevel)
    study.settings.permutations = 0
    study.settings.halvings = 0
    var covered = 0
    for draw in 0..<600 {
      let sets = (0..<2).map { index -> SimilaritySet in
        var rows = SimilarityData.noise(160, 4, UInt64(3000 + 2 * draw + index))
        let common = SimilarityData.noise(40, 4, UInt64(5000 + 2 * draw + index))
        for row in 0..<160 {
          for column in 0..<4 { rows[row, column] += common[row / 4, column] }
        }
        return SimilaritySet(name: "\(index)", rows: rows)
      }
      var random = RandomStream(seed: 95)
      let entry = try #require(
        try study.measure(sets, using: &random).matrices[0].entry(0, 1))
      if try #require(entry.interval).contains(0.0) { covered += 1 }
    }
    // 95 % nominal; the jackknife is on the wide side.
    #expect((560...594).contains(covered))
  }

  /// The sums of folds that arrive in shards give the figures and intervals of the rows.
  @Test func streamedSetsMeasureTheSame() throws {
    let sets = Array(Self.sets().prefix(2))
    let measures: [SimilarityMeasure] = [
      .linearCKA, .svcca, .heldOutCanonicalCorrelation, .procrustes,
    ]
    var random = RandomStream(seed: 109)
    let report = try Self.study(measures).measure(sets, using: &random)
    let (keys, rowLevel) = SimilarityData.levels(60, cells: 8)
    let descriptor = SimilarityDescriptor(
      names: sets.map(\.name),
      references: sets.map { [Float](repeating: 0, count: $0.rows.columns) })
    var streamed = StreamedSimilarity()
    // One shard a level, the last ones first.
    for level in (0..<60).reversed() {
      let rows = rowLevel.indices.filter { rowLevel[$0] == level }
      let parts = sets.map { $0.rows.selectingRows(rows).elements }
      let statistics = try parts[0].withUnsafeBufferPointer { a in
        try parts[1].withUnsafeBufferPointer { b in
          try SimilarityStatistics(
            descriptor, rows: [try #require(a.baseAddress), try #require(b.baseAddress)],
            count: rows.count)
        }
      }
      try streamed.add(
        statistics, fold: Folds.fold(digest: keys[level].digest), id: level, levels: 1)
    }
    let entries = try streamed.entries(
      0, 1, measures: measures + [.linearCKAWithoutFirstComponent])
    for (matrix, entry) in zip(report.matrices, entries) {
      let whole = try #require(matrix.entry(0, 1))
      #expect(abs(try #require(entry.value) - (try #require(whole.value))) < 1e-9)
      let (a, b) = (try #require(entry.interval), try #require(whole.interval))
      #expect(abs(a.lower - b.lower) < 1e-8 && abs(a.upper - b.upper) < 1e-8)
    }
    #expect(entries[4].value == nil && entries[4].notes.count == 1)
    #expect(throws: SimilarityError.nothingToMerge) {
      try StreamedSimilarity().entries(0, 1, measures: measures)
    }
  }

  /// Rows of a level that are alike leave a rest in the figure of unrelated sets, and as much in the
  /// floor.
  @Test func theFloorHoldsWhatAlikeRowsOfALevelLeave() throws {
    let (keys, rowLevel) = SimilarityData.levels(30, cells: 10)
    var study = SimilarityStudy(levels: keys, rowLevel: rowLevel)
    study.settings.halvings = 0
    var (values, floors) = (0.0, 0.0)
    for draw in 0..<20 {
      let sets = (0..<2).map { index -> SimilaritySet in
        var rows = SimilarityData.noise(300, 6, UInt64(7000 + 2 * draw + index))
        let common = SimilarityData.noise(30, 6, UInt64(8000 + 2 * draw + index))
        for row in 0..<300 {
          for column in 0..<6 { rows[row, column] += 2 * common[row / 10, column] }
        }
        return SimilaritySet(name: "\(index)", rows: rows)
      }
      var random = RandomStream(seed: UInt64(draw))
      let entry = try #require(
        try study.measure(sets, using: &random).matrices[0].entry(0, 1))
      values += try #require(entry.value) / 20
      floors += try #require(entry.floor).mean / 20
    }
    #expect(values > 0.05)
    #expect(abs(values - floors) < 0.03)
  }

  /// 1000 data sets of unrelated sets with levels whose rows share a part, seeds fixed beforehand.
  @Test func theFloorRejectsUnrelatedSetsAsOftenAsItSays() throws {
    let (keys, rowLevel) = SimilarityData.levels(24, cells: 3)
    var study = SimilarityStudy(levels: keys, rowLevel: rowLevel)
    study.settings.halvings = 0
    study.settings.measures = [.linearCKA, .procrustes]
    var rejected = [0, 0]
    for draw in 0..<1000 {
      let sets = (0..<2).map { index -> SimilaritySet in
        var rows = SimilarityData.noise(72, 3, UInt64(20_000 + 2 * draw + index))
        let common = SimilarityData.noise(24, 3, UInt64(30_000 + 2 * draw + index))
        for row in 0..<72 {
          for column in 0..<3 { rows[row, column] += common[row / 3, column] }
        }
        return SimilaritySet(name: "\(index)", rows: rows)
      }
      var random = RandomStream(seed: UInt64(40_000 + draw))
      for (index, matrix) in try study.measure(sets, using: &random).matrices.enumerated() {
        if try #require(matrix.entry(0, 1)?.floor).p <= 0.05 { rejected[index] += 1 }
      }
    }
    for count in rejected { #expect((28...73).contains(count), "\(rejected)") }
  }

  @Test func fewerRowsThanColumnsLeaveTheDebiasedFigureAlone() throws {
    let (keys, rowLevel) = SimilarityData.levels(40, cells: 1)
    var study = SimilarityStudy(levels: keys, rowLevel: rowLevel)
    study.settings.measures = [.linearCKA, .canonicalCorrelation, .pwcca]
    let sets = ["a", "b"].enumerated().map {
      SimilaritySet(name: $1, rows: SimilarityData.noise(40, 60, UInt64(96 + $0)))
    }
    var random = RandomStream(seed: 98)
    let report = try study.measure(sets, using: &random)
    #expect(
      report.notes.contains(.fewerRowsThanColumns(set: "a", rows: 40, columns: 60)))
    #expect(report.matrices[0].entry(0, 1)?.value != nil)
    for matrix in report.matrices.dropFirst() {
      let entry = try #require(matrix.entry(0, 1))
      #expect(entry.value == nil && entry.interval == nil && entry.floor == nil)
      guard case .refused = entry.notes.first else {
        Issue.record("No reason is given for the refusal.")
        continue
      }
    }
  }

  @Test func levelsOfDifferentSizesHaveNoFloorAndSayIt() throws {
    let keys = (0..<12).map { LevelKey(id: "\($0)", digest: UInt64($0)) }
    let rowLevel = (0..<12).flatMap { [Int](repeating: $0, count: $0 + 2) }
    var random = RandomStream(seed: 99)
    let report = try SimilarityStudy(levels: keys, rowLevel: rowLevel).measure(
      ["a", "b"].enumerated().map {
        SimilaritySet(name: $1, rows: SimilarityData.noise(rowLevel.count, 3, UInt64(100 + $0)))
      }, using: &random)
    #expect(report.notes == [.levelsCannotBePermuted])
    #expect(report.matrices[0].entry(0, 1)?.floor == nil)
  }
}
