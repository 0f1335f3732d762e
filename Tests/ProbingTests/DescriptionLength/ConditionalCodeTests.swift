import Foundation
import LinearAlgebra
import Probing
import Statistics
import Testing

/// Codes of labels whose dependence is known.
@Suite struct ConditionalCodeTests {
  /// Levels of two cells, features of unit variance, and labels of two concepts.
  private static func drawn(
    levels: Int, columns: Int, seed: UInt64,
    labels: (Matrix<Float>, Int, inout RandomStream) -> (Int, Int)
  ) throws -> (Matrix<Float>, [ProbeData]) {
    var random = RandomStream(seed: seed)
    var features = Matrix<Float>(rows: 2 * levels, columns: columns)
    for index in features.elements.indices { features.elements[index] = Float(random.normal()) }
    var both: ([Int], [Int]) = ([], [])
    for row in 0..<2 * levels {
      let (first, second) = labels(features, row, &random)
      both.0.append(first)
      both.1.append(second)
    }
    let keys = (0..<levels).map { LevelKey(id: "\($0)", digest: UInt64($0)) }
    return (
      features,
      try [both.0, both.1].map {
        try ProbeData(levels: keys, cells: 2, labels: $0, classes: ["no", "yes"])
      }
    )
  }

  private static func binaryEntropy(_ share: Double) -> Double {
    -share * log2(share) - (1 - share) * log2(1 - share)
  }

  @Test func aFlippedCopyCostsTheEntropyOfItsFlips() throws {
    let (features, concepts) = try Self.drawn(levels: 3000, columns: 12, seed: 3) {
      features, row, random in
      let first = features[row, 0] > 0 ? 1 : 0
      return (first, random.below(20) == 0 ? 1 - first : first)
    }
    let code = try ConditionalCode(
      features, concepts, replicates: 200, random: RandomStream(seed: 1))
    let entropy = Self.binaryEntropy(0.05)
    #expect(abs(entropy - 0.286) < 0.001)
    // Learning what is left over costs a little, whatever is given.
    #expect(
      code.given[1].value > entropy - 0.03 && code.given[1].value < entropy + 0.08,
      "\(code.given[1].value)")
    #expect(try #require(code.saved[1].interval).lower > 0)
    #expect(code.savedByChance[1] < 0.2 * code.saved[1].value + 0.005)
    #expect(code.unread[1] > 0.98)
  }

  @Test func conceptsBesideEachOtherSaveNothing() throws {
    let (features, concepts) = try Self.drawn(levels: 1500, columns: 12, seed: 5) {
      features, row, _ in
      (features[row, 0] > 0 ? 1 : 0, features[row, 1] > 0 ? 1 : 0)
    }
    let code = try ConditionalCode(
      features, concepts, replicates: 200, random: RandomStream(seed: 1))
    for index in 0...1 {
      #expect(abs(code.saved[index].value) < 0.03, "\(code.saved[index].value)")
      #expect(code.alone[index].value < 0.4)
    }
  }

  @Test func channelsThatSayNothingAreDropped() throws {
    let (features, concepts) = try Self.drawn(levels: 800, columns: 24, seed: 7) {
      features, row, _ in
      // Two squares of twelve channels: channel 3 at both, and channel 5 at the second.
      (features[row, 3] + features[row, 15] + features[row, 17] > 0 ? 1 : 0, row % 2)
    }
    let pruned = try ChannelPruning(features, concepts[0], channels: 12)
    #expect(pruned.kept == [3, 5])
    #expect(pruned.accuracyOfKept > 0.95)
    #expect(pruned.course.count == 12)
  }

  @Test func aConceptOfLittleVarianceTakesManyComponents() throws {
    let (features, concepts) = try Self.drawn(levels: 600, columns: 16, seed: 9) {
      features, row, _ in
      (features[row, 0] > 0 ? 1 : 0, features[row, 15] > 0 ? 1 : 0)
    }
    var scaled = features
    for row in 0..<scaled.rows {
      for column in 0..<16 { scaled[row, column] *= Float(16 - column) }
    }
    let (wide, narrow) = (
      try RankCurve(scaled, concepts[0]), try RankCurve(scaled, concepts[1])
    )
    #expect(wide.ranks == [1, 2, 4, 8, 16])
    #expect(wide.accuracies[1] > 0.9)
    #expect(narrow.accuracies[3] < 0.6)
    #expect(narrow.accuracies[4] > 0.9)
  }
}
