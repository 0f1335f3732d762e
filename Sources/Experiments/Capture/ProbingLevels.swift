package import Environments
package import LinearAlgebra
internal import Statistics
internal import Training

/// Levels to probe on: held out of every training, hard, each layout once, with as many as asked
/// for in the folds that probes are fitted on and in those that they are reported on.
package struct ProbingLevels: Sendable {
  package let set: LevelSet
  /// The number of levels drawn to find these; 0 where that is not known.
  package let drawn: Int
  /// The mean hardness of all levels drawn; that of the set is ``LevelSet/meanHardness``.
  package let meanHardnessDrawn: Double

  /// At most this many levels are drawn for each one wanted.
  private static let drawsALevel = 2000
  /// Where none of so many qualifies, none is waited for.
  private static let drawsForAny = 20_000

  /// Red-door levels.
  ///
  /// - Parameters:
  ///   - fit: the number of levels in the selection folds.
  ///   - report: the number of levels in the report folds.
  ///   - minimumHardness: the least share of hard squares on a level's path.
  ///   - excluding: the digests of levels that are known already.
  /// - Throws: `EnvironmentError` where settings are impossible or too few levels qualify.
  package init(
    _ environment: RedDoorEnvironment, fit: Int, report: Int, minimumHardness: Double = 0.3,
    excluding: Set<UInt64> = [], using random: inout RandomStream
  ) throws {
    var quota = Quota(fit: fit, report: report)
    var levels: [MazeLevel] = []
    var seen = excluding
    var drawn = 0
    var hardness = 0.0
    while !quota.isFull {
      guard drawn < (levels.isEmpty ? Self.drawsForAny : Self.drawsALevel * (fit + report)) else {
        throw EnvironmentError.tooFewAccepted(
          wanted: fit + report, accepted: levels.count, drawn: drawn)
      }
      let level = try environment.level(using: &random)
      drawn += 1
      let share = Hardness(level).share
      hardness += share
      guard share >= minimumHardness else { continue }
      let digest = level.digest
      guard LevelSplit.isHeldOut(digest), !seen.contains(digest), quota.take(digest) else {
        continue
      }
      seen.insert(digest)
      levels.append(level)
    }
    set = try LevelSet(levels)
    self.drawn = drawn
    meanHardnessDrawn = drawn == 0 ? 0 : hardness / Double(drawn)
  }

  /// Fresh mazes for networks that read obstacle-and-goal planes.
  ///
  /// - Throws: as above.
  package init(
    _ mazes: ObstacleAndGoalMazes, fit: Int, report: Int, excluding: Set<UInt64> = [],
    using random: inout RandomStream
  ) throws {
    var quota = Quota(fit: fit, report: report)
    var levels: [MazeLevel] = []
    var seen = excluding
    while !quota.isFull {
      for level in try mazes.levels(64, excluding: seen, using: &random) {
        let digest = level.digest
        seen.insert(digest)
        if quota.take(digest) { levels.append(level) }
      }
    }
    set = try LevelSet(levels)
    drawn = 0
    meanHardnessDrawn = 0
  }

  /// How many levels each side still takes; a level's side is a function of its digest alone.
  private struct Quota {
    var fit: Int
    var report: Int

    var isFull: Bool { fit == 0 && report == 0 }

    mutating func take(_ digest: UInt64) -> Bool {
      let isFit = Folds.selectionFolds.contains(Folds.fold(digest: digest))
      guard (isFit ? fit : report) > 0 else { return false }
      if isFit { fit -= 1 } else { report -= 1 }
      return true
    }
  }
}

extension LevelSet {
  /// The most steps from a start to its goal.
  package var longestWay: Int {
    levels.map { $0.paths().distance(at: $0.start) }.max() ?? 0
  }

  /// The mean share of hard squares on the levels' paths.
  package var meanHardness: Double {
    levels.reduce(0) { $0 + Hardness($1).share } / Double(count)
  }

  /// The mean share of squares whose number of steps to the goal differs from the Chebyshev
  /// distance.
  package var meanSeparatedShare: Double {
    levels.reduce(0) { $0 + $1.separatedShare } / Double(count)
  }
}
