package import Environments
package import LinearAlgebra

/// The levels that small updates are taken on, each in one batch only.
package struct UpdateLevels: Sendable {
  /// A door that is not red beside a red thing that is no door.
  package let apart: LevelSet
  /// A red door beside a thing that is neither.
  package let together: LevelSet

  package init(apart: LevelSet, together: LevelSet) {
    self.apart = apart
    self.together = together
  }

  /// Fresh levels of an environment's mazes.
  ///
  /// - Throws: as ``GoalLevels`` does.
  package init(
    _ environment: RedDoorEnvironment, batches: Int, levelsABatch: Int = 32,
    allowing isAllowed: (UInt64) -> Bool = { _ in true }, random: RandomStream
  ) throws {
    var pairs = environment
    pairs.distractors = 1...1
    pairs.decorrelated = 0
    let drawn = try GoalLevels(
      pairs, factorial: 36, train: batches * levelsABatch, shift: batches * levelsABatch,
      allowing: isAllowed, random: random)
    self.init(apart: drawn.shift, together: drawn.train)
  }
}
