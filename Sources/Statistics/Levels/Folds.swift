/// The split of units into ten folds by the digest of the level.
///
/// Everything that is chosen (site, penalty, dose) is chosen on folds 0 to 5; everything that is
/// reported is measured on folds 6 to 9. A fold is a function of the digest alone, so a level
/// stays in its fold whatever else is in the data set. There is no way to split by rows.
package struct Folds: Sendable, Equatable {
  /// The number of folds.
  package static let count = 10
  /// The folds on which everything is chosen.
  package static let selectionFolds = 0..<6

  /// The units that are split.
  package let units: LevelUnits
  /// The fold of each unit.
  package let foldOfUnit: [Int]

  package init(_ units: LevelUnits) {
    self.units = units
    foldOfUnit = (0..<units.count).map { Self.fold(digest: units.digest(of: $0)) }
  }

  /// The fold of a level with this digest.
  package static func fold(digest: UInt64) -> Int {
    // Digests may be small numbers in tests and other people's files: mix before dividing.
    var word = digest &+ 0x9e37_79b9_7f4a_7c15
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((word ^ (word >> 31)) % UInt64(count))
  }

  /// The units of the selection folds, in order.
  package var selection: [Int] {
    foldOfUnit.indices.filter { Self.selectionFolds.contains(foldOfUnit[$0]) }
  }

  /// The units of the report folds, in order.
  package var report: [Int] {
    foldOfUnit.indices.filter { !Self.selectionFolds.contains(foldOfUnit[$0]) }
  }
}
