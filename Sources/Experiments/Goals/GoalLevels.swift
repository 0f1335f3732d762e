package import Environments
package import LinearAlgebra

/// The levels on which goals are told apart: one factorial set, and the two supports between
/// which generalisation is measured.
package struct GoalLevels: Sendable {
  /// Two things each, door and red crossed, the start a decision square.
  package let factorial: LevelSet
  /// As in training: every door is red and nothing else is.
  package let train: LevelSet
  /// A blue door and a red thing that is no door.
  package let shift: LevelSet

  package init(factorial: LevelSet, train: LevelSet, shift: LevelSet) {
    self.factorial = factorial
    self.train = train
    self.shift = shift
  }

  /// Fresh levels of an environment's mazes.
  ///
  /// No level comes up twice, in no rotation. There is no hardness filter: hardness is measured on
  /// the way to one of the two things, so that a filter would tell them apart.
  ///
  /// - Parameters:
  ///   - factorial: rounded up to a multiple of 36, so that every pair occurs equally often.
  ///   - isAllowed: whether a digest may come up; levels from training may not.
  /// - Throws: ``GoalError/tooFewAllowed(wanted:found:drawn:)`` and the environment's errors.
  package init(
    _ environment: RedDoorEnvironment, factorial: Int = 864, train: Int = 400, shift: Int = 400,
    allowing isAllowed: (UInt64) -> Bool = { _ in true }, random: RandomStream
  ) throws {
    var deciding = environment.with(support: .factorial)
    deciding.startsAtDecision = true
    let pairs = FactorialPairs.all.count
    let count = (factorial + pairs - 1) / pairs * pairs
    self.factorial = try Self.draw(count, allowing: isAllowed, random.split("factorial")) {
      try deciding.level(pair: $0 % pairs, using: &$1)
    }
    self.train = try Self.draw(train, allowing: isAllowed, random.split("train")) {
      try environment.with(support: .train).level(using: &$1)
    }
    self.shift = try Self.draw(shift, allowing: isAllowed, random.split("shift")) {
      try environment.with(support: .shift).level(using: &$1)
    }
  }

  private static func draw(
    _ count: Int, allowing isAllowed: (UInt64) -> Bool, _ random: RandomStream,
    level: (Int, inout RandomStream) throws -> MazeLevel
  ) throws -> LevelSet {
    var random = random
    var levels: [MazeLevel] = []
    var seen: Set<UInt64> = []
    var drawn = 0
    let limit = 1000 * (count + 10)
    while levels.count < count {
      guard drawn < limit else {
        throw GoalError.tooFewAllowed(wanted: count, found: levels.count, drawn: drawn)
      }
      let fresh = try level(levels.count, &random)
      drawn += 1
      let digest = fresh.digest
      guard isAllowed(digest), seen.insert(digest).inserted else { continue }
      levels.append(fresh)
    }
    return try LevelSet(levels)
  }
}
