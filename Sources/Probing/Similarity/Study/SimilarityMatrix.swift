package import Statistics

/// What two sets measured, with what it is to be read against.
package struct SimilarityEntry: Sendable, Equatable {
  /// The figure; nil where it is refused or not defined, as a note says.
  package let value: Double?
  /// Its interval over levels; nil where there is none, as a note says.
  package let interval: Interval?
  /// The figure with levels permuted; nil where there is none.
  package let floor: SimilarityFloor?
  /// What a reader should know.
  package let notes: [SimilarityNote]
}

/// A figure's distribution when the levels of one set are put in a random order.
///
/// Rows keep their place within the level, so that what all levels share stays in the floor.
package struct SimilarityFloor: Sendable, Equatable {
  /// The mean over permutations.
  package let mean: Double
  /// The most alike of all permutations.
  package let mostAlike: Double
  /// The share of orders, the true one among them, that come out at least as alike as it.
  package let p: Double
  /// The number of permutations.
  package let count: Int

  init?(_ value: Double, permuted: [Double], isDistance: Bool) {
    let finite = permuted.filter(\.isFinite)
    guard value.isFinite, !finite.isEmpty, finite.count == permuted.count else { return nil }
    let extreme = isDistance ? finite.min() : finite.max()
    mean = Sample.mean(finite)
    mostAlike = extreme ?? value
    count = finite.count
    let reached = finite.count { isDistance ? $0 <= value : $0 >= value }
    p = Double(1 + reached) / Double(1 + finite.count)
  }
}

/// One measure for every two sets.
package struct SimilarityMatrix: Sendable, Equatable {
  /// The measure.
  package let measure: SimilarityMeasure
  /// The names of the sets.
  package let names: [String]
  /// Which sets are of untrained networks.
  package let untrained: [Bool]
  /// The entries by first set, then second; nil on the diagonal.
  package let entries: [SimilarityEntry?]
  /// What each set measures against itself split in two (``SimilarityMeasure/ceiling``): what goes
  /// on the diagonal. Nil where it is not defined.
  package let ceilings: [Double?]

  /// The same with other ceilings, one a set.
  package func replacing(ceilings: [Double?]) -> SimilarityMatrix {
    SimilarityMatrix(
      measure: measure, names: names, untrained: untrained, entries: entries, ceilings: ceilings)
  }

  /// The entry of two sets; nil for a set with itself.
  package func entry(_ first: Int, _ second: Int) -> SimilarityEntry? {
    entries[first * names.count + second]
  }

  /// The most alike that a trained and an untrained set are; nil without both kinds.
  package var untrainedFloor: Double? {
    var found: [Double] = []
    for first in names.indices {
      for second in names.indices where untrained[first] != untrained[second] {
        if let value = entry(first, second)?.value { found.append(value) }
      }
    }
    return measure.isDistance ? found.min() : found.max()
  }
}
