package import Environments
internal import LinearAlgebra
internal import Statistics

/// Draws the levels that a network is studied on, and more of them where a test needs more.
package struct FreshLevels: Sendable {
  /// The side of fresh mazes for a network that reads obstacles and a goal and names no
  /// environment.
  package static let openSide = 9

  private enum Source: Sendable {
    case redDoor(RedDoorEnvironment)
    case mazes(ObstacleAndGoalMazes)
  }

  private let source: Source
  private let seed: UInt64

  /// Levels of an environment, or mazes of obstacles and a goal without one.
  ///
  /// - Parameter side: of mazes without an environment.
  package init(_ environment: RedDoorEnvironment?, side: Int = Self.openSide, seed: UInt64) {
    source =
      environment.map { .redDoor($0) }
      ?? .mazes(ObstacleAndGoalMazes(rows: side, columns: side))
    self.seed = seed
  }

  /// Levels held out of training and hard. Where the environment has too few hard ones, they are
  /// drawn as they come, and the tests that need hard levels say so.
  ///
  /// - Parameters:
  ///   - fit: the number of levels to fit on.
  ///   - report: the number of levels to report on.
  /// - Throws: `EnvironmentError` where too few can be drawn.
  package func set(fit: Int, report: Int) throws -> LevelSet {
    try drawn(fit: fit, report: report, excluding: [], RandomStream(seed: seed)).set
  }

  /// So many more, none of them among those that are known; none where there are not so many.
  ///
  /// - Throws: `EnvironmentError` where settings are impossible.
  package func more(_ count: Int, than known: LevelSet) throws -> [MazeLevel] {
    do {
      return try drawn(
        fit: count - count / 2, report: count / 2,
        excluding: Set(known.keys.map(\.digest)), RandomStream(seed: seed).split("more levels")
      ).set.levels
    } catch EnvironmentError.tooFewAccepted(_, _, _) {
      return []
    }
  }

  private func drawn(
    fit: Int, report: Int, excluding: Set<UInt64>, _ stream: RandomStream
  ) throws -> ProbingLevels {
    var random = stream.split("probing levels")
    switch source {
    case .mazes(let mazes):
      return try ProbingLevels(
        mazes, fit: fit, report: report, excluding: excluding, using: &random)
    case .redDoor(let environment):
      do {
        var drawing = random
        return try ProbingLevels(
          environment, fit: fit, report: report, excluding: excluding, using: &drawing)
      } catch EnvironmentError.tooFewAccepted(_, _, _) {
        return try ProbingLevels(
          environment, fit: fit, report: report, minimumHardness: 0, excluding: excluding,
          using: &random)
      }
    }
  }
}
