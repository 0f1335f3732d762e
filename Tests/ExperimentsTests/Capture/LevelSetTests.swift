import Environments
import Experiments
import LinearAlgebra
import Statistics
import Testing
import Training

@Suite struct LevelSetTests {
  private func levels(_ side: Int, _ count: Int) throws -> [MazeLevel] {
    var environment = RedDoorEnvironment()
    environment.side = side
    var random = RandomStream(seed: 8)
    return try environment.levels(count, using: &random)
  }

  @Test func namesAreUniqueAndCopiesShareTheirDigest() throws {
    let level = try levels(9, 1)[0]
    let set = try LevelSet([level, level, level.transformed(by: GridSymmetry.all[3])])
    #expect(Set(set.keys.map(\.id)).count == 3)
    #expect(Set(set.keys.map(\.digest)).count == 1)
  }

  @Test func differentSizesAndNoLevelsAreRefused() throws {
    #expect(throws: CaptureError.noLevels) { try LevelSet([]) }
    let mixed = try levels(9, 1) + levels(7, 1)
    #expect(
      throws: CaptureError.unequalSizes(
        level: 1, rows: 7, columns: 7, firstRows: 9, firstColumns: 9)
    ) { try LevelSet(mixed) }
  }

  @Test func probingLevelsFillBothSidesWithHardHeldOutLevels() throws {
    var random = RandomStream(seed: 4)
    let drawn = try ProbingLevels(RedDoorEnvironment(), fit: 40, report: 20, using: &random)
    let folds = Folds(try LevelUnits(drawn.set.keys))
    #expect(folds.selection.count == 40 && folds.report.count == 20)
    #expect(folds.units.count == 60)
    for level in drawn.set.levels {
      #expect(LevelSplit.isHeldOut(level))
      #expect(Hardness(level).share >= 0.3)
    }
    #expect(drawn.set.meanHardness > drawn.meanHardnessDrawn)
  }

  @Test func freshMazesForValueIterationSeparateStepsFromTheStraightDistance() throws {
    var random = RandomStream(seed: 4)
    let set = try ProbingLevels(
      ObstacleAndGoalMazes(rows: 8, columns: 8), fit: 12, report: 6, using: &random
    ).set
    let folds = Folds(try LevelUnits(set.keys))
    #expect(folds.selection.count == 12 && folds.report.count == 6)
    #expect(set.meanSeparatedShare >= 0.3 && set.meanHardness >= 0.3)
  }

  @Test func impossibleHardnessIsSaidRatherThanSoughtForEver() {
    var environment = RedDoorEnvironment()
    environment.generator = .percolation(wallShare: 0)
    environment.distractors = 0...0
    var random = RandomStream(seed: 4)
    #expect(throws: EnvironmentError.self) {
      try ProbingLevels(environment, fit: 1, report: 1, using: &random)
    }
  }
}
