import LinearAlgebra
import Statistics
import Testing

@Suite struct FoldsTests {
  static func levels(_ count: Int) -> [LevelKey] {
    (0..<count).map { LevelKey(id: "level \($0)", digest: UInt64($0)) }
  }

  @Test func copiesOfALevelLandInOneUnitAndOneFold() throws {
    var levels = Self.levels(50)
    for copy in 0..<8 { levels.append(LevelKey(id: "flipped \(copy)", digest: 17)) }
    let folds = Folds(try LevelUnits(levels))
    #expect(folds.units.count == 50)
    #expect(folds.units.repeats == 8)
    #expect(Set((50..<58).map { folds.units.unitOfLevel[$0] }) == [17])
    #expect(folds.units.levelsOfUnit[17] == [17, 50, 51, 52, 53, 54, 55, 56, 57])
    #expect(Set(folds.selection).isDisjoint(with: folds.report))
    #expect(folds.selection.count + folds.report.count == 50)
  }

  @Test func theFoldDependsOnTheDigestAlone() throws {
    let few = Folds(try LevelUnits(Self.levels(20)))
    let many = Folds(try LevelUnits(Array(Self.levels(200).reversed())))
    for unit in 0..<20 {
      #expect(few.foldOfUnit[unit] == many.foldOfUnit[199 - unit])
    }
  }

  @Test func foldsAreOfAboutEqualSizeEvenForSmallDigests() throws {
    let folds = Folds(try LevelUnits(Self.levels(10_000)))
    for fold in 0..<Folds.count {
      let size = folds.foldOfUnit.count { $0 == fold }
      // Five standard deviations of a binomial of 10 000 and 0.1.
      #expect(abs(size - 1000) < 150)
    }
  }

  @Test func repeatedIdsAreRefused() {
    #expect(throws: StatisticsError.duplicateLevel(id: "level 0")) {
      try LevelUnits(Self.levels(3) + [LevelKey(id: "level 0", digest: 9)])
    }
  }
}
