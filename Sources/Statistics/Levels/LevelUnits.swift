/// The exchangeable units of a data set: levels grouped by digest.
///
/// Rows of a level are never units: every interval, permutation and cross-validation in Mesascope
/// is over these.
package struct LevelUnits: Sendable, Equatable {
  /// The levels, in the order given.
  package let levels: [LevelKey]
  /// The unit of each level.
  package let unitOfLevel: [Int]
  /// The levels of each unit, in the order given; units are in order of first appearance.
  package let levelsOfUnit: [[Int]]

  /// Groups levels by digest.
  ///
  /// - Throws: ``StatisticsError/duplicateLevel(id:)`` when two levels have the same id.
  package init(_ levels: [LevelKey]) throws {
    var seen: Set<String> = []
    var unitOfDigest: [UInt64: Int] = [:]
    var unitOfLevel: [Int] = []
    var levelsOfUnit: [[Int]] = []
    for (index, level) in levels.enumerated() {
      guard seen.insert(level.id).inserted else {
        throw StatisticsError.duplicateLevel(id: level.id)
      }
      if let unit = unitOfDigest[level.digest] {
        unitOfLevel.append(unit)
        levelsOfUnit[unit].append(index)
      } else {
        unitOfDigest[level.digest] = levelsOfUnit.count
        unitOfLevel.append(levelsOfUnit.count)
        levelsOfUnit.append([index])
      }
    }
    self.levels = levels
    self.unitOfLevel = unitOfLevel
    self.levelsOfUnit = levelsOfUnit
  }

  /// The number of units: the effective number of levels.
  package var count: Int { levelsOfUnit.count }

  /// The number of levels that share their digest with an earlier one.
  package var repeats: Int { levels.count - count }

  /// The digest of a unit.
  package func digest(of unit: Int) -> UInt64 { levels[levelsOfUnit[unit][0]].digest }
}
