import LinearAlgebra
import Probing
import Statistics
import TestSupport
import Testing

extension SimilarityStudyTests {
  @Test func badSetsAreRefusedByName() throws {
    let good = SimilaritySet(name: "good", rows: SimilarityData.noise(480, 3, 102))
    var broken = SimilarityData.noise(480, 3, 103)
    broken[5, 1] = .infinity
    broken[6, 2] = .nan
    let cases: [([SimilaritySet], SimilarityError)] = [
      ([good], .tooFewSets(1)),
      ([good, good], .duplicateSet(name: "good")),
      (
        [good, SimilaritySet(name: "short", rows: SimilarityData.noise(479, 3, 104))],
        .rowMismatch(set: "short", expected: 480, found: 479)
      ),
      (
        [good, SimilaritySet(name: "broken", rows: broken)],
        .notFinite(set: "broken", count: 2, row: 5, column: 1)
      ),
      (
        [good, SimilaritySet(name: "still", rows: Matrix(rows: 480, columns: 2, repeating: 3))],
        .constantSet(name: "still", columns: 2)
      ),
    ]
    for (sets, error) in cases {
      var random = RandomStream(seed: 105)
      #expect(throws: error) { try Self.study([.linearCKA]).measure(sets, using: &random) }
    }
    let (keys, rowLevel) = SimilarityData.levels(60, cells: 8)
    let pair = [good, SimilaritySet(name: "b", rows: SimilarityData.noise(480, 3, 106))]
    var random = RandomStream(seed: 107)
    #expect(throws: SimilarityError.lengthMismatch(what: "levels", expected: 480, found: 479)) {
      try SimilarityStudy(levels: keys, rowLevel: rowLevel.dropLast()).measure(
        pair, using: &random)
    }
    #expect(
      throws: SimilarityError.unknownIndex(what: "level", row: 472, found: 59, count: 59)
    ) {
      try SimilarityStudy(levels: keys.dropLast(), rowLevel: rowLevel).measure(
        pair, using: &random)
    }
    #expect(
      throws: SimilarityError.missing(
        what: "the condition of each row", measure: "geometry of conditions")
    ) { try Self.study([.conditionGeometry]).measure(pair, using: &random) }
    #expect(
      throws: SimilarityError.missing(what: "labels and neutral rows", measure: "probe transfer")
    ) { try Self.study([.probeTransfer]).measure(pair, using: &random) }
  }

  @Test func constantColumnsAreCountedAndChangeNothing() throws {
    var sets = Array(Self.sets().prefix(2))
    var random = RandomStream(seed: 108)
    let before = try Self.study([.linearCKA]).measure(sets, using: &random)
    sets[1] = SimilaritySet(
      name: "second", rows: SimilarityData.joined(sets[1].rows, Matrix(rows: 480, columns: 2)))
    random = RandomStream(seed: 108)
    let after = try Self.study([.linearCKA]).measure(sets, using: &random)
    #expect(after.notes == [.constantColumns(set: "second", count: 2, columns: 14)])
    let values = try [before, after].map { try #require($0.matrices[0].entry(0, 1)?.value) }
    #expect(abs(values[0] - values[1]) < 1e-9)
  }
}
